/// Collects a response's header lines as libcurl hands them over, one call per line.
struct ResponseHeadReader {
    private var status: Int?
    private var headers = TransferHeaders()
    private var bytes = 0
    private var isDone = false

    /// All interim and final header lines and trailers together.
    static let maximumBytes = 64 * 1024

    /// - Returns: the head, at the blank line that ends it. Interim (1xx) heads and trailers give nothing.
    mutating func receive(_ line: some Collection<UInt8>) throws(TransferError) -> TransferHead? {
        bytes += line.count
        guard bytes <= Self.maximumBytes else {
            throw TransferError(.responseTooLarge, "The headers are larger than \(Self.maximumBytes) bytes.")
        }
        guard !isDone else { return nil }
        let text = String(decoding: line, as: UTF8.self).trimmingLineEnd()
        if text.hasPrefix("HTTP/") {
            headers = TransferHeaders()
            status = text.split(separator: " ", maxSplits: 2).dropFirst().first.flatMap { Int($0) }
        } else if text.isEmpty {
            guard let status, (100...999).contains(status) else {
                throw TransferError(.malformedResponse, "The response has no status.")
            }
            guard status >= 200 else { return nil }
            isDone = true
            return TransferHead(status: status, headers: headers)
        } else if let colon = text.firstIndex(of: ":") {
            headers.append(String(text[..<colon]), text[text.index(after: colon)...].trimmingBlanks())
        }
        return nil
    }
}

extension String {
    fileprivate func trimmingLineEnd() -> String {
        // CR LF is one Character, so the scalars are looked at.
        var scalars = unicodeScalars
        while let last = scalars.last, last == "\r" || last == "\n" { scalars.removeLast() }
        return String(scalars)
    }
}

extension Substring {
    fileprivate func trimmingBlanks() -> String {
        var rest = drop { $0 == " " || $0 == "\t" }
        while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
        return String(rest)
    }
}
