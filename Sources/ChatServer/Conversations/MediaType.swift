/// Tells what a file is by its own first bytes; what a sender claims counts for nothing.
enum MediaType {
    /// A type of RFC 6838; `text/plain; charset=utf-8` for text, `application/octet-stream` for what is not known.
    static func of(_ content: some Collection<UInt8>) -> String {
        let head = Array(content.prefix(16))
        for (signature, offset, type) in signatures where head.dropFirst(offset).starts(with: signature) { return type }
        if head.starts(with: Array("RIFF".utf8)) {
            switch String(decoding: head.dropFirst(8).prefix(4), as: UTF8.self) {
            case "WEBP": return "image/webp"
            case "WAVE": return "audio/wav"
            default: return unknown
            }
        }
        let isText = content.prefix(4_096).allSatisfy { $0 >= 32 && $0 != 127 || [9, 10, 12, 13].contains($0) }
        return isText && String(validating: content, as: UTF8.self) != nil ? "text/plain; charset=utf-8" : unknown
    }

    static let unknown = "application/octet-stream"

    /// Whether a browser may show it in place: pictures that cannot hold a script.
    static func isShown(_ type: String) -> Bool {
        ["image/png", "image/jpeg", "image/gif", "image/webp"].contains(type)
    }

    private static let signatures: [(bytes: [UInt8], offset: Int, type: String)] = [
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], 0, "image/png"),
        ([0xFF, 0xD8, 0xFF], 0, "image/jpeg"),
        (Array("GIF87a".utf8), 0, "image/gif"), (Array("GIF89a".utf8), 0, "image/gif"),
        (Array("%PDF-".utf8), 0, "application/pdf"),
        (Array("ftypM4A".utf8), 4, "audio/mp4"), (Array("ftyp3gp".utf8), 4, "video/3gpp"),
        (Array("ftyp".utf8), 4, "video/mp4"),
        (Array("OggS".utf8), 0, "audio/ogg"), (Array("ID3".utf8), 0, "audio/mpeg"),
        ([0xFF, 0xFB], 0, "audio/mpeg"), ([0xFF, 0xF1], 0, "audio/aac"), (Array("#!AMR".utf8), 0, "audio/amr"),
        ([0x1A, 0x45, 0xDF, 0xA3], 0, "video/webm"), ([0x50, 0x4B, 0x03, 0x04], 0, "application/zip"),
    ]
}
