import Channels
import Delivery
import DeskModel

/// `standard_webhooks`: what we sign, checked as a receiver checks it.
enum WebhookVectors {
    /// Seconds that a receiver's clock and ours may differ by.
    private static let tolerance: Int64 = 300

    static func run(_ file: VectorFile) -> [VectorResult] {
        file.cases(in: VectorKind.standardWebhooks.sections).map { item in
            let vector = item.vector
            var check = item.check
            let secrets = vector["secrets"].elements.compactMap(\.string).compactMap { WebhookSecret($0) }
            let headers = vector["headers"]
            let id = headers["webhook-id"].string
            let timestamp = headers["webhook-timestamp"].integer
            let given = (headers["webhook-signature"].string ?? "").split(separator: " ").map(String.init)
            let ours = WebhookSignature.header(
                id: id ?? "", timestamp: timestamp ?? 0, body: vector["body"].string ?? "", secrets: secrets
            ).split(separator: " ").map(String.init)
            let now = vector["now"].integer ?? timestamp ?? 0
            let isFresh = timestamp.map { (now - tolerance...now + tolerance).contains($0) } ?? false
            // Signatures of versions we do not know, and of keys that the other side had before, are passed over.
            let isSigned = id != nil && given.contains { one in ours.contains { ConstantTime.equal($0, one) } }
            let isValid = vector["valid"].bool ?? (vector["negative"].bool != true)
            check.expect("valid", .bool(isValid), .bool(isFresh && isSigned))
            if isValid, !isSigned {
                check.expect("signature", given.joined(separator: " "), ours.joined(separator: " "))
            }
            return check.result
        }
    }
}
