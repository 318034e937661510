import Testing

@testable import Ingest

/// Counts who is inside.
private actor Crowd {
    private var now = 0
    private(set) var most = 0

    func enter() {
        now += 1
        most = max(most, now)
    }

    func leave() { now -= 1 }
}

@Suite("Slots")
struct SlotsTests {
    @Test("no more tasks than slots are inside at once")
    func bound() async throws {
        let slots = Slots(count: 2)
        let crowd = Crowd()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    try await slots.acquire()
                    await crowd.enter()
                    try await Task.sleep(for: .milliseconds(2))
                    await crowd.leave()
                    slots.release()
                }
            }
            try await group.waitForAll()
        }
        #expect(await crowd.most == 2)
    }

    @Test("a task cancelled while waiting gives up its place")
    func cancellation() async throws {
        let slots = Slots(count: 1)
        try await slots.acquire()
        let waiting = Task { try await slots.acquire() }
        try await Task.sleep(for: .milliseconds(20))
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        slots.release()
        try await slots.acquire()
    }

    @Test("a task that is cancelled already gets no slot")
    func cancelledBefore() async {
        let slots = Slots(count: 1)
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            try await slots.acquire()
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
