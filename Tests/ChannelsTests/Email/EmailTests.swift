import DeskModel
import Foundation
import Testing

@testable import Channels

@Suite("Mail")
struct EmailTests {
    private func received(_ headers: [String], _ body: String) -> ReceivedMail? {
        ReceivedMail(Array((headers.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8))
    }

    private static let usual = [
        "From: =?utf-8?q?Ana_L=C3=B3pez?= <Ana@Example.org>", "To: desk@example.com", "Subject: Opening",
        "\thours", "Message-ID: <a1@example.org>", "References: <r0@example.com> <r1@example.com>",
        "In-Reply-To: <r1@example.com>",
    ]

    @Test("L15: who wrote what to which thread is read, folded and encoded headers included")
    func headers() throws {
        let mail = try #require(received(Self.usual, "When do you open?\r\n"))
        #expect(mail.from.text == "ana@example.org")
        #expect(mail.name == "Ana López")
        #expect(mail.subject == "Opening\thours" || mail.subject == "Opening hours")
        #expect(mail.messageID == "<a1@example.org>")
        #expect(mail.references.last == "<r1@example.com>")
        #expect(mail.text == "When do you open?")
        #expect(!mail.isAutomatic)
    }

    @Test("L15: of several forms the plain one is read; files are kept with their names")
    func parts() throws {
        let body = """
            --b1\r
            Content-Type: multipart/alternative; boundary=b2\r
            \r
            --b2\r
            Content-Type: text/html; charset=utf-8\r
            \r
            <p>Rich</p>\r
            --b2\r
            Content-Type: text/plain; charset=iso-8859-1\r
            Content-Transfer-Encoding: quoted-printable\r
            \r
            Caf=E9 =\r
            au lait?\r
            --b2--\r
            --b1\r
            Content-Type: image/png; name="a.png"\r
            Content-Disposition: attachment; filename="a.png"\r
            Content-Transfer-Encoding: base64\r
            \r
            iVBORw0K\r
            Ggo=\r
            --b1--\r
            """
        let mail = try #require(received(Self.usual + ["Content-Type: multipart/mixed; boundary=\"b1\""], body))
        #expect(mail.text == "Café au lait?")
        #expect(mail.files.map(\.filename) == ["a.png"])
        #expect(mail.files.first?.content == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    }

    @Test("L15: a page's words are read without scripts, tags and quoted mails")
    func html() throws {
        let page =
            "<html><head><title>x</title></head><body><p>Do you&nbsp;open &lt;early&gt;?</p><script>alert(1)</script>"
            + "Thanks<br>Ana<blockquote>old text</blockquote></body></html>"
        let mail = try #require(received(Self.usual + ["Content-Type: text/html"], page))
        #expect(mail.text == "Do you open <early>?\nThanks\nAna")
    }

    @Test(
        "L15: quoted mails and signatures are cut",
        arguments: [
            "My question.\n\nOn Mon, 3 Aug 2026 at 10:00, Desk <desk@example.com> wrote:\n> old\n> older",
            "My question.\n\nOn Mon, 3 Aug 2026 at 10:00,\nDesk <desk@example.com> wrote:\n\n> old",
            "My question.\n-- \nAna López\nExample Ltd", "My question.\n\nSent from my iPhone",
            "> what was asked\nMy question.", "My question.\n\n-----Original Message-----\nFrom: Desk\nold",
            "My question.\n\nFrom: Desk <desk@example.com>\nSent: Monday\nTo: Ana\nSubject: x\n\nold",
            "My question.\n\nEl lun, 3 ago 2026, Desk escribió:\n> viejo",
            "My question.\n________________________________\nold",
        ])
    func cut(text: String) { #expect(EmailText.reply(in: text) == "My question.") }

    @Test("L15: a mail that is all quotation is read whole; words that look like headers stay")
    func uncut() {
        #expect(EmailText.reply(in: "On Monday, Ana wrote:\nIs it open?").contains("Is it open?"))
        #expect(EmailText.reply(in: "From: here to there, how far?\nThanks") == "From: here to there, how far?\nThanks")
    }

    @Test(
        "L15: programs' mails are told apart from people's",
        arguments: [
            "Auto-Submitted: auto-replied", "Precedence: bulk", "List-Id: <news.example.org>", "Return-Path: <>",
            "X-Autoreply: yes", "Content-Type: multipart/report; boundary=x",
        ])
    func automatic(header: String) throws {
        #expect(try #require(received(Self.usual + [header], "x")).isAutomatic)
        #expect(try !#require(received(Self.usual + ["Auto-Submitted: no"], "x")).isAutomatic)
    }

    @Test("L15: without an author it is no mail; hostile ones cost no more than their size")
    func hostile() {
        #expect(received(["Subject: x"], "y") == nil)
        #expect(received(["From: nobody"], "y") == nil)
        #expect(ReceivedMail([]) == nil)
        for body in [
            String(repeating: "<", count: 400_000), String(repeating: "<script>", count: 50_000),
            String(repeating: " ", count: 400_000), String(repeating: "&#", count: 200_000),
            String(repeating: "<!--", count: 100_000),
        ] {
            #expect(received(Self.usual + ["Content-Type: text/html"], body) != nil)
            #expect(received(Self.usual, body) != nil)
        }
        let nested = (0..<50).map { "--b\nContent-Type: multipart/mixed; boundary=b\n\n\($0)" }.joined(separator: "\n")
        #expect(received(Self.usual + ["Content-Type: multipart/mixed; boundary=b"], nested) != nil)
    }

    @Test("L15: a mail is let in by its secret alone, as a token or a password")
    func secret() {
        let connection = ChannelConnection(
            business: BusinessID(1), provider: .email, settings: ["email_address": "desk@example.com"],
            secrets: ["email_inbound_secret": "0123456789abcdef"])
        func isLetIn(_ authorization: String?) -> Bool {
            let headers = authorization.map { ["Authorization": $0] } ?? [:]
            return EmailAdapter().isAuthentic(
                WebhookRequest(method: "POST", url: "https://x/", headers: headers, body: []), for: connection)
        }
        #expect(isLetIn("Bearer 0123456789abcdef"))
        #expect(isLetIn("Basic " + Data("mail:0123456789abcdef".utf8).base64EncodedString()))
        for wrong in [nil, "", "Bearer", "Bearer 0123456789abcde", "Basic x", "0123456789abcdef"] {
            #expect(!isLetIn(wrong), "\(wrong ?? "none")")
        }
    }

    @Test("L15: an answer goes to the thread: subject, references, and an id that is the same over retries")
    func answer() throws {
        let thread = ChannelThread(
            conversation: "c", business: BusinessID(1), provider: .email, channel: .email, address: "ana@example.org",
            ownAddress: nil, lastInboundAt: .now(), lastInboundID: "<a1@example.org>", language: nil, isOptedOut: false,
            details: ["subject": "Opening hours", "references": "<r1@example.com> <a1@example.org>"])
        let connection = ChannelConnection(
            business: BusinessID(1), provider: .email, settings: ["email_address": "desk@example.com"])
        let request = try #require(
            try EmailAdapter().sending(
                OutgoingPiece(text: "At nine.", thread: thread, reference: "m:0", isOutsideWindow: false),
                for: connection))
        let headers = Dictionary(request.headers.map { ($0.name, $0.value) }) { $1 }
        #expect(request.url == "mailto:ana@example.org")
        #expect(headers["Subject"] == "Re: Opening hours")
        #expect(headers["In-Reply-To"] == "<a1@example.org>")
        #expect(headers["Message-ID"] == "m.0")
    }
}
