/// Compound files (MS-CFB), in which Office keeps its binary formats and wraps encrypted documents.
enum OLEContainer {
    private static let signature: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    /// Name of the stream that holds an encrypted OOXML package (MS-OFFCRYPTO 1.3.2), as the directory writes it.
    private static let encryptedStream = Array("EncryptedPackage".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })

    static func isContainer(_ content: [UInt8]) -> Bool { content.starts(with: signature) }

    /// Whether the container wraps an encrypted OOXML document rather than a binary one.
    static func holdsEncryptedPackage(_ content: [UInt8]) -> Bool {
        isContainer(content) && content.firstOffset(of: encryptedStream) != nil
    }
}

extension Collection<UInt8> where Index == Int {
    /// Where the pattern first stands.
    func firstOffset(of pattern: [UInt8]) -> Int? {
        guard let first = pattern.first, count >= pattern.count else { return nil }
        var from = startIndex
        let last = endIndex - pattern.count
        while from <= last, let candidate = self[from...last].firstIndex(of: first) {
            if self[candidate..<candidate + pattern.count].elementsEqual(pattern) { return candidate }
            from = candidate + 1
        }
        return nil
    }
}
