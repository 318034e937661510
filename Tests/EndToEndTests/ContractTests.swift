import Foundation
import Testing

private let refunds = """
    Returns and refunds

    Unused goods can be returned within 30 days of delivery. The refund is paid to the original card within 5 working \
    days after the parcel has arrived at our warehouse in Leiden.

    Delivery

    Standard delivery takes three working days and costs 4.95 euros. Orders above 50 euros are delivered free of charge.
    """

@Suite("The desk over HTTP", .serialized)
struct ContractTests {
    @Test("S1, S2, S3, S5: the paths of Supportal answer, with and without a trailing slash")
    func supportalPaths() async throws {
        let desk = try await RunningDesk()
        for path in ["/health", "/health/", "/supportal/health/", "/ready", "/metrics", "/openapi.json", "/api/"] {
            #expect(try await desk.call("GET", path).status == 200, "\(path)")
        }
        #expect(try await desk.call("GET", "/supportal/api/businesses/", key: desk.admin).status == 200)
        #expect(try await desk.call("GET", "/supportal/api/businesses/").status == 401)
        #expect(try await desk.call("GET", "/supportal/admin-dashboard/").status == 200)
        #expect(desk.stop() == 0)
    }

    @Test("S10 to S14: an uploaded text is answered from, with its citation and receipt")
    func uploadAndAsk() async throws {
        let desk = try await RunningDesk()
        let shop = try await desk.business()
        let id = try await desk.learn(refunds, as: "returns.txt", business: shop)
        let reply = try await desk.call(
            "POST", "/api/businesses/\(shop.id)/ask", key: shop.key,
            json: ["question": "How many days do I have to return goods?"])
        #expect(reply.status == 200)
        #expect(reply.json["answered"] as? Bool == true)
        #expect((reply.json["message"] as? String)?.contains("30 days") == true)
        let citation = try #require((reply.json["citations"] as? [[String: Any]])?.first)
        #expect(citation["document_id"] as? String == id)
        #expect(citation["page"] as? Int == 1)
        let message = try #require(reply.json["message_id"] as? String)
        let receipt = try await desk.call("GET", "/api/answers/\(message)/receipt", key: shop.key)
        #expect(receipt.status == 200)
        #expect(receipt.text.contains(id))
        let found = try await desk.call(
            "POST", "/api/businesses/\(shop.id)/search", key: shop.key, json: ["query": "delivery costs", "top_k": 3])
        #expect((found.json["results"] as? [[String: Any]])?.first?["document_id"] as? String == id)
        let unknown = try await desk.call(
            "POST", "/api/businesses/\(shop.id)/ask", key: shop.key,
            json: ["question": "Who won the chess championship in 1972?"])
        #expect(unknown.json["answered"] as? Bool == false)
    }

    @Test("S15: nothing of another business can be found, read, asked or changed")
    func tenantsAreApart() async throws {
        let desk = try await RunningDesk()
        let one = try await desk.business("One")
        let other = try await desk.business("Other")
        let secret = try await desk.learn(
            "The vault code of One is 8841.\n\nIt opens on Mondays.", as: "vault.txt", business: one)
        _ = try await desk.learn(refunds, as: "returns.txt", business: other)
        let answer = try await desk.call(
            "POST", "/api/businesses/\(other.id)/ask", key: other.key,
            json: ["question": "What is the vault code of One?"])
        #expect(!answer.text.contains("8841"))
        for (method, path) in [
            ("GET", "/api/documents/\(secret)"), ("DELETE", "/api/documents/\(secret)"),
            ("GET", "/api/documents/\(secret)/content"), ("GET", "/api/documents/\(secret)/pages"),
            ("GET", "/api/businesses/\(one.id)"), ("GET", "/api/businesses/\(one.id)/keys"),
        ] {
            #expect(try await desk.call(method, path, key: other.key).status == 404, "\(method) \(path)")
        }
        let asked = try await desk.call(
            "POST", "/api/businesses/\(one.id)/ask", key: other.key, json: ["question": "What is the vault code?"])
        #expect(asked.status == 404)
        #expect(try await desk.call("GET", "/api/documents/\(secret)", key: one.widget).status == 403)
        #expect(try await desk.call("GET", "/api/documents/\(secret)", key: one.key).status == 200)
    }

