import Foundation
import Testing

extension SharedDesk {
    /// What holds when several change the same thing at the same time.
    @Suite("Changes made at once")
    struct ConcurrentChangeTests {
        private let desk: RunningDesk

        init() throws { desk = try SharedDesk.desk }

        @Test("of settings patched at once, each another one, none is lost")
        func settings() async throws {
            let shop = try await desk.business()
            let path = "/api/businesses/\(shop.id)"
            for round in 1...6 {
                let members = [
                    #""greeting": "Hello \#(round)""#, ##""color": "#00000\##(round)""##, #""top_k": \#(round)"#,
                    #""answer_threshold": 0.\#(round)"#, #""max_conversation_length": 10\#(round)"#,
                    #""auto_handoff_threshold": 0.\#(round)"#, #""handoff": {"declines": \#(round)}"#,
                    #""handoff": {"repeats": \#(round + 1)}"#,
                ]
                let replies = try await atOnce(members.count) { number in
                    try await desk.call(
                        "PATCH", path, key: shop.key, body: Data("{\"settings\": {\(members[number])}}".utf8),
                        headers: ["Content-Type": "application/json"])
                }
                #expect(replies.allSatisfy { $0.status == 200 }, "\(replies.map(\.text))")
                let stored = try await desk.call("GET", path, key: shop.key)
                let settings = try #require(stored.json["settings"] as? [String: Any])
                #expect(settings["greeting"] as? String == "Hello \(round)")
                #expect(settings["color"] as? String == "#00000\(round)")
                #expect(settings["top_k"] as? Int == round)
                #expect(settings["answer_threshold"] as? Double == Double("0.\(round)"))
                #expect(settings["auto_handoff_threshold"] as? Double == Double("0.\(round)"))
                #expect(settings["max_conversation_length"] as? Int == 100 + round)
                let handoff = try #require(settings["handoff"] as? [String: Any])
                #expect(handoff["declines"] as? Int == round && handoff["repeats"] as? Int == round + 1)
            }
        }

        @Test("the greeting, which is a setting and a default response, is not put back by a change of the others")
        func defaultResponses() async throws {
            let shop = try await desk.business()
            let path = "/api/businesses/\(shop.id)"
            for round in 1...8 {
                let requests = [
                    ("PATCH", path, #"{"settings": {"greeting": "Hello \#(round)"}}"#),
                    ("PUT", "\(path)/default-responses", #"{"estimate_complete_message": "Done \#(round)"}"#),
                    ("PUT", "\(path)/default-responses", #"{"languages": {"es": {"first_message": "\#(round)"}}}"#),
                ]
                let replies = try await atOnce(requests.count) { number in
                    let (method, path, body) = requests[number]
                    return try await desk.call(
                        method, path, key: shop.key, body: Data(body.utf8),
                        headers: ["Content-Type": "application/json"])
                }
                #expect(replies.allSatisfy { $0.status == 200 }, "\(replies.map(\.text))")
                let stored = try await desk.call("GET", "\(path)/default-responses", key: shop.key).json
                #expect(stored["first_message"] as? String == "Hello \(round)")
                #expect(stored["estimate_complete_message"] as? String == "Done \(round)")
                let spanish = (stored["languages"] as? [String: [String: Any]])?["es"]
                #expect(spanish?["first_message"] as? String == "\(round)")
            }
        }

        @Test("of changes made of the same version of a business one is made, and the others are told to load it again")
        func versions() async throws {
            let shop = try await desk.business()
            let path = "/api/businesses/\(shop.id)"
            let tag = try #require(try await desk.call("GET", path, key: shop.key).headers["etag"])
            let replies = try await atOnce(12) { number in
                try await desk.call(
                    "PATCH", path, key: shop.key, json: ["name": "Name \(number)"], headers: ["If-Match": tag])
            }
            let made = replies.filter { $0.status == 200 }
            #expect(made.count == 1 && made.first?.headers["etag"] != tag)
            #expect(replies.filter { $0.status == 412 && $0.errorCode == "stale" && $0.saysWhatToDo }.count == 11)
            let stored = try await desk.call("GET", path, key: shop.key)
            #expect(stored.json["name"] as? String == made.first?.json["name"] as? String)
            let deletion = try await desk.call("DELETE", path, key: desk.admin, headers: ["If-Match": tag])
            #expect(deletion.status == 412)
        }

        @Test("a business's ETag answers If-None-Match; what it learns shows in it but makes no edit stale")
        func learning() async throws {
            let shop = try await desk.business()
            let path = "/api/businesses/\(shop.id)"
            let tag = try #require(try await desk.call("GET", path, key: shop.key).headers["etag"])
            let unchanged = try await desk.call("GET", path, key: shop.key, headers: ["If-None-Match": tag])
            #expect(unchanged.status == 304 && unchanged.body.isEmpty && unchanged.headers["etag"] == tag)
            try await desk.learn(Guides.returns, as: "returns.txt", business: shop)
            let learnt = try await desk.call("GET", path, key: shop.key, headers: ["If-None-Match": tag])
            #expect(learnt.status == 200 && learnt.headers["etag"] != tag)
            let edit = try await desk.call(
                "PATCH", path, key: shop.key, json: ["name": "Edited"], headers: ["If-Match": tag])
            #expect(edit.status == 200, "\(edit.text)")
        }

        @Test("of labels patched at once, each another one, none is lost")
        func labels() async throws {
            let shop = try await desk.business()
            let document = try await desk.learn(Guides.returns, as: "returns.txt", business: shop)
            let path = "/api/documents/\(document)"
            for round in 1...8 {
                let audience = round.isMultiple(of: 2) ? "public" : "internal"
                let bodies = [
                    #"{"tags": ["round \#(round)"]}"#, #"{"audience": "\#(audience)"}"#,
                    #"{"effective_at": "2026-01-0\#(round)T09:00:00Z"}"#,
                ]
                let replies = try await atOnce(bodies.count) { number in
                    try await desk.call(
                        "PATCH", path, key: shop.key, body: Data(bodies[number].utf8),
                        headers: ["Content-Type": "application/json"])
                }
                #expect(replies.allSatisfy { $0.status == 200 }, "\(replies.map(\.text))")
                let stored = try await desk.call("GET", path, key: shop.key).json
                #expect(stored["tags"] as? [String] == ["round \(round)"])
                #expect(stored["audience"] as? String == audience)
                #expect((stored["effective_at"] as? String)?.hasPrefix("2026-01-0\(round)T09:00:00") == true)
            }
        }

        /// Does something several times at once. - Returns: what each time gave, in no order.
        private func atOnce<Value: Sendable>(
            _ times: Int, _ work: @escaping @Sendable (_ number: Int) async throws -> Value
        ) async throws -> [Value] {
            try await withThrowingTaskGroup(of: Value.self) { group in
                for number in 0..<times { group.addTask { try await work(number) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
    }
}
