import Crypto
public import DeskModel
import Foundation

/// The server's own secret, from which every key that signs or seals something is derived (HKDF, RFC 5869).
public struct SigningSecret: Sendable {
    /// 32 random bytes.
    public let bytes: [UInt8]

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// The stored secret; a new one is made and stored when there is none.
    public static func load(from settings: any BusinessStore) async throws -> SigningSecret {
        if let stored = try await settings.setting("signing_secret"), let bytes = Data(base64Encoded: stored) {
            return SigningSecret(bytes: Array(bytes))
        }
        let bytes = RandomSecret.bytes(32)
        try await settings.setSetting("signing_secret", to: Data(bytes).base64EncodedString())
        return SigningSecret(bytes: bytes)
    }

    /// A key for one use, which tells nothing of the keys for others.
    func key(for use: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: bytes), info: Data("frontdesk \(use)".utf8), outputByteCount: 32)
    }

    /// Signs tokens of one use.
    public func signer(for use: String) -> Signer {
        Signer(secret: key(for: use).withUnsafeBytes { Array($0) })
    }
}

/// Random values that nobody can guess.
enum RandomSecret {
    static func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    static func hexadecimal(bytes count: Int) -> String { bytes(count).hexadecimal }

    /// SHA-256: enough for values with 80 random bits or more, which cannot be tried out.
    static func hash(_ secret: String) -> [UInt8] { Array(SHA256.hash(data: Data(secret.utf8))) }
}
