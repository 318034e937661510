import Foundation

/// Names of files, as they come and go.
enum ContentDisposition {
    /// `filename*=...` for a `Content-Disposition` header (RFC 8187).
    static func parameter(filename: String) -> String {
        let allowed = CharacterSet(
            charactersIn: "!#$&+-.^_`|~abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
        let encoded = filename.addingPercentEncoding(withAllowedCharacters: allowed) ?? "file"
        return "filename*=UTF-8''\(encoded)"
    }

    /// A file's name without folders and control characters, at most 255 characters.
    static func sanitized(_ name: String, fallback: String) -> String {
        let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        let clean = String(String.UnicodeScalarView(last.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }))
        return clean.isEmpty ? fallback : String(clean.prefix(255))
    }
}
