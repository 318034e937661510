import Foundation
import Testing

extension SharedDesk {
    @Suite("L24: accounts over HTTP")
    struct AccountTests {
        private let desk: RunningDesk

        init() throws { desk = try SharedDesk.desk }

        @Test(
            "L24: signing in gives a cookie that scripts cannot read and a token that they can; signing out ends both")
        func signIn() async throws {
            let shop = try await desk.business("Tulips")
            let made = try await desk.join(shop, as: "owner")
            let reply = try await desk.signIn(made.email.uppercased())
            let lines = try #require(reply.headers["set-cookie"]).split(separator: "\n")
            let session = try #require(lines.first { $0.hasPrefix("frontdesk_session=") })
            let token = try #require(lines.first { $0.hasPrefix("frontdesk_csrf=") })
            #expect(
                session.contains("; HttpOnly") && session.contains("; SameSite=Lax") && session.contains("; Path=/"))
            #expect(!session.contains("; Secure"))
            #expect(!token.contains("HttpOnly") && token.contains("; SameSite=Lax"))
            #expect(!reply.text.contains("fd_us_"))
            let user = try desk.user(reply, made.email)
            let me = try await desk.call("GET", "/api/me", headers: user.headers)
            #expect(me.json["kind"] as? String == "user")
            let memberships = try #require(me.json["memberships"] as? [[String: Any]])
            #expect(memberships.count == 1 && memberships[0]["role"] as? String == "owner")
            let businesses = try await desk.call("GET", "/api/businesses", headers: user.headers)
            #expect(businesses.results.map { $0["name"] as? String } == ["Tulips"])
            #expect(try await desk.call("POST", "/api/sign-out", headers: user.headers).status == 204)
            #expect(try await desk.call("GET", "/api/me", headers: user.headers).status == 401)
            // The other session of the same person lives on.
            #expect(try await desk.call("GET", "/api/me", headers: made.headers).status == 200)
        }

        @Test("L24: signing in again gives another secret, and the one that the browser held is void")
        func rotation() async throws {
            let first = try await desk.join(try await desk.business(), as: "agent")
            let reply = try await desk.call(
                "POST", "/api/sign-in", json: ["email": first.email, "password": TestUser.password],
                headers: ["Cookie": "frontdesk_session=\(first.cookie)"])
            let second = try desk.user(reply, first.email)
            #expect(second.cookie != first.cookie)
            #expect(try await desk.call("GET", "/api/me", headers: first.headers).status == 401)
            #expect(try await desk.call("GET", "/api/me", headers: second.headers).status == 200)
        }

        @Test("L24: a change with a cookie needs our origin and the token of this very session")
        func forgery() async throws {
            let shop = try await desk.business("Before")
            let owner = try await desk.join(shop, as: "owner")
            let other = try await desk.join(shop, as: "owner")
            let path = "/api/businesses/\(shop.id)"
            let cookie = "frontdesk_session=\(owner.cookie)"
            let own = "http://127.0.0.1:\(desk.port)"
            let refused: [([String: String], String)] = [
                (["Cookie": cookie], "csrf_token"), (["Cookie": cookie, "X-CSRF-Token": ""], "csrf_token"),
                (["Cookie": cookie, "X-CSRF-Token": other.pageToken], "csrf_token"),
                (["Cookie": cookie + "; frontdesk_csrf=x", "X-CSRF-Token": "x"], "csrf_token"),
                (["Cookie": cookie, "Origin": own], "csrf_token"),
                (owner.headers.merging(["Origin": "https://evil.example"]) { $1 }, "cross_site"),
                (owner.headers.merging(["Origin": "null"]) { $1 }, "cross_site"),
            ]
            for (headers, code) in refused {
                for method in ["PATCH", "PUT", "DELETE", "POST"] {
                    let reply = try await desk.call(method, path, json: ["name": "After"], headers: headers)
                    #expect(reply.status == 403 && reply.errorCode == code, "\(method) \(headers): \(reply.text)")
                    #expect(reply.saysWhatToDo)
                }
            }
            #expect(try await desk.call("GET", path, headers: ["Cookie": cookie]).json["name"] as? String == "Before")
            let right = try await desk.call(
                "PATCH", path, json: ["name": "After"], headers: owner.headers.merging(["Origin": own]) { $1 })
            #expect(right.status == 200)
            // The token of pages, as a field of a form, and of no other form.
            let field = try await desk.form(
                "/account/name", ["name": "Ana", "csrf_token": owner.pageToken], headers: ["Cookie": cookie])
            #expect(field.status == 303 && field.headers["location"] == "../account?done=saved")
            for fields in [["name": "Eve"], ["name": "Eve", "csrf_token": other.pageToken]] {
                let reply = try await desk.form("/account/name", fields, headers: ["Cookie": cookie])
                #expect(reply.status == 403)
            }
            let me = try await desk.call("GET", "/api/me", headers: ["Cookie": cookie])
            #expect((me.json["user"] as? [String: Any])?["name"] as? String == "Ana")
            // Keys are sent by no browser by itself and need no token; the operator's cookie does.
            #expect(try await desk.call("PATCH", path, key: shop.key, json: ["name": "Key"]).status == 200)
            let operatorIn = try await desk.call("POST", "/sign-in", json: ["token": desk.admin])
            let operatorCookie = ["Cookie": "frontdesk_session=\(operatorIn.cookies["frontdesk_session"] ?? "")"]
            #expect(try await desk.call("PATCH", path, json: ["name": "X"], headers: operatorCookie).status == 403)
            let token = ["X-CSRF-Token": operatorIn.cookies["frontdesk_csrf"] ?? ""]
            let whole = operatorCookie.merging(token) { $1 }
            #expect(try await desk.call("PATCH", path, json: ["name": "X"], headers: whole).status == 200)
        }

