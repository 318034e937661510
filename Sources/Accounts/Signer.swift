import Crypto
public import DeskModel
import Foundation

/// Signs short tokens that carry a meaning and an expiry: `purpose.payload.expiry.signature` (HMAC-SHA256).
public struct Signer: Sendable {
    private let key: SymmetricKey

    public init(secret: [UInt8]) { key = SymmetricKey(data: secret) }

    /// - Parameters:
    ///   - purpose: what the token is good for; without dots, as the payload.
    public func token(_ purpose: String, payload: String, expires: Timestamp) -> String {
        let body = "\(purpose).\(payload).\(expires.milliseconds)"
        return "\(body).\(signature(of: body))"
    }

    /// The payload of a token of this purpose that we signed and that has not expired.
    public func payload(of token: String, purpose: String, now: Timestamp) -> String? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == purpose, let expires = Int64(parts[2]), expires > now.milliseconds,
            let given = Self.bytes(hexadecimal: parts[3])
        else { return nil }
        let body = parts[0...2].joined(separator: ".")
        let valid = HMAC<SHA256>.isValidAuthenticationCode(given, authenticating: Data(body.utf8), using: key)
        return valid ? String(parts[1]) : nil
    }

    /// HMAC-SHA256 of some text, hexadecimal.
    public func signature(of body: String) -> String {
        HMAC<SHA256>.authenticationCode(for: Data(body.utf8), using: key).hexadecimal
    }

    private static func bytes(hexadecimal text: Substring) -> [UInt8]? {
        guard text.count == 64 else { return nil }
        var bytes: [UInt8] = []
        var rest = text
        while let pair = rest.prefix(2).nonEmpty {
            guard let byte = UInt8(pair, radix: 16) else { return nil }
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        return bytes
    }
}

extension Substring {
    fileprivate var nonEmpty: Substring? { isEmpty ? nil : self }
}

extension Sequence where Element == UInt8 {
    /// Two lower-case digits per byte.
    public var hexadecimal: String {
        map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
