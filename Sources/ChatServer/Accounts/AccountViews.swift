import Accounts
import DeskModel

/// The account of who is signed in, as its page shows it.
struct AccountView: Sendable {
    struct Membership: Sendable {
        let name: String
        let role: String
    }

    struct SessionRow: Sendable {
        let id: String
        let agent: String
        let address: String
        let since: Moment
        let seen: Moment
        let isCurrent: Bool
    }

    /// A secret that an authenticator app is to take over.
    struct ProposedView: Sendable {
        let secret: String
        let uri: String
        let drawing: QRCode.Drawing?
    }

    let email: String
    let name: String
    let memberships: [Membership]
    let hasCodes: Bool
    /// Whether they are off, and none are being set up.
    let canSetUp: Bool
    let proposed: ProposedView?
    /// Shown once.
    let recoveryCodes: [String]
    let hasRecoveryCodes: Bool
    let sessions: [SessionRow]
    let problem: String?

    init(
        _ user: SignedInUser, memberships: [Membership], sessions: [UserSession],
        proposed: AccountService.ProposedSecret?, recoveryCodes: [String], problem: String?, texts: Texts
    ) {
        email = user.user.email
        name = user.user.name
        self.memberships = memberships
        hasCodes = user.user.hasSecondFactor
        canSetUp = !hasCodes && proposed == nil
        self.proposed = proposed.map {
            ProposedView(secret: $0.secret, uri: $0.uri, drawing: QRCode.drawing(of: $0.uri))
        }
        self.recoveryCodes = recoveryCodes
        hasRecoveryCodes = !recoveryCodes.isEmpty
        self.sessions = sessions.map { session in
            SessionRow(
                id: session.id, agent: session.agent.isEmpty ? texts["unknown_program"] : session.agent,
                address: session.address, since: Moment(session.createdAt), seen: Moment(session.lastSeenAt),
                isCurrent: session.id == user.session.id)
        }
        self.problem = problem
    }
}
