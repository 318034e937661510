import Accounts
import DeskModel

/// The team of a business, with the forms that the one who looks may send.
struct TeamView: Sendable {
    struct MemberRow: Sendable {
        let id: UserID
        let name: String
        let email: String
        let role: String
        let since: Moment
        let hasCodes: Bool
        let canManage: Bool
        let canReset: Bool
        let roles: [Layout.Choice]
        let removeText: String
    }

    struct InvitationRow: Sendable {
        let id: String
        let email: String
        let role: String
        let madeBy: String
        let until: Moment
        let canWithdraw: Bool
    }

    /// A link that was just made, shown once.
    struct LinkView: Sendable {
        let text: String
        let url: String
        let until: Moment
    }

    let businessID: String
    let members: [MemberRow]
    let isEmpty: Bool
    let moreURL: String?
    let mayManage: Bool
    let invitations: [InvitationRow]
    let hasInvitations: Bool
    let roles: [Layout.Choice]
    let link: LinkView?
    let problem: String?

    /// - Parameter own: the role of who looks; `nil` for the operator.
    init(
        _ members: [Member], invitations: [AccountLink], own: Role?, moreURL: String?, link: LinkView?,
        problem: String?, visit: Visit
    ) {
        let texts = visit.texts
        func manages(_ role: Role) -> Bool {
            own.map { $0.allows(role == .owner ? .manageOwners : .manageMembers) } ?? true
        }
        func roles(selected: Role) -> [Layout.Choice] {
            Role.allCases.filter(manages).map {
                Layout.Choice(value: $0.rawValue, text: texts["role_\($0.rawValue)"], isChosen: $0 == selected)
            }
        }
        businessID = visit.business?.id.description ?? ""
        self.members = members.map { member in
            MemberRow(
                id: member.user.id, name: member.user.name, email: member.user.email,
                role: texts["role_\(member.role.rawValue)"], since: Moment(member.joinedAt),
                hasCodes: member.user.hasSecondFactor, canManage: manages(member.role),
                // Whether the link may really be made depends on the member's other businesses, not told here.
                canReset: own.map { member.role < $0 } ?? true, roles: roles(selected: member.role),
                removeText: texts.fill("remove_member_text", ["name": member.user.name]))
        }
        isEmpty = members.isEmpty
        self.moreURL = moreURL
        mayManage = own?.allows(.manageMembers) ?? true
        self.invitations = invitations.compactMap { link in
            guard case .invite(_, let email, let role) = link.purpose else { return nil }
            return InvitationRow(
                id: link.id, email: email, role: texts["role_\(role.rawValue)"], madeBy: link.madeBy,
                until: Moment(link.expiresAt), canWithdraw: manages(role))
        }
        hasInvitations = !self.invitations.isEmpty
        self.roles = roles(selected: .agent)
        self.link = link
        self.problem = problem
    }
}
