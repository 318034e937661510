/// What a person may do in a business. Each role may do what those after it may.
public enum Role: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
    case owner, admin, agent, viewer

    /// Whether somebody of this role may do that.
    public func allows(_ permission: Permission) -> Bool { self >= permission.least }

    /// The owner is the highest.
    public static func < (lhs: Role, rhs: Role) -> Bool { lhs.rank < rhs.rank }

    private var rank: Int {
        switch self {
        case .viewer: 0
        case .agent: 1
        case .admin: 2
        case .owner: 3
        }
    }
}

/// A kind of thing to do in a business.
public enum Permission: String, Hashable, Sendable, CaseIterable {
    /// See conversations, documents, answers, figures and the team.
    case read
    /// Write to customers and take conversations over.
    case converse
    /// Change contacts, notes, tags and what forms collected.
    case editContacts
    /// Change documents, own answers, regression cases, notices and forms.
    case editContent
    /// Change settings, channels and keys.
    case manageBusiness
    /// Invite, change and remove members below the owners.
    case manageMembers
    /// See who changed what.
    case readAudit
    /// Make, change and remove owners.
    case manageOwners
    /// Delete the business with all that is in it.
    case deleteBusiness

    /// The lowest role that has it.
    public var least: Role {
        switch self {
        case .read: .viewer
        case .converse, .editContacts: .agent
        case .editContent, .manageBusiness, .manageMembers, .readAudit: .admin
        case .manageOwners, .deleteBusiness: .owner
        }
    }
}
