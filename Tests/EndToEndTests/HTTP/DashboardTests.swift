import Foundation
import Testing

extension SharedDesk {
    @Suite("The dashboard over HTTP")
    struct DashboardTests {
        private let desk: RunningDesk

        init() throws { desk = try SharedDesk.desk }

        @Test("S4, C18: pages lead to the sign-in without a cookie, and a key of a business opens none")
        func signedOut() async throws {
            let shop = try await desk.business()
            for path in ["/b/\(shop.id)/", "/b/\(shop.id)/documents", "/b/\(shop.id)/forms", "/dashboard"] {
                let page = try await desk.call("GET", path, headers: ["Accept": "text/html"])
                #expect(page.status == 303, "\(path)")
                #expect(page.headers["location"]?.hasPrefix(".") == true, "\(path)")
            }
            let reply = try await desk.call("GET", "/b/\(shop.id)/documents", key: shop.key)
            #expect(reply.status == 401)
            #expect(reply.errorCode == "unauthorized")
        }

        @Test("Every form needs the token of the cookie that it is sent with, and its own origin")
        func forgery() async throws {
            let shop = try await desk.business("Honest")
            let visitor = try await Visitor(desk)
            let token = try await visitor.token(on: "/b/\(shop.id)/settings")
            let fields = "name=Stolen&answer_threshold=&top_k="
            for (body, headers) in [
                (fields, [:]), ("\(fields)&csrf_token=", [:]), ("\(fields)&csrf_token=\(token)0", [:]),
                ("\(fields)&csrf_token=\(token)", ["Origin": "https://evil.example"]),
            ] as [(String, [String: String])] {
                let reply = try await visitor.post("/b/\(shop.id)/settings", body, headers: headers)
                #expect(reply.status == 403, "\(body) \(headers)")
            }
            let other = try await Visitor(desk)
            #expect(try await other.post("/b/\(shop.id)/settings", "\(fields)&csrf_token=\(token)").status == 403)
            #expect(try await name(of: shop) == "Honest")
            let taken = try await visitor.post("/b/\(shop.id)/settings", "name=Mine&csrf_token=\(token)")
            #expect(taken.status == 303)
            #expect(try await name(of: shop) == "Mine")
        }

        @Test("Fields that are too many, too large or no text are refused with a sentence")
        func badFields() async throws {
            let shop = try await desk.business()
            let visitor = try await Visitor(desk)
            let path = "/b/\(shop.id)/settings"
            let token = try await visitor.token(on: path)
            let many = (0..<700).map { "a\($0)=1" }.joined(separator: "&")
            let large = String(repeating: "x", count: 2_000_000)
            for (body, status) in [
                ("csrf_token=\(token)&\(many)", 400), ("csrf_token=\(token)&name=\(large)", 413),
                ("csrf_token=\(token)&name=%FF%FE", 400), ("csrf_token=\(token)&name=", 400),
                ("csrf_token=\(token)&name=a&top_k=abc", 400), ("csrf_token=\(token)&name=a&answer_threshold=7", 400),
            ] {
                let reply = try await visitor.post(path, body)
                #expect(reply.status == status, "\(body.prefix(80))")
                #expect(reply.text.contains("id=\"error-message\"") || reply.saysWhatToDo)
            }
        }

        @Test("S15: what belongs to another business, or to none, is not there")
        func foreign() async throws {
            let shop = try await desk.business()
            let other = try await desk.business()
            let document = try await desk.learn("Other\n\nThe other shop sells tea.", as: "o.txt", business: other)
            let session = try await desk.session(other)
            let visitor = try await Visitor(desk)
            for path in [
                "/b/\(shop.id)/documents/\(document)", "/b/\(shop.id)/documents/\(document)/delete",
                "/b/\(shop.id)/conversations/\(session)", "/b/\(shop.id)/answers/\(UUID7.unknown)",
                "/b/\(shop.id)/forms/\(UUID7.unknown)", "/b/999999/inbox", "/b/x/inbox", "/go?business=999999",
            ] {
                #expect(try await visitor.get(path).status == 404, "\(path)")
            }
            let token = try await visitor.token(on: "/b/\(shop.id)/documents")
            let refused = try await visitor.post(
                "/b/\(shop.id)/documents/\(document)/delete", "csrf_token=\(token)")
            #expect(refused.status == 404)
            #expect(try await desk.call("GET", "/api/documents/\(document)", key: other.key).status == 200)
        }

        @Test("Where a switch leads next is one of the dashboard's own pages")
        func openRedirects() async throws {
            let shop = try await desk.business()
            let visitor = try await Visitor(desk)
            for page in ["https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "..%2F..%2Fx", "javascript%3Aalert(1)"] {
                let reply = try await visitor.get("/go?business=\(shop.id)&page=\(page)")
                #expect(reply.status == 303)
                #expect(reply.headers["location"] == "./b/\(shop.id)/")
            }
        }

        private func name(of shop: TestBusiness) async throws -> String? {
            try await desk.call("GET", "/api/businesses/\(shop.id)", key: shop.key).json["name"] as? String
        }
    }
}

/// A browser without scripts that signed in.
private struct Visitor {
    let desk: RunningDesk
    let cookie: String

    init(_ desk: RunningDesk) async throws {
        self.desk = desk
        let reply = try await desk.call("POST", "/sign-in", json: ["token": desk.admin])
        guard let cookie = reply.cookies["frontdesk_session"] else { throw Failure("no cookie: \(reply.text)") }
        self.cookie = "frontdesk_session=\(cookie)"
    }

    func get(_ path: String) async throws -> HTTPReply {
        try await desk.call("GET", path, headers: ["Cookie": cookie, "Accept": "text/html"])
    }

    func post(_ path: String, _ body: String, headers: [String: String] = [:]) async throws -> HTTPReply {
        let own = [
            "Cookie": cookie, "Accept": "text/html", "Content-Type": "application/x-www-form-urlencoded",
        ]
        return try await desk.call("POST", path, body: Data(body.utf8), headers: own.merging(headers) { $1 })
    }

    /// The token of a page's forms.
    func token(on path: String) async throws -> String {
        let page = try await get(path)
        guard let match = page.text.firstMatch(of: /name="csrf_token" value="([^"]+)"/) else {
            throw Failure("no token: \(page.status)")
        }
        return String(match.output.1)
    }
}
