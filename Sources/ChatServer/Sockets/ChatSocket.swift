import DeskModel
import Dialogue
import Foundation
import Logging
import WebSocketUpgrade

/// One customer's connection to a conversation: frames in go to the desk, the conversation's events go out.
///
/// Thousands are open and idle at a time, and what a task once used of its stack is kept while the task lives. So a
/// socket is one object, which closures share instead of copying it; what happens once, at the beginning, has a task of
/// its own; and the loops that wait hold nothing of what they do between two waits.
final class ChatSocket: Sendable {
    /// What all sockets share.
    struct Services: Sendable {
        let desk: Desk
        let conversations: any ConversationStore
        let feedback: any FeedbackStore
        let forms: any FormStore
        let open: OpenChats
        let configuration: ServerConfiguration
    }

    private let business: Business
    private let conversation: ConversationID
    /// Whether the client wants the answer's pieces.
    private let streams: Bool
    /// What the client has seen: `nil` for nothing asked for, empty for all, else the last message's id.
    private let after: MessageID?
    private let services: Services
    private let logger: Logger

    private static let historyPage = 200

    init(
        business: Business, conversation: ConversationID, streams: Bool, after: MessageID?, services: Services,
        logger: Logger
    ) {
        self.business = business
        self.conversation = conversation
        self.streams = streams
        self.after = after
        self.services = services
        self.logger = logger
    }

    private var desk: Desk { services.desk }

