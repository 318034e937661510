import Channels
import Foundation
import MailServer
import Testing

@Suite("E-mail", .serialized)
struct EmailMessageTests {
    private let provider: ProviderStandIn
    private let server: MailServer
    private let desk: RunningDesk
    private let business: TestBusiness

    init() async throws {
        provider = try ProviderStandIn()
        server = try MailServer()
        desk = try await .withChannels(
            provider,
            environment: [
                "FRONTDESK_SMTP_URL": "smtp://127.0.0.1:\(server.port)",
                "FRONTDESK_SMTP_FROM": "Desk <desk@shop.example>", "FRONTDESK_SMTP_CA_FILE": server.authorities,
            ])
        business = try await desk.business(knowing: "The clinic opens at nine on Monday to Friday.")
        try await desk.connect("email", business)
    }

    private func mail(_ id: String, _ text: String, _ headers: [String] = []) -> String {
        ([
            "From: Ana <ana@example.org>", "To: \(Wire.mailbox)", "Subject: Opening hours",
            "Message-ID: <\(id)@example.org>",
        ] + headers).joined(separator: "\r\n") + "\r\n\r\n" + text.replacing("\n", with: "\r\n")
    }

    private func waitForMail(_ count: Int) async throws -> [MailServer.Received] {
        try await withPatience("mail \(count)") {
            while server.received.count < count { try await Task.sleep(for: .milliseconds(50)) }
            return server.received
        }
    }

    @Test("L15: a mail is answered in its thread, once however often it comes; a new subject is a new conversation")
    func threads() async throws {
        for _ in 0..<2 {
            #expect(try await desk.mail(mail("a1", "When does the clinic open?\n-- \nAna"), to: business).status == 200)
        }
        let first = try #require(try await waitForMail(1).first)
        #expect(first.to == ["ana@example.org"])
        #expect(first.headers["from"]?.contains(Wire.mailbox) == true)
        #expect(first.headers["subject"] == "Re: Opening hours")
        #expect(first.headers["in-reply-to"] == "<a1@example.org>")
        #expect(first.headers["auto-submitted"] == "auto-replied")
        #expect(first.text.contains("nine"))
        #expect(first.defects.isEmpty)
        let answerID = try #require(first.headers["message-id"])
        _ = try await desk.mail(
            mail(
                "a2", "And on which days?\n\nOn Monday, the desk wrote:\n> The clinic opens at nine",
                ["In-Reply-To: \(answerID)", "References: <a1@example.org> \(answerID)"]), to: business)
        _ = try await waitForMail(2)
        _ = try await desk.mail(mail("b1", "When does the clinic open?"), to: business)
        let all = try await waitForMail(3)
        #expect(all.count == 3)
        let list = try await desk.call("GET", "/api/chat-sessions?business=\(business.id)", key: business.key).results
        #expect(list.count == 2)
        let asked = try await list.asyncFlatMap {
            try await desk.messages(try #require($0["session_id"] as? String), business)
        }
        .filter { $0["sender"] as? String == "user" }.compactMap { $0["message"] as? String }
        #expect(asked.contains("And on which days?"))
    }

    @Test("C25, L14, L15: question, follow-up, form, hand-off and hand-back go through in one thread of mails")
    func story() async throws {
        try await desk.form([["question_text": "How many pets?", "type": "number"]], for: business)
        var references: [String] = []
        var count = 0
        /// Writes in the thread. - Returns: the mail that comes back.
        func write(_ text: String, answers: Int = 1) async throws -> String {
            let number = count
            let thread = references.isEmpty ? [] : ["References: \(references.joined(separator: " "))"]
            #expect(try await desk.mail(mail("s\(number)", text, thread), to: business).status == 200)
            count += answers
            return answers == 0 ? "" : try await answer()
        }
        /// The newest mail, once it is there.
        func answer() async throws -> String {
            let newest = try #require(try await waitForMail(count).last)
            references.append(try #require(newest.headers["message-id"]))
            return newest.text
        }
        #expect(try await write("When does the clinic open?").contains("nine"))
        #expect(try await write("On which days does it open?").contains("Monday"))
        #expect(try await write("form").contains("How many pets?"))
        _ = try await write("2")
        let kept = try #require(try await desk.submissions(business).first)
        #expect((kept["responses"] as? [[String: Any]])?.compactMap { $0["value"] as? String } == ["2"])
        #expect(try await write("Can I talk to a person?").contains("asked a person"))
        let list = try await desk.call("GET", "/api/chat-sessions?business=\(business.id)", key: business.key).results
        #expect(list.count == 1)
        let conversation = try #require(list.first?["session_id"] as? String)
        count += 1
        #expect(try await desk.act("take", conversation, business, ["author": "Kim"]).status == 200)
        #expect(try await answer().contains("Kim"))
        _ = try await write("Hello, is somebody there?", answers: 0)
        count += 1
        let said = try await desk.call(
            "POST", "/api/conversations/\(conversation)/messages", key: business.key,
            json: ["author": "Kim", "body": "We are painting the doors."])
        #expect(said.status == 201, "\(said.text)")
        // What the person says comes next: the assistant was silent.
        #expect(try await answer().contains("painting the doors"))
        count += 1
        #expect(try await desk.act("release", conversation, business, ["author": "Kim"]).status == 200)
        #expect(try await answer().contains("assistant is back"))
        #expect(try await write("When does the clinic open?").contains("nine"))
    }

    @Test("L15: other secrets, no mail, other paths and automatic mails are refused or dropped")
    func refused() async throws {
        #expect(try await desk.mail(mail("a1", "x"), to: business, secret: "wrong-secret-of-a-test").status == 403)
        #expect(try await desk.mail("no mail at all", to: business).status == 400)
        let path = "/channels/email/\(business.id)/other"
        let headers = ["Authorization": "Bearer \(Wire.mailSecret)"]
        #expect(try await desk.call("POST", path, body: Data(mail("a1", "x").utf8), headers: headers).status == 404)
        #expect(try await desk.mail(mail("a2", "Away", ["Auto-Submitted: auto-replied"]), to: business).status == 200)
        #expect(try await desk.mail(mail("a3", "When does the clinic open?"), to: business).status == 200)
        #expect(try await waitForMail(1).count == 1)
        let metrics = try await desk.call("GET", "/metrics", key: desk.admin).text
        #expect(metrics.contains("frontdesk_conversations 1\n"))
    }
}

extension Sequence {
    fileprivate func asyncFlatMap<Result>(_ transform: (Element) async throws -> [Result]) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { results += try await transform(element) }
        return results
    }
}
