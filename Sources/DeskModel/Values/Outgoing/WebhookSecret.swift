import Foundation

/// The symmetric key of a webhook: `whsec_` and 24 to 64 bytes in Base64 (Standard Webhooks, "Signature scheme").
public struct WebhookSecret: Hashable, Sendable, CustomStringConvertible {
    /// As shown to the owner, once.
    public let text: String
    public let bytes: [UInt8]

    /// - Returns: `nil` when the text has not that form.
    public init?(_ text: String) {
        guard text.hasPrefix("whsec_"), let data = Data(base64Encoded: String(text.dropFirst(6))),
            (24...64).contains(data.count)
        else { return nil }
        self.text = text
        bytes = Array(data)
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
        text = "whsec_" + Data(bytes).base64EncodedString()
    }

    /// 32 random bytes.
    public static func generate() -> WebhookSecret {
        WebhookSecret(bytes: (0..<32).map { _ in UInt8.random(in: 0...255) })
    }

    /// Never the secret, so that no log holds it.
    public var description: String { "whsec_..." }
}
