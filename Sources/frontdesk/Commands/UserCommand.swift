import Accounts
import ArgumentParser
import DeskModel
import Storage

/// `frontdesk user`.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "List people, invite them, and help them in again.",
        discussion: "Stop the server first: they share the data folder. Links open on the server, once it runs again.",
        subcommands: [List.self, Add.self, Reset.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the members of a business.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var named: BusinessOption

        func run() async throws {
            let store = try await SQLStore.opened(at: try common.settings().data)
            let business = try await named.find(in: store)
            var after: UserID?
            while true {
                let page = try await store.members(of: business.id, after: after, limit: 200)
                for member in page {
                    let code = member.user.hasSecondFactor ? "  one-time codes" : ""
                    Console.out("\(member.user.email)  \(member.role.rawValue)  \(member.user.name)\(code)")
                }
                guard page.count == 200, let last = page.last else { return }
                after = last.user.id
            }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Invite somebody; the link is shown this once.")
        @OptionGroup var common: CommonOptions
        @OptionGroup var named: BusinessOption
        @Argument(help: "Their e-mail address.")
        var email: String
        @Option(name: .long, help: "owner, admin, agent or viewer. (default: owner)", transform: UserCommand.role)
        var role: Role = .owner

        func run() async throws {
            let settings = try common.settings()
            let store = try await SQLStore.opened(at: settings.data)
            let business = try await named.find(in: store)
            let accounts = try await AccountService.live(store: store, settings: settings)
            let note = ("member.invite", "invite/\(email)")
            let issued = try await CommandAudit.recording(note, in: [business.id]) {
                try await accounts.invite(email, as: role, to: business.id, by: .operator)
            }
            Console.out(settings.link(issued.path))
        }
    }

    private static func role(_ name: String) throws -> Role {
        guard let role = Role(rawValue: name) else {
            throw ValidationError("A role is one of \(Role.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return role
    }

    struct Reset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a link to a new password; it is shown this once.")
        @OptionGroup var common: CommonOptions
        @Argument(help: "Their e-mail address.")
        var email: String
        @Flag(name: .long, help: "Switch their one-time codes off as well, when app and recovery codes are lost.")
        var codes = false

        func run() async throws {
            let settings = try common.settings()
            let store = try await SQLStore.opened(at: settings.data)
            let accounts = try await AccountService.live(store: store, settings: settings)
            guard let address = AccountAddress(email), let known = try await store.credentials(email: address) else {
                throw ValidationError("There is no account of \(email): `frontdesk user list` names them.")
            }
            let businesses = try await store.memberships(of: known.user.id).map(\.business)
            if codes {
                try await CommandAudit.recording(("user.totp-off", "user/\(known.user.id)"), in: businesses) {
                    try await accounts.removeSecondFactor(ofAddress: email)
                }
            }
            let issued = try await CommandAudit.recording(
                ("member.reset-link", "member/\(known.user.id)"), in: businesses
            ) { try await accounts.resetLink(forAddress: email) }
            Console.out(settings.link(issued.path))
        }
    }
}

extension Settings {
    /// Where a link leads, as far as the settings tell where the server is reached.
    fileprivate func link(_ path: String) -> String {
        let shown = host == "0.0.0.0" || host == "::" ? "localhost" : host
        return "\(publicURL ?? "http://\(shown.contains(":") ? "[\(shown)]" : shown):\(port)")/\(path)"
    }
}

/// Logs what commands change, as the operator's doing.
enum CommandAudit {
    static func recording<Value>(
        _ note: (action: String, resource: String), in businesses: [BusinessID], _ work: () async throws -> Value
    ) async throws -> Value {
        let scope = AuditScope { _ in
            businesses.map { business in
                AuditDraft(
                    business: business, actor: AuditActor(kind: .operator, name: "command line"), address: "",
                    action: note.action, resource: note.resource)
            }
        }
        return try await AuditScope.$current.withValue(scope) { try await work() }
    }
}
