import Channels
import Foundation
import Storage

/// How soon a provider hears that its event is stored.
enum ChannelIntakeBenchmark {
    private static let secret = "benchmark-app-secret"
    private static let number = "277321005464405"
    /// Events a second.
    private static let rate = 200
    private static let senders = 8

    static func run(_ bench: Workbench) async throws -> Finding {
        let desk = try await ServedDesk(bench, embedder: bench.embedder(), conversations: 1)
        defer { try? FileManager.default.removeItem(atPath: desk.folder) }
        try desk.connect("whatsapp", ["whatsapp_phone_number_id": number, "whatsapp_app_secret": secret])
        let count = bench.sizes.events
        bench.say("webhooks, \(count) events at \(rate) a second")
        let port = desk.server.port
        let ours = try await paced(count) {
            try HTTPClient(port: port)
        } send: { client, number in
            let body = Array(event(number).utf8)
            let status = try client.send(
                "POST", "/api/whatsapp/webhook/",
                headers: [
                    "Content-Type": "application/json",
                    "X-Hub-Signature-256": WhatsAppSignature.sign(body, appSecret: secret),
                ], body: body)
            guard status == 200 else { throw BenchFailure("an event got status \(status)") }
        }
        let folder = try bench.newFolder("commits")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try await SQLStore.open(at: folder)
        var commits: [Double] = []
        for number in 0..<min(count, 2_000) {
            let time = try await ContinuousClock().measure { try await store.setSetting("bench", to: "\(number)") }
            commits.append(time.milliseconds)
            try await Task.sleep(for: .milliseconds(1_000 / rate) - min(time, .milliseconds(1_000 / rate)))
        }
        let (late, bare) = (ours.quantile(0.99), commits.quantile(0.99))
        return Finding(
            figures: [
                Figure(
                    what: "Webhook stored and acknowledged at \(rate) events/s, p99 ms", ours: Figure.number(late),
                    peer: "\(Figure.number(bare)) (one commit)", ratio: late / bare, bar: .atMost(4))
            ],
            notes: [
                """
                \(count) signed WhatsApp events over \(senders) connections to the built server: four statuses to each \
                message that is stored with its contact and conversation; from the first byte sent to the last read. \
                The peer is one durable row in SQLite, one at a time at the same rate. p50 \
                \(Figure.number(ours.median)) and \(Figure.number(commits.median)) ms.
                """
            ])
    }

    /// Sends events at the rate, whether or not those before were answered. - Returns: milliseconds of each.
    private static func paced(
        _ count: Int, connect: @escaping @Sendable () throws -> HTTPClient,
        send: @escaping @Sendable (HTTPClient, Int) throws -> Void
    ) async throws -> [Double] {
        let start = ContinuousClock.now
        return try await withThrowingTaskGroup(of: [Double].self) { group in
            for sender in 0..<senders {
                group.addTask {
                    try await offPool {
                        let client = try connect()
                        var times: [Double] = []
                        for number in stride(from: sender, to: count, by: senders) {
                            let due = start + .milliseconds(number * 1_000 / rate)
                            let wait = due - ContinuousClock.now
                            if wait > .zero { Thread.sleep(forTimeInterval: wait.milliseconds / 1_000) }
                            let time = try ContinuousClock().measure { try send(client, number) }
                            times.append(time.milliseconds)
                        }
                        return times
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    private static func event(_ number: Int) -> String {
        let item =
            number % 5 == 0
            // What has no words is stored and not answered: what is measured is taking it in.
            ? #""messages":[{"from":"9198450\#(10_000 + number % 500)","id":"wamid.B\#(number)","timestamp":"1786356900","type":"location","location":{"latitude":1,"longitude":2}}]"#
            : #""statuses":[{"id":"wamid.S\#(number)","status":"delivered","timestamp":"1786356903","recipient_id":"919845000001"}]"#
        return
            #"{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"phone_number_id":"\#(Self.number)"},\#(item)}}]}]}"#
    }
}
