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

        @Test("A day on a form is the business's own, and what is stored stays while its day does")
        func days() async throws {
            let shop = try await desk.business()
            let settings = try await desk.call(
                "PATCH", "/api/businesses/\(shop.id)", key: shop.key,
                json: ["settings": ["time_zone": "America/New_York"]])
            #expect(settings.status == 200, "\(settings.text)")
            let visitor = try await Visitor(desk)
            let made = try await desk.call(
                "POST", "/api/businesses/\(shop.id)/faqs", key: shop.key,
                json: ["question": "Open?", "answer": "Yes.", "valid_until": "2099-01-31T18:00:00Z"])
            let faq = try #require(made.json["id"] as? String)
            let page = "/b/\(shop.id)/answers/\(faq)"
            for (day, stored) in [
                ("2099-01-31", "2099-01-31T18:00:00.000Z"), ("2099-02-01", "2099-02-02T05:00:00.000Z"),
                ("2099-02-01", "2099-02-02T05:00:00.000Z"), ("2099-01-31", "2099-02-01T05:00:00.000Z"),
            ] {
                let token = try await visitor.token(on: page)
                let saved = try await visitor.post(
                    page, "csrf_token=\(token)&question=Open%3F&answer=Yes.&valid_from=\(day)&valid_until=\(day)")
                #expect(saved.status == 303, "\(saved.text)")
                let kept = try await desk.call("GET", "/api/businesses/\(shop.id)/faqs/\(faq)", key: shop.key)
                #expect(kept.json["valid_until"] as? String == stored)
                #expect(kept.json["valid_from"] as? String == "\(day)T05:00:00.000Z")
                #expect(try await visitor.get(page).text.contains("value=\"\(day)\""))
            }
            let document = try await desk.learn("Hours\n\nWe open at nine.", as: "h.txt", business: shop)
            let token = try await visitor.token(on: "/b/\(shop.id)/documents/\(document)")
            let labelled = try await visitor.post(
                "/b/\(shop.id)/documents/\(document)/labels",
                "csrf_token=\(token)&tags=&audience=public&effective_at=2026-01-31")
            #expect(labelled.status == 303, "\(labelled.text)")
            let held = try await desk.call("GET", "/api/documents/\(document)", key: shop.key)
            #expect((held.json["effective_at"] as? String)?.hasPrefix("2026-01-31T05:00:00") == true)
            let shown = try await visitor.get("/b/\(shop.id)/documents/\(document)")
            #expect(shown.text.contains("value=\"2026-01-31\""))
        }

        @Test("S4: an agent hands a conversation to a colleague from its page, and to nobody else")
        func handingOver() async throws {
            let shop = try await desk.business()
            let (ana, ben) = (try await desk.join(shop, as: "agent"), try await desk.join(shop, as: "agent"))
            let viewer = try await desk.join(shop, as: "viewer")
            let stranger = try await desk.join(try await desk.business(), as: "agent")
            let session = try await desk.session(shop)
            let path = "/b/\(shop.id)/conversations/\(session)"
            func act(_ user: TestUser, _ verb: String, _ fields: [String: String] = [:]) async throws -> HTTPReply {
                try await desk.form(
                    "\(path)/\(verb)", fields.merging(["csrf_token": user.pageToken]) { $1 },
                    headers: user.headers.merging(["Accept": "text/html"]) { $1 })
            }
            func holder() async throws -> String? {
                try await desk.call("GET", "/api/conversations/\(session)/handoff", key: shop.key).json["agent_id"]
                    as? String
            }
            // What nobody has cannot be handed on.
            #expect(try await act(ana, "transfer", ["to": ben.id]).status == 409)
            #expect(try await act(ana, "take").status == 303)
            let page = try await desk.call("GET", path, headers: ana.headers).text
            #expect(page.contains("<option value=\"\(ben.id)\">"))
            #expect(
                !page.contains(viewer.id)
                    && !page.contains("<option value=\"\(ana.id)\">Agent</option></select><button"))
            for wrong in [viewer.id, stranger.id, UUID7.unknown, "", "<script>"] {
                #expect(try await act(ana, "transfer", ["to": wrong]).status == 400, "\(wrong)")
            }
            #expect(try await act(ben, "transfer", ["to": ben.id]).status == 409)
            #expect(try await act(viewer, "transfer", ["to": ben.id]).status == 403)
            #expect(try await holder() == ana.id)
            #expect(try await act(ana, "transfer", ["to": ben.id]).status == 303)
            #expect(try await holder() == ben.id)
            #expect(!(try await desk.call("GET", path, headers: ana.headers).text).contains("/transfer\""))
            let log = try await desk.call("GET", "/api/businesses/\(shop.id)/audit-log?limit=200", key: shop.key)
            let actions = log.results.compactMap { $0["action"] as? String }
            #expect(actions.contains("conversation.take") && actions.contains("conversation.transfer"))
        }

        @Test("S4: a deleted note and a removed member come back by the toast's step, once, and for nobody else")
        func undoing() async throws {
            let shop = try await desk.business()
            let owner = try await desk.join(shop, as: "owner")
            let agent = try await desk.join(shop, as: "agent")
            let other = try await desk.business()
            let stranger = try await desk.join(other, as: "owner")
            let session = try await desk.session(shop)
            func post(_ path: String, _ fields: [String: String] = [:], as user: TestUser) async throws -> HTTPReply {
                try await desk.form(
                    path, fields.merging(["csrf_token": user.pageToken]) { $1 },
                    headers: user.headers.merging(["Accept": "text/html"]) { $1 })
            }
            let base = "/b/\(shop.id)"
            let page = "\(base)/conversations/\(session)"
            #expect(try await post("\(page)/notes", ["text": "Call <b>Ana</b> back"], as: agent).status == 303)
            func notes() async throws -> [[String: Any]] {
                try await desk.call("GET", "/api/conversations/\(session)/notes", key: shop.key).results
            }
            let note = try #require(try await notes().first)
            let id = try #require(note["id"] as? String)
            let deleted = try await post("\(page)/notes/\(id)/delete", as: agent)
            #expect(deleted.headers["location"]?.hasSuffix("done=note_deleted&undo=\(id)") == true)
            #expect(try await notes().isEmpty)
            let shown = try await desk.call("GET", "\(page)?done=note_deleted&undo=\(id)", headers: agent.headers)
            #expect(shown.text.contains("notes/restore/\(id)\""))
            #expect(try await post("/b/\(other.id)/notes/restore/\(id)", as: stranger).status == 404)
            #expect(try await post("\(base)/notes/restore/\(id)", as: agent).status == 303)
            let back = try #require(try await notes().first)
            for name in ["id", "text", "author", "created_at"] {
                #expect(back[name] as? String == note[name] as? String, "\(name)")
            }
            #expect(try await post("\(base)/notes/restore/\(id)", as: agent).status == 404)

            let removed = try await post(
                "/team/remove", ["business": "\(shop.id)", "member": agent.id], as: owner)
            #expect(removed.headers["location"]?.hasSuffix("done=member_removed&undo=\(agent.id)") == true)
            #expect(try await desk.signIn(agent.email).status == 401)
            #expect(try await post("/b/\(other.id)/team/restore/\(agent.id)", as: stranger).status == 404)
            #expect(try await post("\(base)/team/restore/\(agent.id)", as: owner).status == 303)
            #expect(try await desk.signIn(agent.email).status == 200)
            #expect(try await post("\(base)/team/restore/\(agent.id)", as: owner).status == 404)
        }

        @Test("S4: what is wrong with a form is told in the page's language")
        func problems() async throws {
            let shop = try await desk.business()
            let owner = try await desk.join(shop, as: "owner")
            func post(_ path: String, _ fields: [String: String], _ language: String) async throws -> HTTPReply {
                try await desk.form(
                    path, fields.merging(["csrf_token": owner.pageToken]) { $1 },
                    headers: owner.headers.merging(["Accept": "text/html", "Accept-Language": language]) { $1 })
            }
            let base = "/b/\(shop.id)"
            for (path, fields, status, spanish) in [
                ("\(base)/settings", ["name": ""], 400, "«Nombre» admite de 1 a 200 caracteres"),
                ("\(base)/settings", ["name": "N", "top_k": "900"], 400, "es un número de 1 a 100"),
                ("\(base)/forms", ["name": ""], 400, "«Nombre» admite de 1 a 200 caracteres"),
                ("\(base)/answers", ["question": ""], 400, "«Pregunta» admite de 1 a"),
                (
                    "/team/invite", ["business": "\(shop.id)", "email": "x", "role": "agent"], 400,
                    "dirección de correo"
                ),
                ("/team/remove", ["business": "\(shop.id)", "member": owner.id], 409, "conserva un propietario"),
                ("\(base)/conversations/\(UUID7.unknown)/take", [:], 404, "Lo que busca no está"),
            ] as [(String, [String: String], Int, String)] {
                let reply = try await post(path, fields, "es")
                #expect(reply.status == status, "\(path)")
                #expect(reply.text.contains(spanish), "\(path): \(reply.text.suffix(900))")
                #expect(!(try await post(path, fields, "en").text).contains(spanish), "\(path)")
            }
            let wrong = try await desk.form(
                "/sign-in", ["email": "nobody@example.com", "password": "guess"],
                headers: ["Accept-Language": "pt-BR", "Accept": "text/html"])
            #expect(wrong.text.contains("O e-mail ou a palavra-passe está errado"))
        }

        @Test("Without scripts a form that is sent twice acts once, and the next page's form acts again")
        func doubleSubmit() async throws {
            let shop = try await desk.business()
            let session = try await desk.session(shop)
            let page = "/b/\(shop.id)/conversations/\(session)"
            let visitor = try await Visitor(desk)
            let token = try await visitor.token(on: page)
            func notes() async throws -> Int {
                try await desk.call("GET", "/api/conversations/\(session)/notes", key: shop.key).results.count
            }
            let first = try await visitor.formKey(on: page)
            let body = "csrf_token=\(token)&form_key=\(first)&text="
            let locations = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        let reply = try await visitor.post("\(page)/notes", "\(body)Call%20back")
                        return reply.status == 303 ? reply.headers["location"] : nil
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(locations.count == 4 && Set(locations).count == 1 && locations[0]?.contains("done=saved") == true)
            #expect(try await notes() == 1)
            // Other fields, another page and another visitor are no repeats; what was refused may be sent again.
            #expect(try await visitor.post("\(page)/notes", "\(body)Call%20tomorrow").status == 303)
            #expect(try await notes() == 2)
            let second = try await visitor.formKey(on: page)
            #expect(second != first)
            let again = "csrf_token=\(token)&form_key=\(second)&text=Call%20back"
            #expect(try await visitor.post("\(page)/notes", again).status == 303)
            let other = try await Visitor(desk)
            let own = try await other.token(on: page)
            let theirs = "csrf_token=\(own)&form_key=\(second)&text=Call%20back"
            #expect(try await other.post("\(page)/notes", theirs).status == 303)
            #expect(try await notes() == 4)
            for _ in 0..<2 { #expect(try await visitor.post("\(page)/notes", body).status == 400) }
        }

        @Test("L19: the operator who takes a conversation keeps it in another language")
        func operatorLanguage() async throws {
            let shop = try await desk.business()
            let session = try await desk.session(shop)
            let page = "/b/\(shop.id)/conversations/\(session)"
            let visitor = try await Visitor(desk)
            let token = "csrf_token=\(try await visitor.token(on: page))"
            let (english, hindi) = (["Accept-Language": "en"], ["Accept-Language": "hi"])
            #expect(try await visitor.post("\(page)/take", token, headers: english).status == 303)
            let word = try await visitor.post("\(page)/reply", "\(token)&text=Hello", headers: hindi)
            #expect(word.status == 303, "\(word.text.suffix(500))")
            #expect(try await visitor.post("\(page)/release", token, headers: hindi).status == 303)
            let voice = try await desk.call("GET", "/api/conversations/\(session)/handoff", key: shop.key)
            #expect(voice.json["state"] as? String == "bot")
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

    /// What a page's forms carry so that each acts once.
    func formKey(on path: String) async throws -> String {
        let page = try await get(path)
        guard let match = page.text.firstMatch(of: /name="form_key" value="([^"]+)"/) else {
            throw Failure("no key: \(page.status)")
        }
        return String(match.output.1)
    }
}
