import Accounts
import DeskModel

/// Changes of the team, for the API and the pages alike, each logged.
extension AccountAccess {
    func invite(
        _ email: String, as role: Role, to business: BusinessID, _ context: DeskRequestContext
    ) async throws -> IssuedLink {
        let authority = try authority(context, in: business)
        let note = AuditNote("invite/\(email.prefix(254))", after: ["role": role.rawValue])
        return try await context.audited("member.invite", in: business, note) {
            try await accounts.invite(email, as: role, to: business, by: authority)
        }
    }

    func withdraw(_ invitation: String, to business: BusinessID, _ context: DeskRequestContext) async throws {
        let authority = try authority(context, in: business)
        let open = try await accounts.invitations(to: business).first { $0.id == invitation }
        let note = AuditNote(
            "invite/\(invitation)", before: open.flatMap { MemberController.InvitationResponse($0) })
        try await context.audited("member.invite-withdraw", in: business, note) {
            try await accounts.withdraw(invitation: invitation, to: business, by: authority)
        }
    }

    func setRole(
        _ role: Role, of user: UserID, in business: BusinessID, _ context: DeskRequestContext
    ) async throws -> Member {
        let authority = try authority(context, in: business)
        let before = try await accounts.member(user, of: business)
        let note = AuditNote(
            "member/\(user)", before: ["role": before.role.rawValue], after: ["role": role.rawValue])
        return try await context.audited("member.role", in: business, note) {
            try await accounts.setRole(role, of: user, in: business, by: authority)
        }
    }

    @discardableResult
    func removeMember(
        _ user: UserID, from business: BusinessID, _ context: DeskRequestContext
    ) async throws -> RemovedMember {
        let authority = try authority(context, in: business)
        let before = try await accounts.member(user, of: business)
        let note = AuditNote("member/\(user)", before: MemberController.MemberResponse(before))
        return try await context.audited("member.remove", in: business, note) {
            try await accounts.removeMember(user, from: business, by: authority)
        }
    }

    func restore(_ removed: RemovedMember, _ context: DeskRequestContext) async throws {
        let authority = try authority(context, in: removed.member.business)
        let note = AuditNote(
            "member/\(removed.member.user.id)", after: MemberController.MemberResponse(removed.member))
        _ = try await context.audited("member.restore", in: removed.member.business, note) {
            try await accounts.restore(removed, by: authority)
        }
    }

    func resetLink(
        for user: UserID, in business: BusinessID, _ context: DeskRequestContext
    ) async throws -> IssuedLink {
        let authority = try authority(context, in: business)
        return try await context.audited("member.reset-link", in: business, AuditNote("member/\(user)")) {
            try await accounts.resetLink(for: user, in: business, by: authority)
        }
    }

    /// Makes an account of an invitation. The log names the new member.
    func accept(
        _ token: String, name: String, password: String, _ visitor: Visitor, _ context: DeskRequestContext
    ) async throws -> OpenedSession {
        let invitation = try await accounts.invitation(token)
        return try await context.audited("member.join", in: [invitation.business.id], Self.joined) {
            try await accounts.accept(token, name: name, password: password, from: visitor).session
        }
    }

    /// Takes on an invitation as who is signed in.
    func accept(_ token: String, as user: SignedInUser, _ context: DeskRequestContext) async throws {
        let invitation = try await accounts.invitation(token)
        _ = try await context.audited("member.join", in: [invitation.business.id], Self.joined) {
            try await accounts.accept(token, as: user)
        }
    }

    private static let joined: @Sendable (Member?) -> AuditNote = { member in
        AuditNote("member/\(member?.user.id ?? "")", after: member.map(MemberController.MemberResponse.init))
    }
}
