public import DeskModel

/// By what right somebody changes a team.
public struct Authority: Hashable, Sendable {
    /// `nil` for the operator, who stands above all roles.
    public let role: Role?
    /// Shown to the people concerned, such as a name or an address.
    public let name: String

    public init(role: Role?, name: String) {
        self.role = role
        self.name = name
    }

    public static let `operator` = Authority(role: nil, name: "the operator")

    /// Whether members of this role are theirs to invite, change and remove: owners are other owners' alone.
    func manages(_ other: Role) -> Bool {
        guard let role else { return true }
        return role.allows(other == .owner ? .manageOwners : .manageMembers)
    }

    /// Whether they may have a link that sets this member's password. Whoever holds it can act in the member's name, so
    /// it is for members below them who are members of nothing else, and of owners for each other never.
    func resets(_ member: Member, memberOf businesses: Int) -> Bool {
        guard let role else { return true }
        return businesses == 1 && role.allows(.manageMembers) && member.role < role
    }
}
