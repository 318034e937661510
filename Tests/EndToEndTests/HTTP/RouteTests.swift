import Foundation
import Testing

extension SharedDesk {
    @Suite("The routes and openapi.json")
    struct RouteTests {
        private let desk: RunningDesk

        init() throws { desk = try SharedDesk.desk }

        @Test("openapi.json is a valid OpenAPI 3.1 document")
        func valid() async throws {
            let reply = try await desk.call("GET", "/openapi.json")
            #expect(reply.headers["content-type"] == "application/json")
            let document = try OpenAPIDocument(reply.body)
            #expect((document.root["openapi"] as? String)?.hasPrefix("3.1.") == true)
            let info = try #require(document.root["info"] as? [String: Any])
            #expect(info["title"] is String && info["version"] is String)
            let paths = try #require(document.root["paths"] as? [String: [String: Any]])
            for (path, item) in paths {
                #expect(path.hasPrefix("/"))
                #expect(item.keys.allSatisfy { OpenAPIDocument.methods.contains($0) }, "\(path)")
            }
            let operations = document.operations
            let ids = operations.compactMap { $0.content["operationId"] as? String }
            #expect(ids.count == operations.count)
            #expect(Set(ids).count == ids.count)
            for operation in operations {
                let place = "\(operation.method) \(operation.path)"
                #expect(operation.content["summary"] is String, "\(place)")
                #expect(!operation.responses.isEmpty, "\(place)")
                #expect(operation.responses.values.allSatisfy { $0["description"] is String }, "\(place)")
                let named = Set(operation.path.matches(of: /\{([a-z]+)\}/).map { String($0.1) })
                let declared = operation.parameters.filter { $0["in"] as? String == "path" }
                #expect(Set(declared.compactMap { $0["name"] as? String }) == named, "\(place)")
                #expect(declared.allSatisfy { $0["required"] as? Bool == true }, "\(place)")
                #expect(operation.parameters.allSatisfy { $0["schema"] is [String: Any] }, "\(place)")
            }
            for reference in Self.references(in: document.root) {
                #expect(document.resolved(["$ref": reference]) != nil, "\(reference)")
            }
        }

        @Test(
            "every documented operation answers as documented: with what it needs, without a key, and for what is not there"
        )
        func documented() async throws {
            let document = try OpenAPIDocument(try await desk.call("GET", "/openapi.json").body)
            let fixture = try await Fixture(desk)
            // What deletes comes last.
            let operations = document.operations.sorted {
                ($0.method == "DELETE" ? 1 : 0, $0.path) < ($1.method == "DELETE" ? 1 : 0, $1.path)
            }
            #expect(operations.count >= 40)
            for (index, operation) in operations.enumerated() {
                let place = "\(operation.method) \(operation.path)"
                for path in fixture.paths(operation.path) {
                    for key in operation.isPublic ? [nil] : [nil, "fd_sk_guess", fixture.business.key] {
                        // A visitor who asked so much without a key would be slowed down: each comes from elsewhere.
                        let reply = try await desk.call(
                            operation.method, path, key: key, body: fixture.body(of: operation),
                            headers: fixture.headers(of: operation), from: "127.0.7.\(1 + index % 250)")
                        let problems = document.problems(of: reply, to: operation)
                        #expect(problems.isEmpty, "\(place) at \(path), \(reply.status): \(problems)")
                        if reply.status >= 400 {
                            let isPage = reply.headers["content-type"]?.hasPrefix("text/html") == true
                            let says = isPage ? reply.text.contains("<h1") : !reply.sentence.isEmpty
                            #expect(says, "\(place): \(reply.text)")
                        }
                        #expect(reply.status < 500, "\(place): \(reply.text)")
                        #expect(reply.headers["x-content-type-options"] == "nosniff", "\(place)")
                    }
                }
            }
        }

        @Test("what there is not is told as JSON, with a code")
        func unknownPaths() async throws {
            for path in [
                "/nothing", "/api/nothing", "/supportal/nothing", "/api/documents/x/y/z", "/%00", "/..%2f",
            ] {
                let reply = try await desk.call("GET", path, key: desk.admin)
                #expect(reply.status == 404, "\(path)")
                #expect(reply.errorCode == "not_found", "\(path)")
                #expect(!reply.sentence.isEmpty)
            }
            for method in ["DELETE", "POST", "TRACE", "QUERY"] {
                let reply = try await desk.call(method, "/health", key: desk.admin)
                #expect(reply.status == 405, "\(method)")
                #expect(reply.errorCode == "method_not_allowed", "\(method)")
                #expect(reply.headers["allow"]?.contains("GET") == true, "\(method)")
            }
        }

