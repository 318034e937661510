import ArgumentParser

/// `frontdesk vectors`.
struct Vectors: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Replay protocol vector files against a fresh server with stand-ins for providers.",
        discussion: """
            Prints `N passed, N failed` and, for every failure, what was expected and what came instead. What a file is \
            of is told by its cases. What the runner does not understand has failed.
            """)

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
            let results: [VectorResult]
            switch await VectorRun.run(file) {
            case .ran(let found): results = found
            case .notSpoken(let kind):
                Console.out("\(file.name): not run, for the desk does not speak \(kind.rawValue) yet")
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
        // Where nothing was run nothing was shown.
        if failed > 0 || passed == 0 { throw ExitCode.failure }
    }
}