        @Test("L24: altered, foreign and ended sessions open nothing")
        func sessions() async throws {
            let owner = try await desk.join(try await desk.business(), as: "owner")
            let altered = owner.cookie.dropLast() + (owner.cookie.hasSuffix("0") ? "1" : "0")
            for value in ["", "fd_us_", altered, String(repeating: "x", count: 8_000)] {
                let headers = ["Cookie": "frontdesk_session=\(value)"]
                #expect(try await desk.call("GET", "/api/me", headers: headers).status == 401)
            }
            // A session's id is no secret, and opens nothing.
            let second = try desk.user(try await desk.signIn(owner.email), owner.email)
            let listed = try await desk.call("GET", "/api/me/sessions", headers: owner.headers).results
            #expect(listed.count == 2 && listed.count { $0["current"] as? Bool == true } == 1)
            let other = try #require(listed.first { $0["current"] as? Bool == false }?["id"] as? String)
            #expect(
                try await desk.call("GET", "/api/me", headers: ["Cookie": "frontdesk_session=\(other)"]).status == 401)
            // Somebody else's session cannot be ended.
            let stranger = try await desk.join(try await desk.business(), as: "owner")
            let foreign = "/api/me/sessions/\(other)"
            #expect(try await desk.call("DELETE", foreign, headers: stranger.headers).status == 404)
            #expect(try await desk.call("GET", "/api/me", headers: second.headers).status == 200)
            #expect(try await desk.call("DELETE", foreign, headers: owner.headers).status == 204)
            #expect(try await desk.call("GET", "/api/me", headers: second.headers).status == 401)
            let third = try desk.user(try await desk.signIn(owner.email), owner.email)
            #expect(try await desk.call("DELETE", "/api/me/sessions", headers: owner.headers).status == 204)
            #expect(try await desk.call("GET", "/api/me", headers: third.headers).status == 401)
            #expect(try await desk.call("GET", "/api/me", headers: owner.headers).status == 200)
        }

        @Test("L24: a new password ends the other sessions and gives this one another cookie; a weak one is refused")
        func password() async throws {
            let owner = try await desk.join(try await desk.business(), as: "owner")
            let other = try desk.user(try await desk.signIn(owner.email), owner.email)
            func change(_ current: String, _ new: String) async throws -> HTTPReply {
                try await desk.call(
                    "POST", "/api/me/password", json: ["current_password": current, "new_password": new],
                    headers: owner.headers)
            }
            let wrong = try await change("guess", "neun alte Tonnen")
            #expect(wrong.status == 401 && wrong.errorCode == "wrong_credentials")
            for weak in ["short", "password12345", owner.email] {
                let reply = try await change(TestUser.password, weak)
                #expect(reply.status == 400 && reply.errorCode == "weak_password", "\(weak): \(reply.text)")
            }
            let right = try await change(TestUser.password, "neun alte Tonnen")
            #expect(right.status == 204)
            #expect(try await desk.call("GET", "/api/me", headers: owner.headers).status == 401)
            #expect(try await desk.call("GET", "/api/me", headers: other.headers).status == 401)
            let cookie = try #require(right.cookies["frontdesk_session"])
            #expect(
                try await desk.call("GET", "/api/me", headers: ["Cookie": "frontdesk_session=\(cookie)"]).status == 200)
            #expect(try await desk.signIn(owner.email).status == 401)
            #expect(try await desk.signIn(owner.email, "neun alte Tonnen").status == 200)
        }

        @Test("L24: what is told of an unknown address is what is told of a known one")
        func enumeration() async throws {
            let known = try await desk.join(try await desk.business(), as: "agent").email
            var answers: Set<String> = []
            for email in [known, "nobody-here@example.com", "no address at all"] {
                let signIn = try await desk.signIn(email, "wrong and long", from: "127.0.3.1")
                #expect(signIn.status == 401)
                let reset = try await desk.call(
                    "POST", "/api/password-resets", json: ["email": email], from: "127.0.3.1")
                #expect(reset.status == 202)
                let page = try await desk.form("/reset", ["email": email], from: "127.0.3.1")
                let form = try await desk.form("/sign-in", ["email": email, "password": "wrong"], from: "127.0.3.1")
                #expect(form.status == 401)
                answers.insert(
                    [signIn.text, reset.text, page.text, form.text.replacingOccurrences(of: email, with: "")].joined())
            }
            #expect(answers.count == 1)
        }

        @Test(
            "L24: signing in goes on to a path of this server and nowhere else",
            arguments: [
                ("/account", "./account"), ("/team?business=1", "./team?business=1"), ("", "./"),
                ("https://evil.example", "./"), ("//evil.example", "./"), ("/\\evil.example", "./"),
                ("\\\\evil.example", "./"), ("javascript:alert(1)", "./"), ("/../..//evil.example", "./"),
                ("/%2e%2e/%2E%2E/x", "./"), ("/a\r\nSet-Cookie: x=y", "./"), ("account", "./"),
                ("/" + String(repeating: "a", count: 5_000), "./"),
            ])
        func openRedirect(next: String, location: String) async throws {
            let user = try await desk.join(try await desk.business(), as: "viewer")
            let reply = try await desk.form(
                "/sign-in", ["email": user.email, "password": TestUser.password, "next": next])
            #expect(reply.status == 303)
            #expect(reply.headers["location"] == location)
            #expect(reply.cookies["x"] == nil)
        }

        @Test("L24: a link to a new password works once, and not as anything else")
        func reset() async throws {
            let shop = try await desk.business()
            let owner = try await desk.join(shop, as: "owner")
            let agent = try await desk.join(shop, as: "agent")
            let made = try await desk.call(
                "POST", "/api/businesses/\(shop.id)/members/\(agent.id)/reset", headers: owner.headers)
            #expect(made.status == 201)
            func redeem(_ token: String, _ password: String) async throws -> HTTPReply {
                try await desk.call(
                    "POST", "/api/password-resets/redeem", json: ["token": token, "password": password])
            }
            #expect(try await redeem(made.secret, "short").errorCode == "weak_password")
            #expect(try await desk.call("GET", "/reset/\(made.secret)").status == 200)
            #expect(try await desk.call("GET", "/invite/\(made.secret)").status == 410)
            #expect(try await redeem(made.secret, "neun alte Tonnen").status == 204)
            let again = try await redeem(made.secret, "sieben nasse Katzen")
            #expect(again.status == 410 && again.errorCode == "dead_link" && again.saysWhatToDo)
            #expect(try await desk.call("GET", "/reset/\(made.secret)").status == 410)
            #expect(try await desk.call("GET", "/api/me", headers: agent.headers).status == 401)
            #expect(try await desk.signIn(agent.email, "neun alte Tonnen").status == 200)
        }

        @Test("X31: hostile fields of forms are refused or shown as text, and harm nothing")
        func hostileFields() async throws {
            let shop = try await desk.business()
            let owner = try await desk.join(shop, as: "owner")
            let cookie = ["Cookie": "frontdesk_session=\(owner.cookie)"]
            for name in ["<script>alert(1)</script>", "'; DROP TABLE users; --", "{{csrf}}", "🦊 مرحبا"] {
                let reply = try await desk.form(
                    "/account/name", ["name": name, "csrf_token": owner.pageToken], headers: cookie)
                #expect(reply.status == 303)
                let page = try await desk.call("GET", "/account", headers: cookie)
                #expect(page.status == 200 && !page.text.contains("<script>alert"))
            }
            for name in ["", "   ", "a\u{202E}b", "a\u{0}b", String(repeating: "x", count: 101)] {
                let reply = try await desk.form(
                    "/account/name", ["name": name, "csrf_token": owner.pageToken], headers: cookie)
                #expect(reply.status == 400 && reply.text.contains("role=\"alert\""), "\(name)")
            }
            let huge = try await desk.form(
                "/account/name", ["name": String(repeating: "x", count: 1 << 21), "csrf_token": owner.pageToken],
                headers: cookie)
            #expect(huge.status == 413)
            let many = (0..<5_000).map { "f\($0)=1" }.joined(separator: "&") + "&csrf_token=\(owner.pageToken)"
            let fields = try await desk.call(
                "POST", "/account/name", body: Data(many.utf8),
                headers: cookie.merging(["Content-Type": "application/x-www-form-urlencoded"]) { $1 })
            #expect(fields.status == 400)
            #expect(try await desk.call("GET", "/api/me", headers: cookie).status == 200)
        }
    }
}
