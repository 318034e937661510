import Crypto
public import DeskModel
import Foundation

/// Signs events (Standard Webhooks, "Signature scheme").
public enum WebhookSignature {
    /// The value of `webhook-signature`: a signature by each secret, newest first, separated by spaces.
    ///
    /// - Parameter timestamp: of the attempt, in whole seconds since 1970, as in `webhook-timestamp`.
    public static func header(id: String, timestamp: Int64, body: String, secrets: [WebhookSecret]) -> String {
        let content = Data("\(id).\(timestamp).\(body)".utf8)
        return secrets.map { secret in
            let code = HMAC<SHA256>.authenticationCode(for: content, using: SymmetricKey(data: secret.bytes))
            return "v1,\(Data(code).base64EncodedString())"
        }.joined(separator: " ")
    }
}