        @Test("a JSON body that is none, lacks a field or holds the wrong type is refused by naming what to change")
        func badBodies() async throws {
            let shop = try await desk.business()
            let ask = "/api/businesses/\(shop.id)/ask"
            let search = "/api/businesses/\(shop.id)/search"
            let cases: [(String, String, String)] = [
                (ask, "{", "invalid_json"), (ask, "", "invalid_json"), (ask, "[]", "invalid_json"),
                (ask, "\u{0}", "invalid_json"), (ask, "{}", "invalid_request"), (ask, #"{"q": 1}"#, "invalid_request"),
                (ask, #"{"question": 7}"#, "invalid_request"), (ask, #"{"question": null}"#, "invalid_request"),
                (ask, #"{"question": "  "}"#, "empty_message"),
                (ask, #"{"question": "\#(String(repeating: "x", count: 20_001))"}"#, "message_too_long"),
                (search, "{}", "invalid_request"), (search, #"{"query": ""}"#, "empty_message"),
                (search, #"{"query": " \n"}"#, "empty_message"),
                (search, #"{"query": "x", "top_k": 0}"#, "invalid_request"),
                (search, #"{"query": "x", "top_k": 101}"#, "invalid_request"),
                (search, #"{"query": "x", "top_k": "five"}"#, "invalid_request"),
                ("/api/chat-sessions", #"{"business": "x"}"#, "invalid_request"),
                ("/v1/chat/completions", #"{"messages": []}"#, "invalid_request"),
                ("/v1/chat/completions", #"{"messages": [{"role": "system", "content": "x"}]}"#, "invalid_request"),
                ("/v1/chat/completions", #"{"messages": [{"role": "user"}]}"#, "empty_message"),
                ("/v1/embeddings", #"{"input": []}"#, "invalid_request"),
                ("/v1/embeddings", #"{"input": ["a"], "encoding_format": "hex"}"#, "invalid_request"),
                ("/api/businesses/\(shop.id)/keys", #"{"kind": "master"}"#, "invalid_request"),
            ]
            for (path, body, code) in cases {
                let reply = try await desk.call("POST", path, key: shop.key, body: Data(body.utf8))
                #expect(reply.status == 400, "\(path) \(body.prefix(60))")
                #expect(reply.errorCode == code, "\(path) \(body.prefix(60)): \(reply.text)")
                #expect(reply.saysWhatToDo, "\(reply.text)")
            }
            let huge = try await desk.call("POST", ask, key: shop.key, body: Data(repeating: 0x20, count: 2 << 20))
            #expect(huge.status == 413)
            #expect(huge.errorCode == "too_large")
            #expect(try await desk.ask("Is anybody there?", shop).status == 200)
        }

        @Test("settings out of range are refused by name, and nothing of the update is kept")
        func badSettings() async throws {
            let shop = try await desk.business("Tulips")
            let path = "/api/businesses/\(shop.id)"
            let settings: [[String: Any]] = [
                ["top_k": 0], ["answer_threshold": 1.5], ["color": "red"], ["allowed_origins": ["shop.example"]],
                ["allowed_origins": ["https://shop.example/page"]], ["greeting": String(repeating: "x", count: 2_001)],
                ["language_model": ["base_url": "file:///etc/passwd", "model": "x"]],
                ["language_model": ["base_url": "https://user:password@example.com", "model": "x"]],
                ["embedding": ["base_url": "https://example.com", "model": ""]], ["top_k": "many"],
            ]
            for value in settings {
                let reply = try await desk.call(
                    "PATCH", path, key: shop.key, json: ["name": "Changed", "settings": value])
                #expect(reply.status == 400, "\(value)")
                #expect(reply.errorCode == "invalid_request", "\(value)")
                #expect(reply.sentence.contains("settings"), "\(reply.text)")
            }
            for name in ["", "   ", String(repeating: "x", count: 201), "a\u{0}b"] {
                #expect(try await desk.call("PATCH", path, key: shop.key, json: ["name": name]).status == 400)
            }
            #expect(try await desk.call("GET", path, key: shop.key).json["name"] as? String == "Tulips")
        }

        @Test("an update changes the settings that it names, null takes a default back, and the others stay")
        func partialSettings() async throws {
            let shop = try await desk.business(
                settings: [
                    "greeting": "Hello!", "top_k": 7, "allowed_origins": ["https://shop.example"],
                    "handoff": ["declines": 3, "texts": ["taken": "Here is {name}.", "closed": "Bye."]],
                ])
            let path = "/api/businesses/\(shop.id)"
            func update(_ method: String, _ settings: [String: Any]) async throws -> [String: Any] {
                let reply = try await desk.call(method, path, key: shop.key, json: ["settings": settings])
                #expect(reply.status == 200, "\(reply.text)")
                let stored = try await desk.call("GET", path, key: shop.key)
                return try #require(stored.json["settings"] as? [String: Any])
            }
            let coloured = try await update("PATCH", ["color": "#a0216a"])
            #expect(coloured["color"] as? String == "#a0216a" && coloured["greeting"] as? String == "Hello!")
            #expect(coloured["top_k"] as? Int == 7)
            #expect(coloured["allowed_origins"] as? [String] == ["https://shop.example"])
            let cleared = try await update(
                "PUT", ["greeting": NSNull(), "handoff": ["repeats": 4, "texts": ["closed": NSNull()]]])
            #expect(cleared["greeting"] == nil && cleared["top_k"] as? Int == 7)
            let handoff = try #require(cleared["handoff"] as? [String: Any])
            #expect(handoff["declines"] as? Int == 3 && handoff["repeats"] as? Int == 4)
            #expect(handoff["texts"] as? [String: String] == ["taken": "Here is {name}."])
            #expect(try await update("PATCH", ["handoff": NSNull()])["handoff"] == nil)
        }

        @Test("keys of model endpoints are kept and never shown")
        func endpointKeys() async throws {
            let shop = try await desk.business()
            let path = "/api/businesses/\(shop.id)"
            let endpoint = ["base_url": "https://models.example/v1", "model": "m", "api_key": "sk-never-shown"]
            let set = try await desk.call(
                "PUT", path, key: shop.key, json: ["settings": ["language_model": endpoint]])
            #expect(set.status == 200)
            #expect(!set.text.contains("sk-never-shown"))
            #expect(!(try await desk.call("GET", path, key: shop.key).text).contains("sk-never-shown"))
            #expect(
                !(try await desk.call("GET", "/api/businesses?limit=200", key: desk.admin).text).contains("sk-never"))
        }

        private static func references(in value: Any) -> [String] {
            if let object = value as? [String: Any] {
                let own = (object["$ref"] as? String).map { [$0] } ?? []
                return own + object.values.flatMap { references(in: $0) }
            }
            return (value as? [Any])?.flatMap { references(in: $0) } ?? []
        }
    }

    /// One of everything that a path can name.
    private struct Fixture {
        private static let formType = "application/x-www-form-urlencoded"
        let business: TestBusiness
        private let values: [String: [String]]

        init(_ desk: RunningDesk) async throws {
            business = try await desk.business("Documented Ltd")
            let document = try await desk.learn(Guides.returns, as: "returns.txt", business: business)
            let session = try await desk.session(business)
            let answer = try await desk.ask(Guides.returnQuestion, business, session: session)
            let made = try await desk.call(
                "POST", "/api/businesses/\(business.id)/keys", key: business.key, json: ["kind": "widget"])
            let path = "/api/businesses/\(business.id)"
            let faq = try await desk.call(
                "POST", "\(path)/faqs", key: business.key, json: ["question": "Open?", "answer": "Always."])
            let regression = try await desk.call(
                "POST", "\(path)/cases", key: business.key, json: ["question": "Where is Atlantis?", "declines": true])
            let webhook = try await desk.call(
                "POST", "\(path)/webhooks", key: business.key, json: ["url": "https://127.0.0.1:9/hook"])
            let hook = webhook.json["id"] as? String ?? ""
            let delivery = try await desk.call("POST", "\(path)/webhooks/\(hook)/test", key: business.key)
            let entry = delivery.json["id"] as? String ?? ""
            let form = try await desk.form([["question_text": "Name?"], ["question_text": "Age?"]], for: business)
            let questions = form["questions"] as? [[String: Any]] ?? []
            let started = try await desk.call(
                "POST", "\(path)/submissions", key: business.key, json: ["session_id": session])
            let client = ResourceCaller(desk: desk, business: business)
            let service = try await client.sid("services", ["friendly_name": "Sales"])
            let inside = "conversations/\(session)"
            let participant = try await client.sid("\(inside)/participants", ["identity": "ana"])
            let note = try await client.make("\(inside)/notes", ["text": "call back"])
            let contacts = [try await client.make("contacts", [:]), try await client.make("contacts", [:])]
            let ids = contacts.compactMap { $0["id"] as? String }
            let merge = try await client.make("contacts/\(ids.first ?? "")/merge", ["contact_id": ids.last ?? ""])
            var files = MultipartBody()
            files.add("media", filename: "a.txt", Data("text".utf8))
            let message = try await desk.call(
                "POST", "/api/\(inside)/messages", key: business.key, body: files.finished,
                headers: ["Content-Type": MultipartBody.contentType])
            let media = (message.json["media"] as? [[String: Any]])?.first
            values = [
                "webhook": [hook, UUID7.unknown], "delivery": [entry, UUID7.unknown], "entry": [entry, UUID7.unknown],
                "form": [form["id"] as? String ?? "", UUID7.unknown],
                "question": [questions.first?["id"] as? String ?? "", UUID7.unknown],
                "submission": [started.json["id"] as? String ?? "", UUID7.unknown],
                "service": [service, UUID7.unknown],
                "participant": [participant, UUID7.unknown], "note": [note["id"] as? String ?? "", UUID7.unknown],
                "contact": [ids.first ?? "", UUID7.unknown], "merge": [merge["id"] as? String ?? "", UUID7.unknown],
                "message": [message.json["sid"] as? String ?? "", UUID7.unknown],
                "media": [media?["sid"] as? String ?? "", UUID7.unknown],
                "faq": [faq.json["id"] as? String ?? "", UUID7.unknown],
                "case": [regression.json["id"] as? String ?? "", UUID7.unknown],
                "notice": [UUID7.unknown, UUID7.unknown], "provider": ["twilio", "telegram"],
                "call": [UUID7.unknown, UUID7.unknown],
                "business": ["\(business.id)", "999999"], "document": [document, UUID7.unknown],
                "session": [session, UUID7.unknown], "sid": [session, UUID7.unknown],
                "answer": [answer.json["message_id"] as? String ?? "", UUID7.unknown],
                "key": [made.json["id"] as? String ?? "", UUID7.unknown],
                "member": [try await desk.join(business, as: "agent").id, UUID7.unknown],
                "invite": [
                    try await desk.invite("open@example.com", to: business.id, as: "viewer").json["id"] as? String
                        ?? "",
                    UUID7.unknown,
                ], "token": ["reset.0.0.0", "0"],
            ]
        }

        /// The path with ids that exist, and with ids that do not. Those that exist come last, for some are deleted.
        func paths(_ path: String) -> [String] {
            let names = path.matches(of: /\{([a-z]+)\}/).map { String($0.1) }
            guard !names.isEmpty else { return [path == "/api/messages/search" ? "\(path)?q=text" : path] }
            return [1, 0].map { index in
                names.reduce(path) { $0.replacing("{\($1)}", with: values[$1]?[index] ?? "0") }
            }
        }

        func headers(of operation: OpenAPIDocument.Operation) -> [String: String] {
            guard let request = operation.content["requestBody"] as? [String: Any],
                let content = request["content"] as? [String: Any]
            else { return [:] }
            if content["multipart/form-data"] != nil { return ["Content-Type": MultipartBody.contentType] }
            return ["Content-Type": content.keys.contains("application/json") ? "application/json" : Self.formType]
        }

        func body(of operation: OpenAPIDocument.Operation) -> Data? {
            guard let type = headers(of: operation)["Content-Type"] else { return nil }
            if type == Self.formType { return Data("business=\(business.id)&email=x%40example.com&role=viewer".utf8) }
            if type != "application/json" {
                var form = MultipartBody()
                form.add("business", "\(business.id)")
                form.add("file", filename: "more.txt", Data("We also sell seeds. \(operation.method)".utf8))
                return form.finished
            }
            let business = "/api/businesses/{business}"
            let conversation = "/api/conversations/{sid}"
            let bodies: [String: [String: Any]] = [
                "/api/services": ["friendly_name": "Support"], "/api/services/{service}": ["friendly_name": "Help"],
                "/api/conversations": ["friendly_name": "More"], conversation: ["priority": "high"],
                "\(conversation)/participants": ["identity": "bea"],
                "\(conversation)/participants/{participant}": ["attributes": "{}"],
                "\(conversation)/webhooks": ["configuration": ["url": "https://127.0.0.1:9/hook"]],
                "\(conversation)/notes": ["text": "done"], "\(conversation)/notes/{note}": ["text": "mended"],
                "/api/contacts": ["name": "Cem"], "/api/contacts/{contact}": ["name": "Dora"],
                "/api/contacts/{contact}/merge": ["contact_id": UUID7.unknown],
                "\(business)/faqs": ["question": "Closed?"], "\(business)/faqs/{faq}": ["priority": 2],
                "\(business)/webhooks": ["url": "https://127.0.0.1:9/other"],
                "\(business)/webhooks/{webhook}": ["description": "documented"],
                "\(business)/notifications": ["form_email": "owner@example.com"],
                "\(business)/cases": ["question": "Who?", "declines": true],
                "\(business)/retrieval": ["question": Guides.returnQuestion],
                "\(business)/unanswered/faq": ["message_ids": [values["answer"]?.first ?? ""]],
                "\(business)/forms": ["name": "Second", "questions": [["question_text": "Why?"]]],
                "/api/forms/{form}": ["name": "First"], "/api/forms/{form}/questions": ["question_text": "Where?"],
                "/api/forms/{form}/questions/order": ["order": [values["question"]?.first ?? ""]],
                "/api/forms/{form}/questions/{question}": ["help": "Any name."],
                "\(business)/submissions": ["session_id": values["session"]?.first ?? ""],
                "\(business)/default-responses": [
                    "first_message": "Hi", "languages": ["es": ["first_message": "Hola"]],
                ],
                "/api/chat-sessions/{session}/feedback": [
                    "message_id": values["answer"]?.first ?? "", "rating": "up", "reason": "clear",
                ],
                "/api/conversations/{sid}/take": ["author": "Ana"],
                "/api/conversations/{sid}/typing": ["author": "Ana"],
                "/api/conversations/{sid}/release": ["author": "Ana"],
                "/api/conversations/{sid}/transfer": ["author": "Ana", "to": "Ben"],
                "/api/conversations/{sid}/read": ["author": "Ana", "message_id": values["answer"]?.first ?? ""],
                "/api/businesses": ["name": "Another"], "/api/businesses/{business}": ["name": "Renamed"],
                "/api/businesses/{business}/keys": ["kind": "widget", "label": "a page"],
                "/api/businesses/{business}/search": ["query": "refund"],
                "/api/businesses/{business}/ask": ["question": Guides.returnQuestion],
                "/api/chat-sessions": ["business": self.business.id],
                "/v1/chat/completions": ["messages": [["role": "user", "content": Guides.returnQuestion]]],
                "/api/sign-in": ["email": "x@example.com", "password": "guess"], "/api/me": ["name": "N"],
                "/api/me/password": ["current_password": "x", "new_password": "y"],
                "/api/me/totp": ["password": "x"], "/api/me/totp/confirm": ["code": "1"],
                "/api/me/totp/disable": ["password": "x"], "/api/invites/accept": ["token": "x"],
                "\(business)/members": ["email": "somebody@example.com", "role": "agent"],
                "\(business)/members/{member}": ["role": "viewer"],
                "/api/password-resets": ["email": "x@example.com"],
                "/api/password-resets/redeem": ["token": "x", "password": "y"],
                "/v1/embeddings": ["input": "refund"], "/sign-in": ["token": "guess"],
            ]
            return try? JSONSerialization.data(withJSONObject: bodies[operation.path] ?? [:])
        }
    }
}
