import DeskModel
import Foundation
import MailServer
import Storage
import Testing
import Transfer

@testable import Delivery

/// The outbox and the sender of mails against a real SMTP server with TLS, over a real database.
@Suite("L19, L20: mails are sent", .serialized)
struct EmailSenderTests {
    private func server(
        _ mail: MailServer, _ security: SMTPServer.Security = .startTLS, account: (String, String)? = nil,
        trusted: Bool = true
    ) -> SMTPServer {
        SMTPServer(
            host: "127.0.0.1", port: mail.port, security: security, user: account?.0, password: account?.1,
            authorities: trusted && security != .none ? mail.authorities : nil)
    }

    private func sender(
        _ bench: Bench, _ server: SMTPServer, limits: SMTPClient.Limits = SMTPClient.Limits(),
        policy: DeliveryPolicy = .email.hurried()
    ) throws -> EmailSender {
        let store = bench.store
        return EmailSender(
            client: SMTPClient(server, limits: limits), from: try #require(Mailbox("desk@shop.example")),
            publicURL: "https://desk.example", business: { try await store.business($0) }, policy: policy)
    }

    /// - Returns: the outbox's entry.
    private func post(
        _ bench: Bench, to address: String, subject: String = "Grüße: ein Lead",
        text: String = "Über uns.\n.\n\n..Ende",
        isConfidential: Bool = false
    ) async throws -> OutboxID {
        let email = Email(
            to: try #require(EmailAddress(address)), subject: subject, text: text, isConfidential: isConfidential)
        let known = try await entries(bench)
        try await OutboxMailer(store: bench.store, isSetUp: true)
            .send(email, for: bench.business, key: nil, lifetime: 3_600_000)
        return try #require(try await entries(bench).first { !known.contains($0) })
    }

    private func entries(_ bench: Bench) async throws -> [OutboxID] {
        try await bench.store.outbox(in: bench.business, kind: .email, lane: nil, state: nil, after: nil, limit: 99)
            .map(\.id)
    }

    @Test(
        "a mail arrives as it was written, over TLS, signed in where the server asks for it",
        arguments: [MailServer.Mode.startTLS, .implicit, .plain])
    func delivery(mode: MailServer.Mode) async throws {
        try await Bench.with { bench in
            let mail = try MailServer(mode, account: mode == .startTLS ? "desk:s e:crét" : nil)
            let security: SMTPServer.Security =
                switch mode {
                case .startTLS: .startTLS
                case .implicit: .implicitTLS
                case .plain: .none
                }
            let sender = try sender(
                bench, server(mail, security, account: mode == .startTLS ? ("desk", "s e:crét") : nil))
            let id = try await post(bench, to: "ana@example.org")
            _ = try await bench.sending([.email: sender]) { try await bench.wait(for: id, .delivered) }
            let received = try #require(mail.received.first)
            #expect(mail.received.count == 1)
            #expect(received.from == "desk@shop.example" && received.to == ["ana@example.org"])
            #expect(received.tls == (mode != .plain) && received.helo == "shop.example")
            #expect(received.user == (mode == .startTLS ? "desk" : ""))
            #expect(received.headers["subject"] == "Grüße: ein Lead")
            #expect(received.headers["from"]?.contains("Bäckerei \\\"Nord\\\"") == true, "\(received.headers)")
            #expect(received.headers["message-id"] == "<\(id)@shop.example>")
            #expect(received.headers["auto-submitted"] == "auto-generated")
            #expect(received.text == "Über uns.\n.\n\n..Ende" && received.html.contains("Über uns."))
            #expect(received.defects.isEmpty)
        }
    }

    @Test(
        "a mail that the server refuses for good is given up at once, with the server's words",
        arguments: [("refused@example.org", 550, "No such person"), ("spam@example.org", 554, "looks like spam")])
    func refused(address: String, code: Int, words: String) async throws {
        try await Bench.with { bench in
            let mail = try MailServer()
            let id = try await post(bench, to: address)
            _ = try await bench.sending([.email: try sender(bench, server(mail))]) {
                let dead = try await bench.wait(for: id, .dead)
                #expect(dead.attempts == 1 && dead.lastError?.contains(words) == true, "\(dead)")
            }
            let log = try await bench.store.outboxAttempts(of: id, in: bench.business)
            #expect(log.map(\.status) == [code])
        }
    }

    @Test("greylisting is waited out: the same mail is accepted the second time")
    func greylisting() async throws {
        try await Bench.with { bench in
            let mail = try MailServer()
            let id = try await post(bench, to: "grey@example.org")
            _ = try await bench.sending([.email: try sender(bench, server(mail))]) {
                let entry = try await bench.wait(for: id, .delivered)
                #expect(entry.attempts == 2)
            }
            let log = try await bench.store.outboxAttempts(of: id, in: bench.business)
            #expect(log.map(\.status) == [451, 250])
            #expect(mail.received.count == 1)
        }
    }

    @Test("a full mailbox is tried until the schedule ends")
    func full() async throws {
        try await Bench.with { bench in
            let mail = try MailServer()
            let id = try await post(bench, to: "full@example.org")
            _ = try await bench.sending([.email: try sender(bench, server(mail), policy: .email.hurried(retries: 2))]) {
                let entry = try await bench.wait(for: id, .dead)
                #expect(entry.attempts == 3)
            }
        }
    }

    @Test("nothing is said to a server without TLS, with an untrusted certificate, or that refuses the password")
    func insecure() async throws {
        let plain = try MailServer(.plain)
        let untrusted = try MailServer(.startTLS)
        let implicit = try MailServer(.implicit)
        let closed = try MailServer(.startTLS, account: "desk:right")
        let cases: [(SMTPServer, SMTPError.Reason)] = [
            (SMTPServer(host: "127.0.0.1", port: plain.port, security: .startTLS, user: "u", password: "p"), .insecure),
            (server(untrusted, trusted: false), .insecure), (server(implicit, .implicitTLS, trusted: false), .insecure),
            (server(closed, account: ("desk", "wrong")), .unauthenticated),
        ]
        for (server, reason) in cases {
            let client = SMTPClient(server)
            for attempt in [{ try await client.check() }, { try await client.send([65], from: "a@b.c", to: "d@e.f") }] {
                await #expect {
                    try await attempt()
                } throws: { error in
                    (error as? SMTPError)?.reason == reason
                }
            }
        }
        #expect(plain.received.isEmpty && untrusted.received.isEmpty && closed.received.isEmpty)
        try await SMTPClient(server(closed, account: ("desk", "right"))).check()
        try await SMTPClient(server(untrusted)).check()
    }

