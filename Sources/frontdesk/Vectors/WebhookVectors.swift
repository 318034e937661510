import Channels
import Delivery
import DeskModel

/// `standard_webhooks`: what we sign, checked as a receiver checks it.
enum WebhookVectors {
    /// Seconds that a receiver's clock and ours may differ by.
    private static let tolerance: Int64 = 300

    static func run(_ file: VectorFile) -> [VectorResult] {
        file.content["cases"].elements.map { vector in
            var check = VectorCheck(vector)
            let secrets = vector["secrets"].elements.compactMap(\.string).compactMap { WebhookSecret($0) }
            let headers = vector["headers"]
            let id = headers["webhook-id"].string ?? ""
            let timestamp = headers["webhook-timestamp"].integer
            let given = (headers["webhook-signature"].string ?? "").split(separator: " ").map(String.init)
            let ours = WebhookSignature.header(
                id: id, timestamp: timestamp ?? 0, body: vector["body"].string ?? "", secrets: secrets
            ).split(separator: " ").map(String.init)
            let now = vector["now"].integer ?? timestamp ?? 0
            let isFresh = timestamp.map { abs(now - $0) <= tolerance } ?? false
            // Signatures of versions we do not know are passed over.
            let isSigned = given.contains { signature in ours.contains { ConstantTime.equal($0, signature) } }
            check.expect("valid", vector["valid"], .bool(isFresh && isSigned))
            if vector["valid"].bool == true { check.expect("signature", ours.first ?? "none", given.first ?? "none") }
            return check.result
        }
    }
}
