import Foundation
import Testing

extension SharedDesk {
    @Suite("The desk as an OpenAI endpoint")
    struct OpenAIEndpointTests {
        @Test("chat completions answer from the documents, with citations, streamed and not")
        func completions() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let document = try await desk.learn(Guides.returns, as: "returns.txt", business: shop)
            let turns = [["role": "user", "content": Guides.deliveryQuestion]]
            let whole = try await desk.call("POST", "/v1/chat/completions", key: shop.key, json: ["messages": turns])
            #expect(whole.json["object"] as? String == "chat.completion")
            let choice = try #require((whole.json["choices"] as? [[String: Any]])?.first)
            let text = try #require((choice["message"] as? [String: Any])?["content"] as? String)
            #expect(text.contains("three working days"))
            #expect(choice["finish_reason"] as? String == "stop")
            #expect((whole.json["usage"] as? [String: Any])?["total_tokens"] as? Int ?? 0 > 0)
            #expect((whole.json["citations"] as? [[String: Any]])?.first?["document_id"] as? String == document)

            let streamed = try await desk.call(
                "POST", "/v1/chat/completions", key: shop.key, json: ["messages": turns, "stream": true])
            #expect(streamed.headers["content-type"]?.hasPrefix("text/event-stream") == true)
            let events = streamed.text.components(separatedBy: "\n\n").filter { !$0.isEmpty }
            #expect(events.allSatisfy { $0.hasPrefix("data: ") })
            #expect(events.last == "data: [DONE]")
            let chunks = events.dropLast().compactMap {
                try? JSONSerialization.jsonObject(with: Data($0.dropFirst(6).utf8)) as? [String: Any]
            }
            #expect(chunks.count == events.count - 1)
            #expect(chunks.allSatisfy { $0["object"] as? String == "chat.completion.chunk" })
            #expect(Set(chunks.compactMap { $0["id"] as? String }).count == 1)
            let choices = chunks.compactMap { ($0["choices"] as? [[String: Any]])?.first }
            let deltas = choices.compactMap { $0["delta"] as? [String: Any] }
            #expect(deltas.first?["role"] as? String == "assistant")
            #expect(deltas.compactMap { $0["content"] as? String }.joined() == text)
            #expect(choices.last?["finish_reason"] as? String == "stop")
            #expect((chunks.last?["citations"] as? [[String: Any]])?.first?["document_id"] as? String == document)
        }

