import ArgumentParser
import ChatServer
import DeskModel
import Foundation
import ServiceLifecycle
import UnixSignals

/// `frontdesk serve`.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Run the server.")

    @OptionGroup var common: CommonOptions

    @Option(name: .long, help: "Address to listen on. (default: 127.0.0.1)")
    var host: String?

    @Option(name: .long, help: "Port to listen on; 0 takes a free one. (default: 8080)")
    var port: String?

    func run() async throws {
        let settings = try common.settings([.host: host, .port: port])
        let system = try await DeskSystem.open(settings)
        let accounts = try await system.accounts()
        let (access, welcome) = try await AccessControl.load(
            businesses: system.store, adminToken: settings.adminToken, accounts: accounts)
        let server = try system.server(access: access, accounts: accounts, version: Frontdesk.version)
        let address = settings.publicURL
        let host = settings.host
        let service = server.service { port in
            let shown = host == "0.0.0.0" || host == "::" ? "localhost" : host
            let own = "http://\(shown.contains(":") ? "[\(shown)]" : shown):\(port)"
            Self.announce(address ?? own, listening: own, welcome, settings)
        }
        let group = ServiceGroup(
            configuration: .init(
                services: system.services.map { .init(service: $0) } + [.init(service: service)],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: system.logger))
        try await group.run()
    }

    /// - Parameters:
    ///   - base: the URL that people use.
    ///   - own: where the server itself listens.
    private static func announce(
        _ base: String, listening own: String, _ welcome: AccessControl.Welcome, _ settings: Settings
    ) {
        var lines = [
            "", "Frontdesk is ready: \(base)/" + (base == own ? "" : " (listening on \(own)/)"),
            "Sign in once with: \(base)/sign-in?link=\(welcome.signInSecret)",
        ]
        if let token = welcome.newAdminToken {
            lines.append("Admin token (shown this once, keep it): \(token)")
        }
        lines.append(
            settings.languageModel.map { "Answers are written by \($0.model) at \($0.baseURL)." }
                ?? "Answers are extracted from the documents; set OPENAI_BASE_URL or OPENAI_API_KEY to have them written."
        )
        for key in settings.ignored {
            lines.append("\(key.rawValue) is set but not needed: the queue is in the database.")
        }
        Console.out(lines.joined(separator: "\n"))
    }
}
