import Channels
import Delivery
import DeskModel
import Foundation

/// Sends what the outbox holds for the channels of one provider.
struct ChannelMessageSender: OutboxSender {
    let sender: ChannelSender

    /// In order within a conversation. About an hour of tries: an answer that comes later helps nobody.
    let policy = DeliveryPolicy(
        schedule: .exponential(base: 1_000, cap: 600_000, retries: 15), isOrdered: true, maximumConcurrent: 32)

    func send(_ entry: OutboxEntry) async -> DeliveryResult {
        do {
            let message = try JSONDecoder().decode(OutboxMessage.self, from: Data(entry.payload.utf8)).message
            // A first attempt at what was given up is one that somebody asked for.
            if entry.attempts == 1 { try await sender.reopen(message, of: entry.business) }
            let verdict = try await sender.deliver(
                upTo: message, in: entry.lane, of: entry.business,
                isLast: entry.attempts > policy.schedule.delays.count)
            return Self.result(of: verdict)
        } catch is DecodingError {
            return DeliveryResult(.refused, error: "There is no message in it.")
        } catch {
            return DeliveryResult(Task.isCancelled ? .interrupted : .failed, error: "The database could not be used.")
        }
    }

    private static func result(of verdict: ChannelSender.Verdict) -> DeliveryResult {
        switch verdict {
        case .done: return DeliveryResult(.delivered)
        case .refused(let failure):
            return DeliveryResult(.refused, status: failure.status, error: failure.detail)
        case .failed(let failure):
            var wait: Int64?
            if case .after(let seconds) = failure.retry { wait = seconds * 1000 }
            return DeliveryResult(.failed, status: failure.status, error: failure.detail, retryAfter: wait)
        case .paced(let milliseconds): return DeliveryResult(.postponed, retryAfter: milliseconds)
        case .wait(let milliseconds):
            return DeliveryResult(
                .failed, error: "It is not known whether the provider took it.", retryAfter: milliseconds)
        }
    }
}
