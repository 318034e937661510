import Accounts
import DeskModel
import HTTPTypes
import Hummingbird

/// `/api/businesses/{business}/members` and `/invites`: the team.
struct MemberController {
    let access: AccountAccess

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("api/businesses/:business/members", use: list)
        router.post("api/businesses/:business/members", use: invite)
        router.patch("api/businesses/:business/members/:member", use: update)
        router.delete("api/businesses/:business/members/:member", use: remove)
        router.post("api/businesses/:business/members/:member/reset", use: reset)
        router.get("api/businesses/:business/invites", use: invitations)
        router.delete("api/businesses/:business/invites/:invite", use: withdraw)
    }

    struct MemberResponse: ResponseEncodable {
        let id: UserID
        let email: String
        let name: String
        let role: Role
        let secondFactor: Bool
        let joinedAt: String

        init(_ member: Member) {
            id = member.user.id
            email = member.user.email
            name = member.user.name
            role = member.role
            secondFactor = member.user.hasSecondFactor
            joinedAt = member.joinedAt.iso8601
        }
    }

    struct InvitationResponse: ResponseEncodable {
        let id: String
        let email: String
        let role: Role
        let from: String
        let createdAt: String
        let expiresAt: String
        /// Present once, in the answer that made the invitation: hand it over where no mail is sent.
        let link: String?
        /// Whether it was taken on for sending by mail.
        let mailed: Bool?

        init?(_ link: AccountLink, url: String? = nil, isMailed: Bool? = nil) {
            guard case .invite(_, let email, let role) = link.purpose else { return nil }
            id = link.id
            self.email = email
            self.role = role
            from = link.madeBy
            createdAt = link.createdAt.iso8601
            expiresAt = link.expiresAt.iso8601
            self.link = url
            mailed = isMailed
        }
    }

    struct ResetResponse: ResponseEncodable {
        let link: String
        let expiresAt: String
        let mailed: Bool
    }

    struct InviteRequest: Decodable {
        let email: String
        let role: Role
    }

    struct UpdateRequest: Decodable {
        let role: Role
    }

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> ListResponse<MemberResponse>
    {
        let business = try await context.managedBusiness(in: access.businesses, for: .read)
        let limit = try request.integerQuery("limit", in: 1...200, default: 50)
        let page = try await access.accounts.members(
            of: business.id, after: try request.uuidQuery("after"), limit: limit)
        return ListResponse(page.map(MemberResponse.init), limit: limit) { $0.id }
    }

    @Sendable func invite(_ request: Request, _ context: DeskRequestContext) async throws
        -> EditedResponse<InvitationResponse>
    {
        let business = try await context.managedBusiness(in: access.businesses, for: .manageMembers)
        let input = try await request.decode(as: InviteRequest.self, context: context)
        let issued = try await access.invite(input.email, as: input.role, to: business.id, context)
        guard
            let response = InvitationResponse(
                issued.link, url: access.url(issued.path, request), isMailed: issued.isMailed)
        else { throw AccountError.failed("an invitation that is none") }
        return EditedResponse(status: .created, response: response)
    }

    @Sendable func update(_ request: Request, _ context: DeskRequestContext) async throws -> MemberResponse {
        let business = try await context.managedBusiness(in: access.businesses, for: .manageMembers)
        let user = try context.uuidParameter("member", of: "member")
        let input = try await request.decode(as: UpdateRequest.self, context: context)
        return MemberResponse(try await access.setRole(input.role, of: user, in: business.id, context))
    }

    @Sendable func remove(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let business = try await context.managedBusiness(in: access.businesses, for: .manageMembers)
        let user = try context.uuidParameter("member", of: "member")
        try await access.removeMember(user, from: business.id, context)
        return Response(status: .noContent)
    }

    /// A link to a new password, to hand over.
    @Sendable func reset(_ request: Request, _ context: DeskRequestContext) async throws -> EditedResponse<
        ResetResponse
    > {
        let business = try await context.managedBusiness(in: access.businesses, for: .manageMembers)
        let user = try context.uuidParameter("member", of: "member")
        let issued = try await access.resetLink(for: user, in: business.id, context)
        return EditedResponse(
            status: .created,
            response: ResetResponse(
                link: access.url(issued.path, request), expiresAt: issued.link.expiresAt.iso8601,
                mailed: issued.isMailed))
    }

    @Sendable func invitations(_ request: Request, _ context: DeskRequestContext) async throws -> ListResponse<
        InvitationResponse
    > {
        let business = try await context.managedBusiness(in: access.businesses, for: .manageMembers)
        let open = try await access.accounts.invitations(to: business.id)
        return ListResponse(open.compactMap { InvitationResponse($0) }, limit: .max) { $0.id }
    }

    @Sendable func withdraw(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let business = try await context.managedBusiness(in: access.businesses, for: .manageMembers)
        try await access.withdraw(context.uuidParameter("invite", of: "invitation"), to: business.id, context)
        return Response(status: .noContent)
    }
}
