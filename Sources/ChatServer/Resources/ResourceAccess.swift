import DeskModel
import HTTPTypes
import Hummingbird

/// Whose resources a request is about, and whether its sender may have them.
struct ResourceAccess: Sendable {
    let businesses: any BusinessStore
    let services: any ServiceStore
    let conversations: any ConversationStore
    let inbox: any InboxStore
    let origins: OriginPolicy

    /// The business that `?business=` names, or the key's own.
    ///
    /// - Parameter permission: what changes need; to read needs `read`.
    /// - Throws: 401, 403, 404 for another's; 400 when the admin token comes without a business.
    func business(
        _ request: Request, _ context: DeskRequestContext, for permission: Permission = .editContacts
    ) async throws -> Business {
        let id: BusinessID
        if let text = request.uri.queryParameters["business"], !text.isEmpty {
            guard let number = Int64(text), number > 0 else { throw APIError.notFound("business") }
            id = BusinessID(number)
        } else {
            id = try context.principal.requireBusiness()
        }
        let isRead = request.method == .get || request.method == .head
        try context.principal.require(isRead ? .read : permission, of: id)
        guard let business = try await businesses.business(id) else { throw APIError.notFound("business") }
        try origins.check(request.head, for: business)
        return business
    }

    /// The service that `?serviceSid=` names. - Throws: 404 when it is none of the business's.
    func service(_ request: Request, in business: BusinessID) async throws -> ServiceID? {
        let query = request.uri.queryParameters
        guard let text = query["serviceSid"] ?? query["ServiceSid"] ?? query["service_sid"], !text.isEmpty else {
            return nil
        }
        guard let id = ResourceKind.service.id(text), try await services.service(id, in: business) != nil else {
            throw APIError.notFound("service")
        }
        return id
    }

    /// The conversation of the path, by id, sid or unique name; within the service of the query, if one is named.
    func conversation(
        _ request: Request, _ context: DeskRequestContext, for permission: Permission = .editContacts
    ) async throws -> Conversation {
        let business = try await business(request, context, for: permission)
        let service = try await service(request, in: business.id)
        let text = context.parameters.get("sid") ?? ""
        let conversation: Conversation?
        if let id = ResourceKind.conversation.id(text) {
            conversation = try await conversations.conversation(id, in: business.id)
        } else if (1...256).contains(text.unicodeScalars.count) {
            conversation = try await inbox.conversation(named: text, in: business.id)
        } else {
            conversation = nil
        }
        guard let conversation, service == nil || conversation.service == service else {
            throw APIError.notFound("conversation")
        }
        return conversation
    }
}

extension DeskRequestContext {
    /// A resource's id in the path, as UUID or sid. - Throws: 404 when it has neither form.
    func resourceParameter(_ name: String, _ kind: ResourceKind, of what: String) throws(APIError) -> String {
        guard let text = parameters.get(name), let id = kind.id(text) else { throw .notFound(what) }
        return id
    }

    /// The id that a new resource gets: the one kept for the request's idempotency key, if it came with one.
    func newResourceID() -> String { reservedID ?? UUIDv7.next() }
}

extension Request {
    /// A text in the query, without what surrounds it; `nil` when it is empty. - Throws: 400 when it is too long.
    func textQuery(_ name: String, upTo limit: Int = 200) throws(APIError) -> String? {
        guard let value = uri.queryParameters[Substring(name)] else { return nil }
        guard case .set(let text) = try RequestFields([(name, .string(String(value)))]).text(name, 0...limit) else {
            return nil
        }
        return text
    }
}