    func run(_ session: WebSocketSession) async throws {
        // Watching starts before the history is read, so that nothing falls between the two.
        let events = desk.events.events(of: conversation)
        services.open.enter(business.id)
        defer {
            services.open.leave(business.id)
            desk.customerLeft(conversation)
        }
        let seen = try await begin(session)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.forward(events, to: session, notBefore: seen) }
            group.addTask { try await self.read(session) }
            try await group.next()
            group.cancelAll()
        }
    }

    /// `catchUp` in a task that ends with it.
    private func begin(_ session: WebSocketSession) async throws -> MessageID? {
        async let seen = catchUp(session)
        return try await seen
    }

    /// Sends what the customer has not seen, and who speaks, and has answered what waits. - Returns: the last message
    /// sent.
    private func catchUp(_ session: WebSocketSession) async throws -> MessageID? {
        let seen = try await greet(session)
        let handoff = try await desk.handoff(of: conversation, in: business.id)
        if handoff.voice != .bot { try await session.send(ChatFrame.encode(ChatFrame.HandoffFrame(handoff))) }
        try await desk.resume(conversation, of: business.id)
        return seen
    }

    /// Sends the greeting or the history. - Returns: the last message sent.
    private func greet(_ session: WebSocketSession) async throws -> MessageID? {
        let isUnused = try await page(after: nil, limit: 1).isEmpty
        if isUnused {
            try await session.send(ChatFrame.encode(ChatFrame.MessageFrame(greeting: try await greeting, at: .now())))
        }
        guard let after else { return nil }
        // However long the history is, a page of it is held at a time.
        var last = after
        while true {
            let messages = try await page(after: last, limit: Self.historyPage)
            for message in messages {
                try await session.send(ChatFrame.encode(ChatFrame.MessageFrame(message, of: business)))
                last = message.id
            }
            if messages.count < Self.historyPage { break }
        }
        for feedback in try await services.feedback.feedback(in: conversation, of: business.id) {
            try await session.send(
                ChatFrame.encode(ChatFrame.FeedbackFrame(messageId: feedback.message, rating: feedback.rating)))
        }
        try await session.send(ChatFrame.encode(ChatFrame.ReadyFrame(sessionId: conversation)))
        return last == after ? nil : last
    }

    /// The business's own; without one, the standard invitation to its form, or what the desk says by itself.
    private var greeting: String {
        get async throws {
            guard business.settings.greeting == nil else { return business.greeting ?? "" }
            guard try await services.forms.startable(in: business.id) != nil else {
                return desk.configuration.defaultGreeting
            }
            return DefaultResponseSet().firstMessage(in: nil, company: business.name)
        }
    }

    private func page(after: MessageID?, limit: Int) async throws -> [Message] {
        try await services.conversations.messages(in: conversation, of: business.id, after: after, limit: limit)
    }

    private func forward(
        _ events: AsyncStream<ConversationEvent>, to session: WebSocketSession, notBefore seen: MessageID?
    ) async throws {
        for await event in events {
            guard let frame = frame(of: event, notBefore: seen) else { continue }
            try await session.send(frame)
        }
        guard !Task.isCancelled else { return }
        // This client reads slower than the conversation goes on: it comes back and catches up from the history.
        try await session.close(code: 1013, reason: "reading too slowly: connect again")
    }

    /// What this client is told of an event; `nil` for nothing. Never inlined, so that its memory is not the loop's.
    @inline(never)
    private func frame(of event: ConversationEvent, notBefore seen: MessageID?) -> String? {
        switch event {
        case .message(let message):
            if let seen, message.id <= seen { return nil }
            return ChatFrame.encode(ChatFrame.MessageFrame(message, of: business))
        case .delta(let replyTo, let text):
            return streams ? ChatFrame.encode(ChatFrame.DeltaFrame(text: text, replyTo: replyTo)) : nil
        case .failed(_, let code, let message):
            return ChatFrame.encode(ChatFrame.ErrorFrame(code: code, message: message))
        case .withdrawn(let replyTo):
            return streams ? ChatFrame.encode(ChatFrame.WithdrawnFrame(replyTo: replyTo)) : nil
        case .handoff(let handoff):
            return ChatFrame.encode(ChatFrame.HandoffFrame(handoff))
        case .typing(from: .human, let name):
            return ChatFrame.encode(ChatFrame.TypingFrame(from: .human, authorName: name))
        case .read(from: .human, let message):
            return ChatFrame.encode(ChatFrame.ReadFrame(from: .human, messageId: message))
        // A client knows what it does itself, and that the assistant writes by the pieces.
        case .typing, .read: return nil
        }
    }

    private func read(_ session: WebSocketSession) async throws {
        let limits = services.configuration
        var messages = TokenBucket(burst: limits.messageBurst, perSecond: limits.messagesPerSecond, now: .now)
        var signs = TokenBucket(burst: limits.signBurst, perSecond: limits.signsPerSecond, now: .now)
        for try await frame in session.inbound {
            do {
                guard let input = try input(of: frame, &messages, &signs) else { continue }
                try await take(input, session)
            } catch {
                try await refuse(error, session)
            }
        }
    }

    /// What a frame says; `nil` for a sign beyond those that are taken, which says nothing new.
    @inline(never)
    private func input(
        of frame: WebSocketMessage, _ messages: inout TokenBucket, _ signs: inout TokenBucket
    ) throws -> ChatFrame.Inbound? {
        guard case .text(let text) = frame else {
            throw APIError.badRequest("binary_frame", "Send text frames with JSON; binary frames are not read.")
        }
        // Signs have a measure of their own.
        if let sign = ChatFrame.sign(text) { return signs.take(now: .now) ? sign : nil }
        guard messages.take(now: .now) else {
            throw APIError.badRequest("rate_limited", "Too many messages at once: wait a few seconds.")
        }
        return try ChatFrame.decode(text)
    }

    private func refuse(_ error: any Error, _ session: WebSocketSession) async throws {
        let shown = ErrorMapping.apiError(for: error, logger: logger)
        try await session.send(ChatFrame.error(shown))
        if shown.code == "not_found" { try await session.close(code: 4404, reason: "the session is gone") }
    }

    private func take(_ frame: ChatFrame.Inbound, _ session: WebSocketSession) async throws {
        switch frame {
        case .user(let message): _ = try await desk.receive(message, in: conversation, of: business.id)
        case .system(let message): try await desk.note(message, in: conversation, of: business.id)
        case .typing: try await desk.typing(by: nil, in: conversation, of: business.id)
        case .read(let message):
            do {
                try await desk.markRead(message, by: .customer, in: conversation, of: business.id)
            } catch StoreError.notFound {
                throw APIError.badRequest(
                    "unknown_message", "There is no such message in this conversation.", field: "message_id")
            }
        case .feedback(let input):
            let input = try input.validated()
            let stored: Feedback?
            do {
                stored = try await services.feedback.rate(
                    input.messageID, input.rating, reason: input.reason, in: conversation, of: business.id)
            } catch StoreError.notFound {
                throw APIError.badRequest(
                    "unknown_answer", "There is no such answer in this conversation.", field: "message_id")
            }
            try await session.send(
                ChatFrame.encode(ChatFrame.FeedbackFrame(messageId: input.messageID, rating: stored?.rating)))
        }
    }
}
