import Crypto
import DeskModel
import Foundation

/// Seals the secrets of one-time codes at rest (AES-256-GCM), each bound to its user: a copied row opens nothing.
struct SecretBox: Sendable {
    private let key: SymmetricKey

    init(_ secret: SigningSecret) { key = secret.key(for: "one-time codes") }

    func seal(_ secret: [UInt8], for user: UserID) throws(AccountError) -> [UInt8] {
        guard let sealed = try? AES.GCM.seal(secret, using: key, authenticating: Data(user.utf8)).combined else {
            throw .failed("a secret could not be sealed")
        }
        return Array(sealed)
    }

    func open(_ sealed: [UInt8], of user: UserID) throws(AccountError) -> [UInt8] {
        guard let box = try? AES.GCM.SealedBox(combined: sealed),
            let secret = try? AES.GCM.open(box, using: key, authenticating: Data(user.utf8))
        else { throw .failed("the secret of one-time codes cannot be read: was the signing secret changed?") }
        return Array(secret)
    }
}
