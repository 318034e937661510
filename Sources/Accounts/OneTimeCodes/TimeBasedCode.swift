import Crypto
import DeskModel
import Foundation

/// Time-based one-time passwords (RFC 6238): six digits, SHA-1, 30 seconds, which every authenticator app knows.
enum TimeBasedCode {
    static let period: Int64 = 30
    static let digits = 6
    /// Steps before and after the present one whose codes are taken as well, for clocks that are off.
    static let window: Int64 = 1

    /// The code of a time step (RFC 4226 section 5.3).
    static func code(_ secret: [UInt8], step: Int64, digits: Int = digits) -> String {
        let counter = withUnsafeBytes(of: step.bigEndian) { Array($0) }
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret)))
        let offset = Int(mac[19] & 0xF)
        let number =
            UInt32(mac[offset] & 0x7F) << 24 | UInt32(mac[offset + 1]) << 16 | UInt32(mac[offset + 2]) << 8
            | UInt32(mac[offset + 3])
        let modulus = (0..<digits).reduce(UInt64(1)) { product, _ in product * 10 }
        let text = String(UInt64(number) % modulus)
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// The step that a code is good for now.
    ///
    /// - Parameter last: the step of the last code taken: it and those before are used up (RFC 6238 section 5.2). One
    ///   beyond the window says that the clock was put back; it holds nobody up.
    static func step(of code: String, _ secret: [UInt8], after last: Int64, now: Timestamp) -> Int64? {
        let present = now.milliseconds / 1000 / period
        let used = last > present + window ? present - window - 1 : last
        let given = code.filter { !$0.isWhitespace }
        guard given.count == digits, given.allSatisfy(\.isASCII) else { return nil }
        var found: Int64?
        for step in (present - window)...(present + window) where step > used {
            // No early end: how long this takes says nothing of the code.
            if equal(Self.code(secret, step: step), given) { found = found ?? step }
        }
        return found
    }

    /// What an authenticator app reads from a QR code (the Key URI format).
    static func uri(_ secret: [UInt8], account: String, issuer: String) -> String {
        var allowed = CharacterSet.alphanumerics.intersection(CharacterSet(charactersIn: "\u{21}"..."\u{7E}"))
        allowed.insert(charactersIn: "-._~")
        func escaped(_ text: String) -> String { text.addingPercentEncoding(withAllowedCharacters: allowed) ?? "" }
        return "otpauth://totp/\(escaped(issuer)):\(escaped(account))?secret=\(Base32.encode(secret))"
            + "&issuer=\(escaped(issuer))&algorithm=SHA1&digits=\(digits)&period=\(period)"
    }

    private static func equal(_ one: String, _ other: String) -> Bool {
        one.utf8.count == other.utf8.count
            && zip(one.utf8, other.utf8).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
