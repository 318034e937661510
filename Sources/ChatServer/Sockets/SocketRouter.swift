import Channels
import DeskModel
import Dialogue
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import Synchronization
import WebSocketUpgrade

/// Decides what becomes of a request to upgrade to WebSocket.
struct SocketRouter: Sendable {
    let services: ChatSocket.Services
    let businesses: any BusinessStore
    let origins: OriginPolicy
    let identity: IdentityGate
    let sockets: SocketGate
    let metrics: Metrics
    let dashboards: DashboardSocketRouter
    let channels: ChannelServices

    /// - Parameter address: whose request it is.
    func decide(_ head: HTTPRequest, from address: String, logger: Logger) async -> WebSocketDecision {
        let uri = URI(head.path ?? "")
        let parts = uri.path.split(separator: "/")
        if parts.count == 4, parts[0] == "channels", parts[1] == "twilio", parts[3] == "relay" {
            return await relay(business: String(parts[2]), head, from: address, logger: logger)
        }
        do {
            if parts == ["ws"] || parts == ["ws", "dashboard"] {
                return try await dashboards.decide(head, from: address, logger: logger)
            }
            guard parts.count == 4, parts[0] == "ws", parts[1] == "chat" else { throw APIError.notFound("socket") }
            let socket = try await chatSocket(
                business: String(parts[2]), session: parts[3].lowercased(), uri: uri, head: head, logger: logger)
            let place = try sockets.enter(from: address)
            metrics.count("frontdesk_chat_sockets_total")
            return .accept(headers: [:]) { session in
                defer { place.leave() }
                try await socket.run(session)
            }
        } catch {
            return Self.reject(ErrorMapping.apiError(for: error, logger: logger))
        }
    }

    /// A call that Twilio brings over a socket: let in by its signature alone.
    private func relay(
        business: String, _ head: HTTPRequest, from address: String, logger: Logger
    ) async -> WebSocketDecision {
        var headers: [String: String] = [:]
        for field in head.headerFields where headers[field.name.canonicalName] == nil {
            headers[field.name.canonicalName] = field.value
        }
        let url = (channels.environment.publicURL ?? "").replacing(/^http/, with: "ws") + (head.path ?? "")
        let request = WebhookRequest(method: "GET", url: url, headers: headers, body: [])
        do {
            guard let number = Int64(business), number > 0,
                let call = try await channels.intake.relay(request, business: BusinessID(number))
            else { return .reject(status: .forbidden) }
            let place = try sockets.enter(from: address)
            metrics.count("frontdesk_relay_sockets_total")
            return .accept(headers: [:]) { session in
                defer { place.leave() }
                try await call.run(
                    RelayFrames(inbound: session.inbound),
                    RelayCall.Connection(
                        send: { try await session.send($0) }, close: { try await session.close(code: $0) }))
            }
        } catch {
            return Self.reject(ErrorMapping.apiError(for: error, logger: logger))
        }
    }

    private func chatSocket(
        business: String, session: String, uri: URI, head: HTTPRequest, logger: Logger
    ) async throws -> ChatSocket {
        guard let number = Int64(business), number > 0, UUIDv7.isValid(session),
            let business = try await businesses.business(BusinessID(number)),
            let conversation = try await services.conversations.conversation(session, in: business.id),
            // What was said by text or on a call is not read by whoever comes by its id, in a forwarded link for one.
            conversation.channel == .web || conversation.channel == .api
        else { throw APIError.notFound("chat session") }
        try origins.check(head, for: business)
        try await identity.check(
            conversation.id, of: business, ticket: uri.queryParameters["ticket"].map { String($0) })
        let after = uri.queryParameters["after"].map { $0.lowercased() }
        if let after, !after.isEmpty, !UUIDv7.isValid(after) {
            throw APIError.badRequest("invalid_request", "`after` must be a message's id or empty.", field: "after")
        }
        return ChatSocket(
            business: business, conversation: session, streams: uri.queryParameters["stream"] == "1", after: after,
            services: services, logger: logger)
    }

    /// What is wrong with a handshake itself, in the form of every other error.
    static func explain(_ status: HTTPResponse.Status, _ sentence: String) -> (contentType: String, body: String) {
        let code =
            switch status {
            case .upgradeRequired: "upgrade_required"
            case .badRequest: "invalid_handshake"
            case .serviceUnavailable: "shutting_down"
            default: "internal"
            }
        return (jsonType, APIError(status: status, code: code, message: sentence).json)
    }

    private static let jsonType = "application/json; charset=utf-8"

    private static func reject(_ error: APIError) -> WebSocketDecision {
        var headers = error.headers
        headers[.contentType] = jsonType
        return .reject(status: error.status, headers: headers, body: error.json)
    }
}