    @Test("a server that is down, then up again, gets the mail then")
    func downThenUp() async throws {
        try await Bench.with { bench in
            let folder = FileManager.default.temporaryDirectory.appending(path: "mail-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: folder) }
            let first = try MailServer(folder: folder)
            let port = first.port
            let server = server(first)
            first.stop()
            let id = try await post(bench, to: "ana@example.org")
            let sender = try sender(bench, server, policy: .email.hurried(retries: 2000))
            _ = try await bench.sending([.email: sender]) {
                for _ in 0..<1000 where try await bench.store.outboxEntry(id, in: bench.business)?.lastError == nil {
                    try await Task.sleep(for: .milliseconds(20))
                }
                let second = try MailServer(port: port, folder: folder)
                try await bench.wait(for: id, .delivered)
                #expect(second.received.count == 1)
            }
        }
    }

    @Test("a server that stalls is left after the time allowed, and a task that is cancelled is not waited for")
    func stall() async throws {
        let mail = try MailServer()
        var limits = SMTPClient.Limits()
        limits.total = .seconds(2)
        let client = SMTPClient(server(mail), limits: limits)
        await #expect {
            try await client.send(Array("Subject: x\r\n\r\nx\r\n".utf8), from: "a@b.c", to: "stall@e.f")
        } throws: { error in
            (error as? SMTPError)?.reason == .timedOut
        }
        let patient = SMTPClient(server(mail))
        let sending = Task { try await patient.send([65, 13, 10], from: "a@b.c", to: "stall@e.f") }
        while !mail.isStalling { try await Task.sleep(for: .milliseconds(20)) }
        sending.cancel()
        await #expect {
            try await sending.value
        } throws: { error in
            (error as? SMTPError)?.reason == .cancelled
        }
    }

    @Test(
        "an address that could say more to the server than an address is never sent",
        arguments: [
            "a@b.c>\r\nRCPT TO:<x@y.z", "a@b.c\r\nDATA", "a b@c.d", "<a@b.c>", "", "ab", "a@b.c\u{0}", "ü@b.c",
        ])
    func envelope(address: String) async throws {
        // Nothing listens there: a connection would be another error.
        let client = SMTPClient(SMTPServer(host: "127.0.0.1", port: 1, security: .none))
        for (from, to) in [(address, "d@e.f"), ("a@b.c", address)] {
            await #expect {
                try await client.send([65], from: from, to: to)
            } throws: { error in
                (error as? SMTPError)?.reason == .invalidMessage
            }
        }
    }

    @Test("a mail that holds a secret is forgotten once it is sent, and cannot be replayed")
    func confidential() async throws {
        try await Bench.with { bench in
            let mail = try MailServer()
            let id = try await post(
                bench, to: "ana@example.org", text: "https://desk/reset/s3cret", isConfidential: true)
            _ = try await bench.sending([.email: try sender(bench, server(mail))]) {
                let entry = try await bench.wait(for: id, .delivered)
                #expect(entry.payload.isEmpty)
            }
            #expect(mail.received.first?.text.contains("s3cret") == true)
            #expect(try await bench.store.replayOutbox(id, in: bench.business) == false)
        }
    }

    @Test(
        "a server's URL says how it is secured; anything else is none",
        arguments: [
            ("smtp://mail.example.com", 587, SMTPServer.Security.startTLS),
            ("smtps://mail.example.com/", 465, .implicitTLS), ("SMTP://[::1]:2525", 2525, .startTLS),
        ])
    func url(text: String, port: Int, security: SMTPServer.Security) {
        let server = SMTPServer(url: text)
        #expect(server?.port == port && server?.security == security)
        for bad in ["http://x", "smtp://", "smtp://u:p@host", "smtp://host:0", "smtp://host:99999", "smtp://a b", "x"] {
            #expect(SMTPServer(url: bad) == nil, "\(bad)")
        }
        #expect(SMTPServer(url: "smtps://host", isPlain: true) == nil)
        #expect(SMTPServer(url: "smtp://host", isPlain: true)?.security == SMTPServer.Security.none)
    }
}
