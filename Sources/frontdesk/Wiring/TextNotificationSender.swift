import Channels
import Delivery
import DeskModel
import Foundation

/// Sends notifications as texts, through the business's own connection to Twilio.
struct TextNotificationSender: OutboxSender {
    let policy = DeliveryPolicy(schedule: .sms, maximumConcurrent: 8)
    let twilio: TwilioAdapter
    let store: any ChannelStore
    let client: any ProviderClient
    let environment: ChannelEnvironment

    /// What two segments hold, and a link.
    private static let maximumLength = 300

    func send(_ entry: OutboxEntry) async -> DeliveryResult {
        do {
            guard
                case .notifications(let digest) = try JSONDecoder().decode(
                    OutboxText.self, from: Data(entry.payload.utf8)), PhoneAddress.isE164(digest.recipient)
            else { return DeliveryResult(.refused, error: "There is no number to send it to.") }
            guard let connection = try await store.connection(.twilio, of: entry.business), connection.isEnabled else {
                return DeliveryResult(.failed, error: "Texts are not set up: connect the business to Twilio.")
            }
            guard let request = twilio.notification(text(of: digest), to: digest.recipient, for: connection) else {
                return DeliveryResult(.failed, error: "Texts are not set up: the connection has no number.")
            }
            let response = try await client.send(request, isOperated: environment.isOperated(connection))
            return Self.result(of: twilio.outcome(of: response, for: connection), status: response.status)
        } catch is DecodingError {
            return DeliveryResult(.refused, error: "There is no text in it.")
        } catch let error as ProviderUnreachable {
            return DeliveryResult(Task.isCancelled ? .interrupted : .failed, error: error.detail)
        } catch {
            return DeliveryResult(Task.isCancelled ? .interrupted : .failed, error: "The text could not be sent.")
        }
    }

    /// The first things that happened, as far as a text holds them.
    private func text(of digest: NotificationDigest) -> String {
        let lines = digest.items.map { $0.headline }
        var text = ""
        var told = 0
        for line in lines {
            let longer = text.isEmpty ? line : text + "\n" + line
            guard longer.count <= Self.maximumLength || told == 0 else { break }
            text = String(longer.prefix(Self.maximumLength))
            told += 1
        }
        let rest = lines.count - told + digest.omitted
        if rest > 0 { text += "\n+\(rest)" }
        if let page = digest.items.first?.page, let publicURL = environment.publicURL {
            text += "\n\(publicURL)/\(page)"
        }
        return SMSFolding.fold(text)
    }

    private static func result(of outcome: SendOutcome, status: Int) -> DeliveryResult {
        switch outcome {
        case .accepted: return DeliveryResult(.delivered, status: status)
        // It may have been sent: a notification that comes twice is better than none.
        case .unknown(let detail): return DeliveryResult(.failed, status: status, error: detail)
        case .refused(let failure):
            switch failure.retry {
            case .never: return DeliveryResult(.refused, status: status, error: failure.detail)
            case .backOff: return DeliveryResult(.failed, status: status, error: failure.detail)
            case .after(let seconds):
                return DeliveryResult(.failed, status: status, error: failure.detail, retryAfter: seconds * 1000)
            }
        }
    }
}
