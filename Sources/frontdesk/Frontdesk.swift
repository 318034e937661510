import ArgumentParser

/// The program: a server and the tools around it.
@main
struct Frontdesk: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "frontdesk",
        abstract: "Answers customers from a business's own documents.",
        discussion: """
            Start with `frontdesk serve` and open the link it prints. Every setting can stand on the command line, in \
            the environment, or in a JSON file named with --config; config/frontdesk.example.json lists them all.
            """,
        version: version,
        subcommands: [
            Serve.self, IngestCommand.self, Ask.self, Search.self, Replay.self, Eval.self, Fit.self, Extract.self,
            Export.self,
            Backup.self,
            Restore.self, Wipe.self, Key.self, UserCommand.self, AuditCommand.self, Doctor.self, Vectors.self,
            Simulate.self, ExtractWorker.self,
        ])
}
