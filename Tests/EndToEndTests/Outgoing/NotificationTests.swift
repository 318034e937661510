import Foundation
import LoopbackServer
import MailServer
import Testing

/// Notifications by mail over the built program and a real SMTP server.
@Suite("L8, L19, L20, L23: notifications", .serialized)
struct NotificationTests {
    private func path(_ business: TestBusiness) -> String { "/api/businesses/\(business.id)/notifications" }

    private func settings(_ address: String, events: [String], digest: String = "immediate") -> [String: Any] {
        [
            "people": [
                [
                    "name": "Ana", "email": address,
                    "rules": [["events": events, "channels": ["email"], "digest": digest]],
                ]
            ]
        ]
    }

    private func environment(_ mail: MailServer) -> [String: String] {
        [
            "FRONTDESK_SMTP_URL": "smtp://127.0.0.1:\(mail.port)", "FRONTDESK_SMTP_FROM": "Desk <desk@shop.example>",
            "FRONTDESK_SMTP_CA_FILE": mail.authorities, "FRONTDESK_PUBLIC_URL": "http://desk.shop.example",
        ]
    }

    private func waitForMail(_ mail: MailServer, _ count: Int) async throws -> [MailServer.Received] {
        try await withPatience("mail \(count)") {
            while mail.received.count < count { try await Task.sleep(for: .milliseconds(50)) }
            return mail.received
        }
    }

    @Test("L23: a question without an answer is mailed to whoever asked for it; a refused address is a dead letter")
    func mailed() async throws {
        let mail = try MailServer()
        let desk = try await RunningDesk(environment: environment(mail))
        let shop = try await desk.business(knowing: Guides.returns)
        var wanted = settings("ana@example.org", events: ["answer.declined", "document.failed"])
        var people = try #require(wanted["people"] as? [[String: Any]])
        people.append(
            [
                "name": "Gone", "email": "refused@example.org",
                "rules": [["events": ["document.failed"], "channels": ["email"]]],
            ])
        wanted["people"] = people
        let saved = try await desk.call("PUT", path(shop), key: shop.key, json: wanted)
        #expect(saved.status == 200, "\(saved.text)")
        let channels = try #require(saved.json["channels"] as? [String: [String: Any]])
        #expect(channels["email"]?["is_set_up"] as? Bool == true && channels["sms"]?["is_set_up"] as? Bool == false)
        let asked = try await desk.ask("Who won the football world cup of 1954?", shop)
        #expect(asked.json["answered"] as? Bool == false)
        let first = try #require(try await waitForMail(mail, 1).first)
        #expect(first.to == ["ana@example.org"] && first.tls)
        #expect(first.headers["subject"] == "Test: A question without an answer")
        #expect(first.text.contains("Who won the football world cup of 1954?"))
        let link = try #require(first.text.firstMatch(of: /http:\/\/desk\.shop\.example(\/b\/\S+)/)?.output.1)
        #expect(link.hasPrefix("/b/\(shop.id)/conversations/"))
        let entry = try await desk.call("POST", "/sign-in", json: ["token": desk.admin])
        let cookie = try #require(entry.cookies["frontdesk_session"])
        let page = try await desk.call(
            "GET", String(link), headers: ["Cookie": "frontdesk_session=\(cookie)", "Accept": "text/html"])
        #expect(page.status == 200 && page.text.contains("Who won the football world cup of 1954?"))
        let refusal = try await desk.refusal(of: "broken.pdf", Data("%PDF-1.7 nothing".utf8), in: shop)
        #expect(refusal != nil)
        let second = try await waitForMail(mail, 2)[1]
        #expect(second.text.contains("broken.pdf"))
        let dead = try await withPatience("the dead letter") {
            while true {
                let page = try await desk.call(
                    "GET", "/api/businesses/\(shop.id)/outbox?state=dead&kind=email", key: shop.key)
                if let entry = page.results.first { return DeadLetter(entry) }
                try await Task.sleep(for: .milliseconds(50))
            }
        }
        #expect(dead.target == "refused@example.org" && dead.error.contains("550"))
        #expect(desk.log.contains("given up") && desk.log.contains("550"))
        let replay = try await desk.call(
            "POST", "/api/businesses/\(shop.id)/outbox/\(dead.id)/replay", key: shop.key)
        #expect(replay.status == 202)
        let stranger = try await desk.business()
        #expect(
            try await desk.call("POST", "/api/businesses/\(stranger.id)/outbox/\(dead.id)/replay", key: stranger.key)
                .status == 404)
        #expect(mail.received.count == 2)
    }

    private struct DeadLetter: Sendable {
        let id: String
        let target: String
        let error: String

        init(_ json: [String: Any]) {
            id = json["id"] as? String ?? ""
            target = json["target"] as? String ?? ""
            error = json["error"] as? String ?? ""
        }
    }

    @Test("a mail that was accepted before kill -9 is sent by the next start, once")
    func crash() async throws {
        let mail = try MailServer()
        let gate = Gate()
        // Takes connections and never says a word.
        let tarpit = try LoopbackServer { _ in gate.wait() }
        let folder: DeskFolder
        do {
            var environment = environment(mail)
            environment["FRONTDESK_SMTP_URL"] = "smtp://127.0.0.1:\(tarpit.port)"
            let desk = try await RunningDesk(environment: environment)
            folder = desk.folder
            let shop = try await desk.business()
            _ = try await desk.call(
                "PUT", path(shop), key: shop.key, json: settings("ana@example.org", events: ["conversation.created"]))
            _ = try await desk.session(shop)
            try await withPatience("the connection") {
                while tarpit.connections == 0 { try await Task.sleep(for: .milliseconds(20)) }
            }
            await desk.killHard()
        }
        gate.open()
        let desk = try await RunningDesk(folder: folder, environment: environment(mail))
        _ = try await waitForMail(mail, 1)
        desk.terminate()
        #expect(await desk.exitStatus() == 0)
        let once = try await RunningDesk(folder: folder, environment: environment(mail))
        once.terminate()
        #expect(await once.exitStatus() == 0)
        #expect(mail.received.count == 1)
    }

    @Test("frontdesk doctor connects to the mail server and says what is wrong")
    func doctor() async throws {
        let mail = try MailServer(account: "desk:right")
        let folder = try DeskFolder()
        var variables = environment(mail)
        variables["FRONTDESK_SMTP_USER"] = "desk"
        for (password, isRight) in [("right", true), ("wrong", false)] {
            variables["FRONTDESK_SMTP_PASSWORD"] = password
            let result = try await folder.run("doctor", "--json", "--data", folder.data, environment: variables)
            let checks = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]] ?? []
            let check = try #require(checks.first { $0["name"] as? String == "mail" })
            #expect(check["ok"] as? Bool == isRight, "\(check)")
            #expect(!result.output.contains(password) || isRight)
        }
    }
}

