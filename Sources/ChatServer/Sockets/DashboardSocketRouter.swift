import DeskModel
import Dialogue
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import WebSocketUpgrade

/// Lets dashboards in at `/ws/dashboard` and `/ws`: by cookie, by `Authorization`, or by a key in the first frame.
struct DashboardSocketRouter: Sendable {
    let desk: Desk
    let log: any EventLog
    let businesses: any BusinessStore
    let conversations: any ConversationStore
    let access: AccessControl
    let origins: OriginPolicy
    let configuration: ServerConfiguration
    let sockets: SocketGate
    let openChats: OpenChats
    let questions: AdmissionGate
    let metrics: Metrics

    private static let topics = Set(LoggedEvent.Kind.allCases.map(\.topic)).union(["typing", "read", "call"])

    /// - Parameter address: whose request it is.
    /// - Throws: `APIError`, and what the stores throw.
    func decide(_ head: HTTPRequest, from address: String, logger: Logger) async throws -> WebSocketDecision {
        // A cookie travels with the socket of any page, so pages of others are kept out whatever they know.
        try origins.requireOwn(head)
        let query = URI(head.path ?? "").queryParameters
        let after = try query["after"].map { text throws(APIError) in
            guard let cursor = Int64(text), cursor >= 0 else {
                throw APIError.badRequest("invalid_request", "`after` must be a cursor of this socket.", field: "after")
            }
            return cursor
        }
        let topics = try query["topics"].map { text throws(APIError) in
            let wanted = Set(text.split(separator: ",").map(String.init))
            guard wanted.isSubset(of: Self.topics) else {
                throw APIError.badRequest(
                    "invalid_request", "`topics` may list \(Self.topics.sorted().joined(separator: ", ")).",
                    field: "topics")
            }
            return wanted
        }
        let business = query["business"].map { Int64($0).map(BusinessID.init(_:)) ?? BusinessID(0) }
        let author = query["author"].map(String.init)
        var viewer: DashboardSocket.Viewer?
        if try await caller(of: head).principal != .anonymous {
            viewer = try await self.viewer(of: head, business, author)
        }
        let place = try sockets.enter(from: address)
        metrics.count("frontdesk_dashboard_sockets_total")
        let socket = DashboardSocket(
            desk: desk, log: log, conversations: conversations, questions: questions, topics: topics, after: after,
            configuration: configuration, openChats: openChats, logger: logger)
        return .accept(headers: [:]) { [viewer] session in
            defer { place.leave() }
            do {
                try await socket.run(session, viewer: viewer) { frame in
                    try await self.viewer(of: try Self.head(of: frame), business, frame.author ?? author)
                }
            } catch let error as APIError {
                try await Self.end(session, for: error)
            } catch let ended as DashboardSocket.Ended {
                try await Self.end(session, for: ended.reason)
            }
        }
    }

    private static func end(_ session: WebSocketSession, for error: APIError) async throws {
        try await session.send(ChatFrame.error(error))
        try await session.close(code: 4401, reason: "no valid key")
    }

    /// - Parameter head: names who watches, each time anew.
    /// - Throws: `APIError` without a right to watch the business.
    private func viewer(
        of head: HTTPRequest, _ named: BusinessID?, _ author: String?, isActing: Bool = true
    ) async throws -> DashboardSocket.Viewer {
        let caller = try await caller(of: head, isActing: isActing)
        let principal = caller.principal
        let id = try named ?? principal.requireBusiness()
        try principal.require(.read, of: id)
        guard let business = try await businesses.business(id) else { throw APIError.notFound("business") }
        var agent: Agent?
        if case .user = principal {
            agent = try AgentInput.agent(caller, named: nil)
        } else if let author {
            agent = try AgentInput.agent(caller, named: author)
        }
        return DashboardSocket.Viewer(
            business: business, caller: caller, agent: agent, mayAct: (try? principal.require(.converse, of: id)) != nil
        ) { isActing in
            // The business stays the one that is watched, whatever others they are members of by now.
            try await self.viewer(of: head, id, author, isActing: isActing)
        }
    }

    private func caller(of head: HTTPRequest, isActing: Bool = true) async throws -> Caller {
        try await access.caller(
            of: Request(head: head, body: RequestBody(buffer: ByteBuffer())), isActing: isActing)
    }

    /// The request that the first frame stands for.
    private static func head(of frame: DashboardFrame.Inbound) throws(APIError) -> HTTPRequest {
        guard frame.type == .auth, let key = frame.key, !key.isEmpty else { throw APIError.unauthorized }
        var head = HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/ws/dashboard")
        head.headerFields[.authorization] = "Bearer \(key)"
        return head
    }
}
