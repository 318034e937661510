import DeskModel
import Dialogue
import Foundation
import Logging
import Synchronization
import WebSocketUpgrade

/// One dashboard's connection to a business: first what there is, then everything that happens, in order.
///
/// What is durable is read from the event log, cursor by cursor, whenever a commit has added to it: a slow reader costs
/// nobody memory, and one that comes back with its cursor has missed nothing.
struct DashboardSocket: Sendable {
    /// Who watches.
    struct Viewer: Sendable {
        let business: Business
        let caller: Caller
        /// Who acts over this socket; `nil` for who only watches.
        let agent: Agent?
        /// Whether they may do more than watch.
        let mayAct: Bool
        /// Who they are by now: a socket outlives sign-outs, and changes of the team and of keys.
        ///
        /// - Parameter isActing: false when they do nothing: it keeps no sign-in alive.
        /// - Throws: `APIError` when they may not watch any more; what the stores throw.
        let lookUp: @Sendable (_ isActing: Bool) async throws -> Viewer
    }

    /// Who watched may not any more.
    struct Ended: Error {
        let reason: APIError
    }

    let desk: Desk
    let log: any EventLog
    let conversations: any ConversationStore
    let questions: AdmissionGate
    /// Topics wanted; all without.
    let topics: Set<String>?
    /// What the client has seen.
    let after: Int64?
    let configuration: ServerConfiguration
    let openChats: OpenChats
    let logger: Logger

    private static let page = 200
    private static let mostWatched = 20

    /// What a socket remembers: the conversations whose answers it watches as they are written, and its measures.
    private final class Watched: Sendable {
        let ids = Mutex<Set<ConversationID>>([])
        let frames: Mutex<TokenBucket>
        let signs: Mutex<TokenBucket>

        init(_ configuration: ServerConfiguration) {
            frames = Mutex(
                TokenBucket(burst: configuration.messageBurst, perSecond: configuration.messagesPerSecond, now: .now))
            signs = Mutex(
                TokenBucket(burst: configuration.signBurst, perSecond: configuration.signsPerSecond, now: .now))
        }
    }

    /// - Parameters:
    ///   - viewer: who watches, where the handshake said so already.
    ///   - authenticate: finds out from the first frame otherwise.
    /// - Throws: `APIError` when nobody with a right to watch shows up in time; `Ended` when that right is gone.
    func run(
        _ session: WebSocketSession, viewer: Viewer?,
        authenticate: @escaping @Sendable (DashboardFrame.Inbound) async throws -> Viewer
    ) async throws {
        let (viewers, found) = AsyncStream.makeStream(of: Viewer.self, bufferingPolicy: .bufferingOldest(1))
        if let viewer { found.yield(viewer) }
        let watched = Watched(configuration)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                var known = viewer
                for try await frame in session.inbound {
                    if let known {
                        try await read(frame, session, known, watched)
                    } else {
                        guard case .text(let text) = frame else { throw APIError.unauthorized }
                        let viewer = try await authenticate(try DashboardFrame.Inbound.decode(text))
                        known = viewer
                        found.yield(viewer)
                    }
                }
            }
            group.addTask { try await serve(try await first(of: viewers), watched, session) }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func first(of viewers: AsyncStream<Viewer>) async throws -> Viewer {
        try await withThrowingTaskGroup(of: Viewer.self) { group in
            group.addTask {
                for await viewer in viewers { return viewer }
                throw CancellationError()
            }
            group.addTask {
                try await Task.sleep(for: configuration.dashboardPatience)
                throw APIError.unauthorized
            }
            defer { group.cancelAll() }
            guard let viewer = try await group.next() else { throw CancellationError() }
            return viewer
        }
    }

