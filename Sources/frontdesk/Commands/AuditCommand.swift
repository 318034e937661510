import ArgumentParser
import DeskModel
import Storage

/// `frontdesk audit`.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Check the log of changes.", subcommands: [Verify.self],
        defaultSubcommand: Verify.self)

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check every hash of every chain, and say where one breaks.",
            discussion: "Ends with 0 when all hold, with 1 otherwise. Stop the server first, or check a backup.")
        @OptionGroup var common: CommonOptions
        @Flag(name: .long, help: "Write the verdicts as JSON.")
        var json = false

        private struct Line: Encodable {
            /// Null for the server's own chain.
            let business: BusinessID?
            let sound: Int64
            let problem: String?
        }

        func run() async throws {
            let store = try await SQLStore.opened(at: try common.settings().data)
            let verdicts = try await store.verifyAuditLog(of: nil)
            if json {
                try Console.json(
                    verdicts.map { Line(business: $0.business, sound: $0.sound, problem: $0.problem) })
            } else {
                for verdict in verdicts { Console.out(AuditCommand.sentence(verdict)) }
            }
            if verdicts.contains(where: { $0.problem != nil }) { throw ExitCode.failure }
        }
    }

    static func sentence(_ verdict: AuditVerdict) -> String {
        let chain = verdict.business.map { "business \($0)" } ?? "the server"
        guard let problem = verdict.problem else { return "✓ \(chain): \(verdict.sound) rows hold" }
        return "✗ \(chain): \(problem); \(verdict.sound) rows before it hold"
    }
}
