import Channels
import DeskModel
import HTTPTypes
import Hummingbird

/// Says who visitors of web pages are, and lets nobody else into the chats of those who were verified.
struct IdentityGate: Sendable {
    let identities: any IdentityStore
    let businesses: any BusinessStore
    let access: AccessControl

    /// The visitor whom the business's own server vouches for.
    ///
    /// - Returns: `nil` for everybody else. They are anonymous, whatever is wrong with the claim: a chat that works is
    ///   worth more to them than a page's mistake told to who cannot mend it.
    func visitor(_ claim: VisitorClaim, of business: BusinessID) async throws -> VerifiedVisitor? {
        guard let identifier = claim.identifier, let hash = claim.hash, VisitorIdentity.isUsable(identifier),
            let key = try await identities.identityKey(of: business),
            VisitorIdentity.isProven(identifier, by: hash, key: key.secret)
        else { return nil }
        return VerifiedVisitor(
            identifier: identifier, name: ContactInput.taken("name", claim.name, \.name),
            phone: ContactInput.taken("phone", claim.phone, \.phone),
            email: ContactInput.taken("email", claim.email, \.email))
    }

    /// Whether a session takes more to open than its id: the business wants it so, and it is a verified contact's.
    func isClosed(_ session: ConversationID, of business: Business) async throws -> Bool {
        guard business.settings.requireIdentity ?? false else { return false }
        return try await identities.isVerified(session, in: business.id)
    }

    /// Opens the session for who holds it, for an hour.
    func ticket(for session: ConversationID) -> String { access.chatTicket(for: session) }

    /// The business of a chat session that a request acts in: a customer's page, which holds a widget key or a page's
    /// token and, where the session is closed, its ticket; or somebody who speaks for the business.
    ///
    /// - Throws: 401 without a key, 403 where the session is closed and `?ticket=` does not open it, 404 for another
    ///   business's key. Whether there is such a session is not asked.
    func business(
        actingIn session: ConversationID, _ request: Request, _ context: DeskRequestContext
    ) async throws -> BusinessID {
        let named = request.uri.queryParameters["business"].flatMap { Int64($0) }.map(BusinessID.init(_:))
        switch context.principal {
        case .anonymous: throw APIError.unauthorized
        case .widget(let own):
            guard named == nil || named == own else { throw APIError.notFound("chat session") }
            try await check(session, in: own, request)
            return own
        case .business(let own):
            guard named == nil || named == own else { throw APIError.notFound("chat session") }
            return own
        case .operator_, .user:
            let business = try named ?? context.principal.requireBusiness()
            try context.principal.require(.converse, of: business)
            return business
        }
    }

    /// - Throws: 403 where the session is closed and the request's `?ticket=` does not open it; 404 without a business.
    func check(_ session: ConversationID, in business: BusinessID, _ request: Request) async throws {
        guard let owner = try await businesses.business(business) else { throw APIError.notFound("business") }
        try await check(session, of: owner, ticket: request.uri.queryParameters["ticket"].map { String($0) })
    }

    /// - Throws: 403 where the session is closed and the ticket does not open it.
    func check(_ session: ConversationID, of business: Business, ticket: String?) async throws {
        guard try await isClosed(session, of: business) else { return }
        guard let ticket, access.isChatTicket(ticket, for: session) else {
            throw APIError(
                status: .forbidden, code: "identity_required",
                message: "This chat opens for its customer alone: ask for it with their identifier and its hash.")
        }
    }
}

/// What a page says of its visitor; not to be believed before it is proven.
struct VisitorClaim: Decodable, Sendable {
    let identifier: String?
    let hash: String?
    let name: String?
    let phone: String?
    let email: String?

    private enum CodingKeys: String, CodingKey {
        case identifier
        case hash = "identifier_hash"
        case name, phone, email
    }
}

extension ContactInput {
    /// One text as a contact can hold it; `nil` for what it cannot.
    fileprivate static func taken(
        _ name: String, _ text: String?, _ field: KeyPath<ContactInput, Change<String>>
    ) -> String? {
        guard let text, let input = try? ContactInput(RequestFields([(name, .string(text))])) else { return nil }
        return input[keyPath: field].applied(to: nil)
    }
}