    private func serve(_ viewer: Viewer, _ watched: Watched, _ session: WebSocketSession) async throws {
        let business = viewer.business.id
        // Watching starts before anything is read, so that nothing falls between the two.
        let changes = log.changes(in: business)
        let passing = desk.events.passingEvents(in: business)
        let start: Int64
        if let after, let reached = try await catchUp(after: after, in: business, to: session) {
            start = reached
            try await send(DashboardFrame.ReadyFrame(cursor: reached), session)
        } else {
            if after != nil { try await send(DashboardFrame.ResetFrame(), session) }
            start = try await begin(viewer.business, session)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await follow(changes, after: start, in: viewer.business, to: session) }
            group.addTask { try await forward(passing, watched, to: session) }
            group.addTask { try await tellStatus(viewer, session) }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    // MARK: Out

    /// Sends what there is. - Returns: the cursor to go on from.
    private func begin(_ business: Business, _ session: WebSocketSession) async throws -> Int64 {
        // The cursor first: what happens while the rest is read is told again, and nothing falls between.
        let cursor = try await log.cursor(in: business.id)
        let recent = try await conversations.conversations(in: business.id, after: nil, limit: 50)
        let open = try await desk.openHandoffs(in: business.id, limit: 200)
        try await send(
            DashboardFrame.SnapshotFrame(
                cursor: cursor, business: business.id,
                conversations: recent.map(DashboardFrame.ConversationState.init),
                handoffs: open.map(HandoffController.HandoffResponse.init), status: status(of: business.id)), session)
        return cursor
    }

    /// Sends what followed a cursor. - Returns: the cursor reached; `nil` when the log no longer has what followed.
    private func catchUp(after cursor: Int64, in business: BusinessID, to session: WebSocketSession) async throws
        -> Int64?
    {
        var cursor = cursor
        while true {
            guard let events = try await log.events(in: business, after: cursor, limit: Self.page) else { return nil }
            for event in events {
                if topics?.contains(event.kind.topic) ?? true {
                    try await send(DashboardFrame.EventFrame(event), session)
                }
                cursor = event.cursor
            }
            if events.count < Self.page { return cursor }
        }
    }

    private func follow(
        _ changes: AsyncStream<Void>, after start: Int64, in business: Business, to session: WebSocketSession
    ) async throws {
        var cursor = start
        func advance() async throws {
            if let reached = try await catchUp(after: cursor, in: business.id, to: session) {
                cursor = reached
            } else {
                try await send(DashboardFrame.ResetFrame(), session)
                cursor = try await begin(business, session)
            }
        }
        try await advance()
        for await _ in changes { try await advance() }
    }

    /// Sends on what is stored nowhere.
    private func forward(
        _ passing: AsyncStream<BusinessEvent>, _ watched: Watched, to session: WebSocketSession
    ) async throws {
        for await passed in passing {
            let id = passed.conversation
            let isWatched = watched.ids.withLock { $0.contains(id) }
            switch passed.event {
            case .delta(let replyTo, let text) where isWatched:
                try await send(DashboardFrame.DeltaFrame(conversationId: id, replyTo: replyTo, text: text), session)
            case .withdrawn(let replyTo) where isWatched:
                try await send(ChatFrame.WithdrawnFrame(replyTo: replyTo, conversationId: id), session)
            case .typing(let sender, let name) where topics?.contains("typing") ?? true:
                try await send(
                    ChatFrame.TypingFrame(from: sender, authorName: name, conversationId: id), session)
            case .read(let sender, let message) where topics?.contains("read") ?? true:
                try await send(ChatFrame.ReadFrame(from: sender, messageId: message, conversationId: id), session)
            case .delta, .withdrawn, .typing, .read, .failed: continue
            // The log has them.
            case .message, .handoff: continue
            }
        }
    }

    private func tellStatus(_ viewer: Viewer, _ session: WebSocketSession) async throws {
        while true {
            try await Task.sleep(for: configuration.dashboardStatusInterval)
            do {
                _ = try await current(viewer, isActing: false)
            } catch let ended as Ended {
                throw ended
            } catch {
                try Task.checkCancellation()
                // A store that fails once says nothing of who watches; they are looked up again.
                logger.warning(
                    "A dashboard's viewer was not looked up", metadata: ["error": "\(String(reflecting: error))"])
            }
            try await send(DashboardFrame.StatusFrame(status: status(of: viewer.business.id)), session)
        }
    }

    private func status(of business: BusinessID) -> DashboardFrame.Status {
        let load = desk.load(of: business)
        return DashboardFrame.Status(
            turnsActive: load.active, turnsWaiting: load.waiting, chatSockets: openChats.count(of: business))
    }

    private func send(_ frame: some Encodable, _ session: WebSocketSession) async throws {
        try await session.send(ChatFrame.encode(frame))
    }

    /// - Throws: `Ended`, and what the stores throw.
    private func current(_ viewer: Viewer, isActing: Bool) async throws -> Viewer {
        do {
            return try await viewer.lookUp(isActing)
        } catch let error as APIError {
            throw Ended(reason: error)
        }
    }

    // MARK: In

    private func read(
        _ frame: WebSocketMessage, _ session: WebSocketSession, _ viewer: Viewer, _ watched: Watched
    ) async throws {
        do {
            guard case .text(let text) = frame else {
                throw APIError.badRequest("binary_frame", "Send text frames with JSON; binary frames are not read.")
            }
            let frame = try DashboardFrame.Inbound.decode(text)
            if frame.type == .typing || frame.type == .read {
                guard watched.signs.withLock({ $0.take(now: .now) }) else { return }
            } else if !watched.frames.withLock({ $0.take(now: .now) }) {
                throw APIError.badRequest("rate_limited", "Too many frames at once: wait a few seconds.")
            }
            try await take(frame, session, try await current(viewer, isActing: true), watched)
        } catch let ended as Ended {
            throw ended
        } catch {
            try await session.send(ChatFrame.error(ErrorMapping.apiError(for: error, logger: logger)))
        }
    }

    private func take(
        _ frame: DashboardFrame.Inbound, _ session: WebSocketSession, _ viewer: Viewer, _ watched: Watched
    ) async throws {
        let business = viewer.business.id
        guard viewer.mayAct || frame.type == .watch || frame.type == .unwatch else { throw APIError.forbidden }
        guard frame.type != .auth else {
            throw APIError.badRequest("invalid_frame", "This socket has its key already.")
        }
        guard let id = frame.conversationID?.lowercased(), UUIDv7.isValid(id),
            try await conversations.conversation(id, in: business) != nil
        else { throw APIError.notFound("conversation") }
        func agent() throws(APIError) -> Agent {
            if let agent = viewer.agent { return agent }
            return try AgentInput.agent(viewer.caller, named: frame.author)
        }
        switch frame.type {
        case .auth: break
        case .watch:
            let isFull = watched.ids.withLock { ids in
                if ids.count < Self.mostWatched { ids.insert(id) }
                return !ids.contains(id)
            }
            if isFull {
                throw APIError.badRequest("too_many_watched", "At most 20 conversations are watched: unwatch one.")
            }
        case .unwatch: watched.ids.withLock { _ = $0.remove(id) }
        case .take: try await desk.take(id, of: business, by: try agent())
        case .release:
            try await desk.release(id, of: business, by: try agent(), answering: frame.answerWaiting ?? false)
        case .message:
            try await desk.speak(MessageDraft(.human, frame.message ?? ""), in: id, of: business, by: try agent())
        case .suggest:
            let suggestion = try await questions.enter(
                orThrow: .busy("Too many questions at once: try again in a second.")
            ) { try await desk.suggestion(to: frame.question, in: id, of: business) }
            try await send(
                DashboardFrame.SuggestionFrame(suggestion: SuggestionResponse(suggestion, conversation: id)), session)
        case .typing: try await desk.typing(by: try agent(), in: id, of: business)
        case .read:
            guard let message = frame.messageID?.lowercased(), UUIDv7.isValid(message) else {
                throw APIError.badRequest("invalid_frame", "`message_id` must be the id of a message.")
            }
            try await desk.markRead(message, by: .agent(try agent()), in: id, of: business)
        }
    }
}
