import Delivery
import DeskModel
import Foundation
import Logging
import Storage

/// A store in a folder of its own, with a business, and services that send what is in its outbox.
struct Bench {
    let store: SQLStore
    let business: BusinessID
    let directory: String

    /// Runs with a bench whose folder goes afterwards.
    static func with<Value>(_ body: (Bench) async throws -> Value) async throws -> Value {
        let directory = FileManager.default.temporaryDirectory.appending(path: "delivery-\(UUID().uuidString)").path()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let store = try await SQLStore.open(at: directory)
        let business = try await store.createBusiness(name: "Bäckerei \"Nord\"", settings: BusinessSettings())
        return try await body(Bench(store: store, business: business.business.id, directory: directory))
    }

    /// Sends with a service until the work is done, and ends the service.
    func sending<Value: Sendable>(
        _ senders: [OutboxEntry.Kind: any OutboxSender], _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        var configuration = OutboxService.Configuration()
        configuration.interval = .milliseconds(20)
        let service = OutboxService(
            store: store, senders: senders, configuration: configuration, logger: Logger(label: "test"))
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                try await service.run()
                return nil
            }
            group.addTask(operation: work)
            defer { group.cancelAll() }
            while let value = try await group.next() {
                if let value { return value }
            }
            throw CancellationError()
        }
    }

    /// Waits until an entry is in a state. - Throws: after a time that nothing takes.
    @discardableResult
    func wait(for id: OutboxID, _ state: OutboxEntry.State) async throws -> OutboxEntry {
        for _ in 0..<1500 {
            if let entry = try await store.outboxEntry(id, in: business), entry.state == state { return entry }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw TimedOut()
    }

    struct TimedOut: Error {}

    func webhook(_ url: String, events: Set<DeskEvent.Kind> = []) async throws -> Webhook {
        let webhook = Webhook(business: business, url: url, events: events)
        try await store.add(webhook)
        return webhook
    }
}

extension DeliveryPolicy {
    /// The same, in a hurry.
    func hurried(retries: Int = 5, milliseconds: Int64 = 30) -> DeliveryPolicy {
        var policy = self
        policy.schedule = RetrySchedule(
            delays: Array(repeating: milliseconds, count: retries), jitter: 1...1)
        policy.lanePause = 1
        policy.maximumLanePause = 1
        return policy
    }
}
