import Testing

/// The suites in here share one running desk, so that the program starts once for all of them.
@Suite("One running desk", .serialized, .sharedDesk)
enum SharedDesk {
    /// The desk that runs for the suites in here.
    static var desk: RunningDesk {
        get throws {
            guard let desk = SharedDeskTrait.current else { throw Failure("the suite has not the trait .sharedDesk") }
            return desk
        }
    }
}

/// Starts a desk before a suite and stops it after, politely.
struct SharedDeskTrait: SuiteTrait, TestScoping {
    @TaskLocal static var current: RunningDesk?

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let desk = try await RunningDesk(environment: ["FRONTDESK_PATH_PREFIX": "/help/desk"])
        try await Self.$current.withValue(desk, operation: function)
        desk.terminate()
        #expect(await desk.exitStatus() == 0)
    }
}

extension Trait where Self == SharedDeskTrait {
    static var sharedDesk: Self { Self() }
}
