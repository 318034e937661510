import Foundation

/// A business made for a test.
struct TestBusiness: Sendable {
    let id: Int
    /// Its secret key.
    let key: String
    let widget: String
}

extension RunningDesk {
    /// Makes a business.
    func business(_ name: String = "Test", settings: [String: Any] = [:]) async throws -> TestBusiness {
        let made = try await call("POST", "/api/businesses", key: admin, json: ["name": name, "settings": settings])
        guard made.status == 201, let id = made.json["id"] as? Int, let key = made.json["api_key"] as? String,
            let widget = made.json["widget_key"] as? String
        else { throw Failure(made.text) }
        return TestBusiness(id: id, key: key, widget: widget)
    }

    /// Makes a business that knows one text.
    func business(knowing text: String) async throws -> TestBusiness {
        let business = try await business()
        _ = try await learn(text, as: "guide.txt", business: business)
        return business
    }

    /// Waits until a document is settled. - Returns: what the API says of it.
    func settled(_ id: String, key: String) async throws -> [String: Any] {
        for _ in 0..<2400 {
            let document = try await call("GET", "/api/documents/\(id)", key: key).json
            if let status = document["status"] as? String, status == "ready" || status == "failed" { return document }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Failure("document \(id) did not settle")
    }

    /// Uploads a text and waits until it is ready. - Returns: the document's id.
    @discardableResult
    func learn(_ text: String, as name: String, business: TestBusiness) async throws -> String {
        let reply = try await upload(name, Data(text.utf8), to: business.id, key: business.key)
        guard let id = reply.json["id"] as? String else { throw Failure(reply.text) }
        let document = try await settled(id, key: business.key)
        guard document["status"] as? String == "ready" else { throw Failure("\(document)") }
        return id
    }

    /// Uploads a file. - Returns: the code of its refusal, at once or once it was read; `nil` when it was taken in.
    func refusal(of name: String, _ content: Data, in business: TestBusiness) async throws -> Refusal? {
        let reply = try await upload(name, content, to: business.id, key: business.key)
        guard let id = reply.json["id"] as? String else {
            return Refusal(status: reply.status, code: reply.errorCode ?? "", sentence: reply.sentence)
        }
        let error = try await settled(id, key: business.key)["error"] as? [String: Any]
        return error.map {
            Refusal(status: nil, code: $0["code"] as? String ?? "", sentence: $0["message"] as? String ?? "")
        }
    }

    struct Refusal: Sendable {
        /// Of the upload; `nil` when the file was refused later.
        let status: Int?
        let code: String
        let sentence: String

        var saysWhatToDo: Bool { sentence.split(separator: " ").count >= 4 && sentence.hasSuffix(".") }
    }

    /// Asks over HTTP.
    func ask(_ question: String, _ business: TestBusiness, session: String? = nil) async throws -> HTTPReply {
        var request = ["question": question]
        request["session_id"] = session
        return try await call("POST", "/api/businesses/\(business.id)/ask", key: business.key, json: request)
    }

    /// The documents that a query finds, best first.
    func found(_ query: String, in business: TestBusiness) async throws -> [[String: Any]] {
        try await call(
            "POST", "/api/businesses/\(business.id)/search", key: business.key, json: ["query": query, "top_k": 10]
        ).results
    }

    // MARK: Chat

    /// Opens a chat session as a page does.
    func session(_ business: TestBusiness) async throws -> String {
        let made = try await call("POST", "/api/chat-sessions", key: business.widget, json: ["business": business.id])
        guard made.status == 201, let id = made.json["session_id"] as? String else { throw Failure(made.text) }
        return id
    }

    static func path(_ business: Int, _ session: String, _ query: String = "") -> String {
        "/ws/chat/\(business)/\(session)/" + (query.isEmpty ? "" : "?\(query)")
    }

    /// Connects to a session. - Parameter query: such as `stream=1`.
    func chat(
        _ business: TestBusiness, _ session: String, _ query: String = "", headers: [String: String] = [:]
    ) async throws -> ChatClient {
        try await ChatClient.connect(port: port, path: Self.path(business.id, session, query), headers: headers)
    }

    /// A new session and its socket, the greeting read.
    func chat(_ business: TestBusiness) async throws -> (session: String, socket: ChatClient) {
        let session = try await session(business)
        let socket = try await chat(business, session)
        _ = try await socket.next()
        return (session, socket)
    }

    /// Asks for a WebSocket as `chat` does. - Returns: what is answered when it is refused.
    func handshake(_ path: String, headers: [String: String] = [:]) async throws -> HTTPReply {
        let upgrade = [
            "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        ]
        return try await call("GET", path, headers: upgrade.merging(headers) { $1 })
    }

    /// The session's messages, oldest first.
    func messages(_ session: String, _ business: TestBusiness) async throws -> [[String: Any]] {
        try await call("GET", "/api/chat-sessions/\(session)/messages?limit=500", key: business.key).results
    }
}
