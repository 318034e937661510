import DeskModel
import Foundation
import Hummingbird

/// Something that was sent, or is to be.
struct DeliveryResponse: ResponseEncodable {
    struct Attempt: Encodable {
        let startedAt: String
        let durationMs: Int64
        let status: Int?
        let error: String?
        let response: String?

        init(_ attempt: OutboxAttempt) {
            startedAt = attempt.startedAt.iso8601
            durationMs = attempt.duration
            status = attempt.status
            error = attempt.error
            response = attempt.response
        }
    }

    let id: OutboxID
    let kind: OutboxEntry.Kind
    /// A webhook's id, or an address.
    let target: String
    /// The event's type, where it is one.
    let event: String?
    let state: OutboxEntry.State
    let attempts: Int
    /// While it is pending and not due at once.
    let nextAttemptAt: String?
    let error: String?
    let createdAt: String
    let updatedAt: String
    /// The last 20, oldest first.
    let log: [Attempt]?
    /// The body as it is sent.
    let request: String?

    init(_ entry: OutboxEntry, log: [OutboxAttempt]? = nil, showsRequest: Bool = false) {
        struct Event: Decodable { let type: String }
        id = entry.id
        kind = entry.kind
        target = entry.lane
        event =
            entry.kind == .webhook
            ? (try? JSONDecoder().decode(Event.self, from: Data(entry.payload.utf8)))?.type : nil
        state = entry.state
        attempts = entry.attempts
        nextAttemptAt = entry.state == .pending ? entry.dueAt?.iso8601 : nil
        error = entry.lastError
        createdAt = entry.createdAt.iso8601
        updatedAt = entry.updatedAt.iso8601
        self.log = log?.map(Attempt.init)
        request = showsRequest ? entry.payload : nil
    }
}