extension SharedDesk {
    @Suite("L8, L23: notification settings")
    struct NotificationSettingsTests {
        private let desk: RunningDesk

        init() throws { desk = try SharedDesk.desk }

        @Test("L8: the four settings are kept under their own names, and other businesses' are another's")
        func literal() async throws {
            let shop = try await desk.business()
            let path = "/api/businesses/\(shop.id)/notifications"
            let wanted = [
                "voicemail_email": "v@example.com", "voicemail_phone": "+34600111222", "form_email": "f@example.com",
                "form_phone": "+12125550100",
            ]
            #expect(try await desk.call("PUT", path, key: shop.key, json: wanted).status == 200)
            let kept = try await desk.call("GET", path, key: shop.key).json
            for (name, value) in wanted { #expect(kept[name] as? String == value) }
            #expect(kept["time_zone"] as? String == "UTC")
            #expect(Set(kept["page_events"] as? [String] ?? []) == ["form.submitted", "webhook.disabled"])
            let channels = try #require(kept["channels"] as? [String: [String: Any]])
            for channel in ["email", "sms"] {
                #expect(channels[channel]?["is_set_up"] as? Bool == false)
                #expect((channels[channel]?["problem"] as? String)?.isEmpty == false)
            }
            let stranger = try await desk.business()
            for method in ["GET", "PUT"] {
                #expect(try await desk.call(method, path, key: stranger.key, json: [:]).status == 404)
                #expect(try await desk.call(method, path, key: shop.widget, json: [:]).status == 403)
                #expect(try await desk.call(method, path, json: [:]).status == 401)
            }
            #expect(try await desk.call("PUT", path, key: shop.key, json: [:]).status == 200)
            #expect(try await desk.call("GET", path, key: shop.key).json["form_email"] == nil)
        }

        @Test("values that cannot be are refused by name, and what was set stays")
        func refused() async throws {
            let shop = try await desk.business()
            let path = "/api/businesses/\(shop.id)/notifications"
            _ = try await desk.call("PUT", path, key: shop.key, json: ["form_email": "f@example.com"])
            func person(_ changes: [String: Any]) -> [String: Any] {
                let plain: [String: Any] = [
                    "name": "Ana", "email": "ana@example.com",
                    "rules": [["events": ["form.submitted"], "channels": ["email"]]],
                ]
                return ["people": [plain.merging(changes) { $1 }]]
            }
            let cases: [([String: Any], String)] = [
                (["form_email": "not an address"], "form_email"), (["form_phone": "600111222"], "form_phone"),
                (["form_email": "a@b.c\r\nBcc: d@e.f"], "form_email"), (["time_zone": "Mars"], "time_zone"),
                (["quiet_hours": ["from": "25:00", "until": "07:00"]], "quiet_hours.from"),
                (["quiet_hours": ["from": "22:00"]], "quiet_hours.until"), (["daily_at": "8"], "daily_at"),
                (["page_events": ["everything"]], "page_events.0"), (["page_events": ["webhook.test"]], "page_events"),
                (person(["email": 7]), "people.0.email"), (person(["email": NSNull()]), "people.0.email"),
                (person(["name": String(repeating: "x", count: 201)]), "people.0.name"),
                (person(["rules": [["events": ["form.submitted"], "channels": ["sms"]]]]), "people.0.phone"),
                (person(["rules": [["events": ["form.submitted"], "channels": ["pigeon"]]]]), "people.0.rules.0"),
                (person(["rules": [["events": ["x"], "channels": ["email"]]]]), "people.0.rules.0"),
                (["people": Array(repeating: ["name": "x", "rules": []], count: 51)], "people"),
            ]
            for (body, field) in cases {
                let reply = try await desk.call("PUT", path, key: shop.key, json: body)
                #expect(reply.status == 400 && reply.errorCode == "invalid_request", "\(body): \(reply.text)")
                #expect(reply.sentence.contains(field), "\(field): \(reply.sentence)")
            }
            #expect(try await desk.call("GET", path, key: shop.key).json["form_email"] as? String == "f@example.com")
        }
    }
}
