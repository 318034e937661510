import ArgumentParser
import Channels

/// `frontdesk vectors`.
struct Vectors: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Replay protocol vector files against a fresh server with stand-ins for providers.",
        discussion: "Prints `N passed, N failed` and, for every failure, what was expected and what came instead.")

    @Argument(help: "Folder with the vector files.")
    var directory: String

    @Option(name: .long, help: "Only this file, such as twilio_signature.")
    var only: String?

    func run() async throws {
        let files = try VectorFile.read(directory).filter { file in
            only.map { $0 == file.name || $0 == file.name + ".json" } ?? true
        }
        guard !files.isEmpty else { throw ValidationError("There is no file of that name.") }
        var passed = 0
        var failed = 0
        for file in files {
            guard let results = try await Self.results(of: file) else {
                Console.out("\(file.name): not run, for the desk does not speak this protocol yet")
                continue
            }
            for result in results where !result.passed {
                Console.out("\(file.name) \(result.id): failed")
                for difference in result.differences {
                    Console.out("  \(difference.what): expected \(difference.expected), got \(difference.got)")
                }
            }
            let wrong = results.count { !$0.passed }
            Console.out("\(file.name): \(results.count - wrong) passed, \(wrong) failed")
            passed += results.count - wrong
            failed += wrong
        }
        Console.out("\(passed) passed, \(failed) failed")
        if failed > 0 { throw ExitCode.failure }
    }

    /// - Returns: `nil` for a protocol without a runner.
    private static func results(of file: VectorFile) async throws -> [VectorResult]? {
        switch file.name {
        case "twilio_signature": TwilioVectors.signatures(file)
        case "sms_segments": TwilioVectors.segments(file)
        case "twilio_messaging": try await TwilioVectors.messaging(file)
        case "whatsapp": try await MessengerVectors.whatsApp(file)
        case "telegram": try await MessengerVectors.telegram(file)
        case "conversationrelay": try await RelayVectors.run(file)
        case "standard_webhooks": WebhookVectors.run(file)
        case "openai_sse": try await ModelVectors.run(file)
        default: nil
        }
    }
}
