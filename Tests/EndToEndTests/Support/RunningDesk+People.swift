import Foundation

/// Somebody who signed in.
struct TestUser: Sendable {
    let id: String
    let email: String
    let cookie: String
    let pageToken: String

    static let password = "vier bunte Segel"

    /// What the browser sends for a change that our own page asks for.
    var headers: [String: String] { ["Cookie": "frontdesk_session=\(cookie)", "X-CSRF-Token": pageToken] }
}

extension RunningDesk {
    /// Invites somebody as the operator.
    func invite(_ email: String, to business: Int, as role: String) async throws -> HTTPReply {
        let reply = try await call(
            "POST", "/api/businesses/\(business)/members", key: admin, json: ["email": email, "role": role])
        guard reply.status == 201 else { throw Failure(reply.text) }
        return reply
    }

    /// A new member of a business, signed in.
    func join(_ business: TestBusiness, as role: String, email: String? = nil) async throws -> TestUser {
        let email = email ?? "\(role)-\(UUID().uuidString.lowercased().prefix(8))@example.com"
        let invitation = try await invite(email, to: business.id, as: role)
        let reply = try await call(
            "POST", "/api/invites/accept",
            json: [
                "token": invitation.secret, "name": role.capitalized, "password": TestUser.password,
            ])
        return try user(reply, email)
    }

    func signIn(
        _ email: String, _ password: String = TestUser.password, from source: String = "127.0.0.1"
    ) async throws -> HTTPReply {
        try await call("POST", "/api/sign-in", json: ["email": email, "password": password], from: source)
    }

    /// Who a reply signed in.
    func user(_ reply: HTTPReply, _ email: String) throws -> TestUser {
        let user = reply.json["user"] as? [String: Any]
        guard reply.status == 200, let id = user?["id"] as? String, let cookie = reply.cookies["frontdesk_session"],
            let token = reply.json["csrf_token"] as? String
        else { throw Failure("\(reply.status): \(reply.text)") }
        return TestUser(id: id, email: email, cookie: cookie, pageToken: token)
    }

    /// Sends a form as a browser does.
    func form(
        _ path: String, _ fields: [String: String], headers: [String: String] = [:], from source: String = "127.0.0.1"
    ) async throws -> HTTPReply {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._~")
        func escaped(_ text: String) -> String { text.addingPercentEncoding(withAllowedCharacters: allowed) ?? "" }
        let body = fields.map { "\(escaped($0))=\(escaped($1))" }.joined(separator: "&")
        return try await call(
            "POST", path, body: Data(body.utf8),
            headers: headers.merging(["Content-Type": "application/x-www-form-urlencoded"]) { $1 }, from: source)
    }
}

extension HTTPReply {
    /// What stands behind the last slash of the link in it.
    var secret: String { String((json["link"] as? String ?? "").split(separator: "/").last ?? "") }
}