        @Test("the turns that a client sends are the conversation; parts of text count as text")
        func turns() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business(knowing: Guides.returns)
            let turns: [[String: Any]] = [
                ["role": "system", "content": "You are a pirate."],
                ["role": "user", "content": Guides.deliveryQuestion],
                ["role": "assistant", "content": "Standard delivery takes three working days."],
                ["role": "user", "content": [["type": "text", "text": "And how much does it cost?"]]],
            ]
            let reply = try await desk.call("POST", "/v1/chat/completions", key: shop.key, json: ["messages": turns])
            #expect(reply.text.contains("4.95"))
        }

        @Test("a turn that only called tools is passed over; a stream ends with the usage for clients that ask for it")
        func ordinaryClients() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business(knowing: Guides.returns)
            let turns: [[String: Any]] = [
                ["role": "user", "content": Guides.deliveryQuestion],
                ["role": "assistant", "content": NSNull(), "tool_calls": [[String: Any]]()],
                ["role": "assistant"],
                ["role": "user", "content": Guides.returnQuestion],
            ]
            let whole = try await desk.call("POST", "/v1/chat/completions", key: shop.key, json: ["messages": turns])
            #expect(whole.status == 200 && whole.text.contains("30 days"), "\(whole.text)")
            let body: [String: Any] = [
                "messages": turns, "stream": true, "stream_options": ["include_usage": true],
            ]
            let streamed = try await desk.call("POST", "/v1/chat/completions", key: shop.key, json: body)
            let events = streamed.text.components(separatedBy: "\n\n").filter { $0.hasPrefix("data: ") }
            #expect(events.last == "data: [DONE]")
            let chunks = events.dropLast().compactMap {
                try? JSONSerialization.jsonObject(with: Data($0.dropFirst(6).utf8)) as? [String: Any]
            }
            let last = try #require(chunks.last)
            #expect((last["choices"] as? [Any])?.isEmpty == true)
            let usage = try #require(last["usage"] as? [String: Any])
            let expected = try #require(whole.json["usage"] as? [String: Any])
            for name in ["prompt_tokens", "completion_tokens", "total_tokens"] {
                let count = try #require(usage[name] as? Int)
                #expect(count > 0 && count == expected[name] as? Int)
            }
            #expect(chunks.count > 2 && chunks.dropLast().allSatisfy { $0["usage"] is NSNull })
            let empty = try await desk.call(
                "POST", "/v1/chat/completions", key: shop.key, json: ["messages": [["role": "user"]]])
            #expect(empty.errorCode == "empty_message")
        }

        @Test("embeddings of another length, and of token ids, are refused with what to change")
        func otherEmbeddings() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            func embed(_ body: [String: Any]) async throws -> HTTPReply {
                try await desk.call("POST", "/v1/embeddings", key: shop.key, json: body)
            }
            #expect(try await embed(["input": "When?", "dimensions": 384]).status == 200)
            let shorter = try await embed(["input": "When?", "dimensions": 256])
            #expect(shorter.status == 400 && shorter.sentence.contains("`dimensions` can only be 384"))
            let inputs: [Any] = [[9906, 1917], [[9906, 1917], [11]]]
            for input in inputs {
                let tokens = try await embed(["input": input])
                #expect(tokens.status == 400 && tokens.sentence.contains("token ids"), "\(tokens.text)")
            }
            #expect(try await embed(["input": [String]()]).status == 400)
        }

        @Test("a client that is gone before a streamed reply begins takes no place for ever")
        func abandoned() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business(knowing: Guides.returns)
            let body: [String: Any] = [
                "messages": [["role": "user", "content": Guides.returnQuestion]], "stream": true,
            ]
            // Some of these meet the moment between the reply's making and its head.
            for number in 0..<80 {
                try await desk.abandon(
                    "/v1/chat/completions", key: shop.key, json: body, after: .microseconds(number % 20 * 400))
            }
            var active: Substring?
            for _ in 0..<600 where active != "0" {
                try await Task.sleep(for: .milliseconds(50))
                active = try await desk.call("GET", "/metrics").text.split(separator: "\n")
                    .first { $0.hasPrefix("frontdesk_questions_active ") }?.split(separator: " ").last
            }
            #expect(active == "0")
        }

        @Test("a key that may not is refused before anything is streamed")
        func keys() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let body: [String: Any] = ["messages": [["role": "user", "content": "Hello?"]], "stream": true]
            let path = "/v1/chat/completions"
            #expect(try await desk.call("POST", path, json: body).status == 401)
            #expect(try await desk.call("POST", path, key: "fd_sk_guess", json: body).status == 401)
            #expect(try await desk.call("POST", path, key: shop.widget, json: body).status == 403)
            #expect(try await desk.call("POST", path, key: desk.admin, json: body).errorCode == "business_required")
        }

        @Test("an empty question is refused the same way, streamed or not", arguments: [false, true])
        func empty(stream: Bool) async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let body: [String: Any] = ["messages": [["role": "user", "content": "  "]], "stream": stream]
            let reply = try await desk.call("POST", "/v1/chat/completions", key: shop.key, json: body)
            #expect(reply.status == 400)
            #expect(reply.errorCode == "empty_message")
        }

        @Test("embeddings are unit vectors, the same as floats and as base64, and near for texts that mean the same")
        func embeddings() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let texts = ["When do you open?", "What are your opening hours?", "The engine needs new oil."]
            let floats = try await desk.call("POST", "/v1/embeddings", key: shop.key, json: ["input": texts])
            let data = try #require(floats.json["data"] as? [[String: Any]])
            let vectors = data.compactMap { $0["embedding"] as? [Double] }
            #expect(vectors.map(\.count) == [384, 384, 384])
            #expect(data.compactMap { $0["index"] as? Int } == [0, 1, 2])
            func dot(_ one: Int, _ other: Int) -> Double {
                zip(vectors[one], vectors[other]).reduce(0) { $0 + $1.0 * $1.1 }
            }
            #expect(abs(dot(0, 0) - 1) < 0.01)
            #expect(dot(0, 1) > dot(0, 2))
            let packed = try await desk.call(
                "POST", "/v1/embeddings", key: shop.key, json: ["input": texts[0], "encoding_format": "base64"])
            let first = try #require((packed.json["data"] as? [[String: Any]])?.first?["embedding"] as? String)
            #expect(Data(base64Encoded: first)?.count == 384 * 4)
            let models = try await desk.call("GET", "/v1/models", key: shop.key)
            #expect((models.json["data"] as? [[String: Any]])?.first?["id"] as? String == "frontdesk")
        }
    }
}
