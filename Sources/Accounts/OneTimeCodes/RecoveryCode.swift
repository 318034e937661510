/// A code on paper that stands in once for the authenticator app: 16 characters of Base32, which are 80 random bits.
enum RecoveryCode {
    static let count = 10

    static func make() -> String {
        let text = Array(Base32.encode(RandomSecret.bytes(10)).lowercased())
        return stride(from: 0, to: 16, by: 4).map { String(text[$0..<$0 + 4]) }.joined(separator: "-")
    }

    /// Hash of a code as people type it; `nil` when it has not the form of one.
    static func hash(_ typed: String) -> [UInt8]? {
        let text = typed.lowercased().filter { $0 != "-" && !$0.isWhitespace }
        guard text.utf8.count == 16, text.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else {
            return nil
        }
        return RandomSecret.hash(text)
    }
}
