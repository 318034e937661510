import Crypto
import Foundation

/// `X-Hub-Signature-256` over the bytes of the body as they came, and the check of a webhook's address.
///
/// Source: Meta, "Create a webhook endpoint"; david-lev/pywa `pywa/utils.py`.
public enum WhatsAppSignature {
    public static let header = "x-hub-signature-256"

    public static func sign(_ body: [UInt8], appSecret: String) -> String {
        let key = SymmetricKey(data: Data(appSecret.utf8))
        return "sha256=" + HMAC<SHA256>.authenticationCode(for: body, using: key).hexadecimal
    }

    /// Whether the header signs these very bytes. Without a secret nothing is valid.
    public static func isValid(_ given: String?, body: [UInt8], appSecret: String) -> Bool {
        guard !appSecret.isEmpty, let given else { return false }
        return ConstantTime.equal(given.lowercased(), sign(body, appSecret: appSecret))
    }

    /// What to answer when the provider checks the address. - Returns: the challenge, `nil` when it is not ours to answer.
    public static func challenge(_ query: FormFields, verifyToken: String) -> String? {
        guard !verifyToken.isEmpty, query["hub.mode"] == "subscribe", let token = query["hub.verify_token"],
            ConstantTime.equal(token, verifyToken), let challenge = query["hub.challenge"],
            challenge.utf8.count <= 1_024
        else { return nil }
        return challenge
    }
}
