import ArgumentParser

/// `frontdesk eval`.
struct Eval: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Check the answers to a corpus's questions.")

    func run() async throws {}
}
