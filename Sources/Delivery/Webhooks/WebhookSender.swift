public import DeskModel
public import Transfer

/// Calls webhooks: a signed POST, no redirect followed, only public addresses unless the operator allows others.
public struct WebhookSender: OutboxSender {
    public var policy: DeliveryPolicy
    private let webhooks: any WebhookStore
    private let client: TransferClient
    private let allowsPrivateNetworks: Bool

    /// Bytes of the answer that are kept for the owner.
    private static let keptResponseBytes = 1024

    public init(
        webhooks: any WebhookStore, client: TransferClient, allowsPrivateNetworks: Bool,
        policy: DeliveryPolicy = .webhooks
    ) {
        self.webhooks = webhooks
        self.client = client
        self.allowsPrivateNetworks = allowsPrivateNetworks
        self.policy = policy
    }

    public func send(_ entry: OutboxEntry) async -> DeliveryResult {
        let webhook: Webhook
        do {
            guard let found = try await webhooks.webhook(entry.lane, in: entry.business) else {
                return DeliveryResult(.refused, error: "The webhook was removed.")
            }
            webhook = found
        } catch {
            return DeliveryResult(Task.isCancelled ? .interrupted : .failed, error: "The database could not be read.")
        }
        guard webhook.isEnabled else { return DeliveryResult(.refused, error: "The webhook is disabled.") }
        guard allowsPrivateNetworks || webhook.url.lowercased().hasPrefix("https://") else {
            return DeliveryResult(.refused, error: "The webhook's URL must begin with https://.")
        }
        return await post(entry, to: webhook)
    }

    public func abandonTarget(of entry: OutboxEntry, reason: String) async throws {
        try await webhooks.disableWebhook(entry.lane, in: entry.business, reason: reason)
    }

    private func post(_ entry: OutboxEntry, to webhook: Webhook) async -> DeliveryResult {
        let now = Timestamp.now()
        let seconds = now.milliseconds / 1000
        let signature = WebhookSignature.header(
            id: entry.id, timestamp: seconds, body: entry.payload, secrets: webhook.signingSecrets(at: now))
        // The status decides: of a long answer no more is read than is kept.
        let limits = TransferLimits(
            connect: .seconds(5), idle: .seconds(15), total: .seconds(15), maximumResponseBytes: 1 << 30,
            maximumBufferedBytes: 4096)
        let request = TransferRequest(
            .post, webhook.url,
            headers: [
                "Content-Type": "application/json", "User-Agent": "Frontdesk-Webhooks", "webhook-id": entry.id,
                "webhook-timestamp": "\(seconds)", "webhook-signature": signature,
            ],
            body: Array(entry.payload.utf8), limits: limits,
            addresses: allowsPrivateNetworks ? .operator : .publicOnly)
        do {
            let response = try await client.stream(request)
            return Self.result(response.status, response.headers, body: await Self.beginning(of: response), now: now)
        } catch {
            return error.reason == .cancelled
                ? DeliveryResult(.interrupted) : DeliveryResult(.failed, error: error.detail)
        }
    }

    /// What can be read of the body; an answer that breaks off has its status all the same.
    private static func beginning(of response: StreamedTransferResponse) async -> String {
        var bytes: [UInt8] = []
        while bytes.count < keptResponseBytes, let piece = try? await response.body.read() { bytes += piece }
        return String(decoding: bytes.prefix(keptResponseBytes), as: UTF8.self)
    }

    private static func result(
        _ status: Int, _ headers: TransferHeaders, body: String, now: Timestamp
    ) -> DeliveryResult {
        switch status {
        case 200...299: return DeliveryResult(.delivered, status: status, response: body)
        case 410:
            return DeliveryResult(
                .targetGone, status: status, error: "The target answered 410: it is gone.", response: body)
        default:
            let wait = headers["retry-after"].flatMap { RetryAfter.milliseconds($0, now: now) }
            let error =
                (300...399).contains(status)
                ? "The target answered \(status): redirects are not followed." : "The target answered \(status)."
            return DeliveryResult(
                .failed, status: status, error: error, response: body,
                // Busy ones that do not say for how long are given a minute.
                retryAfter: wait ?? ([429, 502, 504].contains(status) ? 60_000 : nil))
        }
    }
}

extension DeliveryPolicy {
    /// Many targets, none of which is ours.
    public static let webhooks = DeliveryPolicy(
        schedule: .webhook, maximumConcurrent: 32, abandonsTargetAfter: 5 * 86_400_000)
}
