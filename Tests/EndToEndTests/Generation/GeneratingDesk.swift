import Testing

/// The suites in here share one desk whose answers are written by a scripted endpoint.
@Suite("One desk with a language model", .serialized, .generatingDesk)
enum GeneratingDesk {
    static var desk: RunningDesk { get throws { try current().desk } }
    static var model: ScriptedModel { get throws { try current().model } }
    /// The key that the desk calls the endpoint with.
    static let modelKey = "sk-key-of-the-scripted-endpoint"

    private static func current() throws -> GeneratingDeskTrait.Pair {
        guard let pair = GeneratingDeskTrait.current else { throw Failure("the suite has not .generatingDesk") }
        return pair
    }

    static func settings(of model: ScriptedModel) -> [String: String] {
        ["OPENAI_BASE_URL": model.url, "OPENAI_API_KEY": modelKey, "OPENAI_MODEL": "scripted-1"]
    }
}

/// Starts the endpoint and the desk before a suite and stops the desk after.
struct GeneratingDeskTrait: SuiteTrait, TestScoping {
    struct Pair: Sendable {
        let desk: RunningDesk
        let model: ScriptedModel
    }

    @TaskLocal static var current: Pair?

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let model = try ScriptedModel()
        let desk = try await RunningDesk(environment: GeneratingDesk.settings(of: model))
        try await Self.$current.withValue(Pair(desk: desk, model: model), operation: function)
        desk.terminate()
        #expect(await desk.exitStatus() == 0)
        #expect(!desk.log.contains(GeneratingDesk.modelKey))
    }
}

extension Trait where Self == GeneratingDeskTrait {
    static var generatingDesk: Self { Self() }
}
