import Crypto

extension ReceivedMail {
    /// SHA-256 of the mail, in hexadecimal.
    static func fingerprint(_ bytes: [UInt8]) -> String { SHA256.hash(data: bytes).hexadecimal }
}