    @Test("the same bytes twice are one document, and a deleted document is found by nobody")
    func duplicatesAndDeletion() async throws {
        let desk = try await RunningDesk()
        let shop = try await desk.business()
        let id = try await desk.learn(refunds, as: "returns.txt", business: shop)
        let again = try await desk.upload("copy.txt", Data(refunds.utf8), to: shop.id, key: shop.key)
        #expect(again.status == 200)
        #expect(again.json["id"] as? String == id)
        #expect(try await desk.call("DELETE", "/api/documents/\(id)", key: shop.key).status == 204)
        #expect(try await desk.call("GET", "/api/documents/\(id)", key: shop.key).status == 404)
        let found = try await desk.call(
            "POST", "/api/businesses/\(shop.id)/search", key: shop.key, json: ["query": "refund"])
        #expect((found.json["results"] as? [Any])?.isEmpty == true)
    }

    @Test("bad requests get a stable code, and the server lives on")
    func badInput() async throws {
        let desk = try await RunningDesk(environment: ["MAX_FILE_SIZE": "20000"])
        let shop = try await desk.business()
        let ask = "/api/businesses/\(shop.id)/ask"
        #expect(try await desk.call("POST", ask, key: shop.key, body: Data("{".utf8)).errorCode == "invalid_json")
        #expect(try await desk.call("POST", ask, key: shop.key, json: ["q": 1]).errorCode == "invalid_request")
        #expect(try await desk.call("POST", ask, key: shop.key, json: ["question": "  "]).errorCode == "empty_message")
        let long = String(repeating: "x", count: 20_001)
        #expect(
            try await desk.call("POST", ask, key: shop.key, json: ["question": long]).errorCode == "message_too_long")
        #expect(try await desk.call("POST", ask, key: "fd_sk_wrong", json: ["question": "x"]).status == 401)
        #expect(
            try await desk.call("POST", "/api/businesses/999/ask", key: desk.admin, json: ["question": "x"]).status
                == 404)
        let cases: [(String, Data, Int, String)] = [
            ("empty.txt", Data(), 422, "empty"),
            ("image.png", Data([0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0, 0]), 415, "unsupported_kind"),
            ("large.txt", Data(repeating: 65, count: 20_001), 413, "too_large"),
            ("huge.txt", Data(repeating: 65, count: 200_000), 413, "too_large"),
        ]
        for (name, content, status, code) in cases {
            let reply = try await desk.upload(name, content, to: shop.id, key: shop.key)
            #expect(reply.status == status, "\(name)")
            #expect(reply.errorCode == code, "\(name)")
        }
        let truncated = try await desk.upload("cut.pdf", Data("%PDF-1.7\n1 0 obj\n<<".utf8), to: shop.id, key: shop.key)
        let id = try #require(truncated.json["id"] as? String)
        let document = try await desk.settled(id, key: shop.key)
        #expect(document["status"] as? String == "failed")
        #expect((document["error"] as? [String: Any])?["code"] as? String == "damaged")
        #expect(try await desk.call("GET", "/health").status == 200)
    }

    @Test("L1: a revoked key opens nothing")
    func revokedKeys() async throws {
        let desk = try await RunningDesk()
        let shop = try await desk.business()
        let made = try await desk.call(
            "POST", "/api/businesses/\(shop.id)/keys", key: shop.key, json: ["kind": "secret", "label": "till"])
        let secret = try #require(made.json["key"] as? String)
        let id = try #require(made.json["id"] as? String)
        #expect(try await desk.call("GET", "/api/documents", key: secret).status == 200)
        #expect(try await desk.call("DELETE", "/api/businesses/\(shop.id)/keys/\(id)", key: shop.key).status == 204)
        #expect(try await desk.call("GET", "/api/documents", key: secret).status == 401)
    }

    @Test("an OpenAI client can talk to the desk, streaming and not, and embed")
    func openAI() async throws {
        let desk = try await RunningDesk()
        let shop = try await desk.business()
        _ = try await desk.learn(refunds, as: "returns.txt", business: shop)
        let turns = [["role": "user", "content": "How long does standard delivery take?"]]
        let whole = try await desk.call("POST", "/v1/chat/completions", key: shop.key, json: ["messages": turns])
        let choice = try #require((whole.json["choices"] as? [[String: Any]])?.first)
        #expect(((choice["message"] as? [String: Any])?["content"] as? String)?.contains("three working days") == true)
        let streamed = try await desk.call(
            "POST", "/v1/chat/completions", key: shop.key, json: ["messages": turns, "stream": true])
        #expect(streamed.headers["content-type"]?.hasPrefix("text/event-stream") == true)
        #expect(streamed.text.contains("chat.completion.chunk"))
        #expect(streamed.text.contains("data: [DONE]"))
        let embedded = try await desk.call("POST", "/v1/embeddings", key: shop.key, json: ["input": ["a", "b"]])
        let data = try #require(embedded.json["data"] as? [[String: Any]])
        #expect(data.map { ($0["embedding"] as? [Double])?.count } == [384, 384])
    }

    @Test("what was acknowledged survives kill -9 during ingest")
    func killDuringIngest() async throws {
        let desk = try await RunningDesk()
        let shop = try await desk.business()
        var ids: [String] = []
        for number in 0..<5 {
            let text = (0..<200).map { "Item \(number)-\($0) costs \($0 + 3) euros and stands on shelf \($0 % 17).\n" }
                .joined()
            let reply = try await desk.upload("list\(number).txt", Data(text.utf8), to: shop.id, key: shop.key)
            #expect(reply.status == 202)
            ids.append(try #require(reply.json["id"] as? String))
        }
        desk.killHard()
        let again = try await RunningDesk(directory: desk.directory)
        for id in ids {
            #expect(try await again.settled(id, key: shop.key)["status"] as? String == "ready")
        }
        let found = try await again.call(
            "POST", "/api/businesses/\(shop.id)/search", key: shop.key, json: ["query": "Item 3-150"])
        #expect(found.text.contains("Item 3-150"))
    }

    @Test("the sign-in page shows nothing without signing in, and the documents page after")
    func signIn() async throws {
        let desk = try await RunningDesk()
        #expect(try await desk.call("GET", "/").text.contains("id=\"sign-in\""))
        let wrong = try await desk.call("POST", "/sign-in", json: ["token": "guess"])
        #expect(wrong.status == 401)
        let right = try await desk.call("POST", "/sign-in", json: ["token": desk.admin])
        #expect(right.status == 204)
        let cookie = try #require(right.headers["set-cookie"]?.split(separator: ";").first.map(String.init))
        #expect(right.headers["set-cookie"]?.contains("HttpOnly") == true)
        #expect(try await desk.call("GET", "/", headers: ["Cookie": cookie]).text.contains("id=\"drop\""))
        let foreign = try await desk.call(
            "POST", "/api/businesses", json: ["name": "X"],
            headers: ["Cookie": cookie, "Origin": "https://evil.example"])
        #expect(foreign.status == 403)
        #expect(try await desk.call("GET", "/sign-in?link=guess").headers["location"] == "./?problem=link")
    }

    @Test("openapi.json names every route, and names no route that is not there")
    func openAPIMatchesRoutes() async throws {
        let desk = try await RunningDesk()
        let paths = try #require(try await desk.call("GET", "/openapi.json").json["paths"] as? [String: [String: Any]])
        for (path, operations) in paths {
            let real = path.replacing("{business}", with: "999").replacing(
                /\{[a-z]+\}/, with: "018f0000-0000-7000-8000-000000000000")
            for method in operations.keys where method == "get" {
                let reply = try await desk.call("GET", real, key: desk.admin)
                let isRouteMissing = reply.status == 404 && reply.text.contains("nothing at this path")
                #expect(!isRouteMissing, "GET \(path)")
            }
        }
        #expect(paths.count >= 30)
    }
}
