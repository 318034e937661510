import DeskModel
import Foundation
import Testing

@testable import Delivery

@Suite("Mails as they go over the wire")
struct MIMEMessageTests {
    private func message(subject: String, text: String = "Hello", from: String = "desk@example.com") throws -> String {
        let email = Email(to: try #require(EmailAddress("ana@example.org")), subject: subject, text: text)
        let mime = MIMEMessage(
            email: email, from: try #require(Mailbox(from)), id: "0190-abc",
            date: Timestamp(milliseconds: 1_774_746_305_123))
        return String(decoding: mime.bytes, as: UTF8.self)
    }

    private func headers(_ message: String) -> [Substring] {
        message.replacing("\r\n ", with: " ").split(separator: "\r\n", omittingEmptySubsequences: false)
            .prefix { !$0.isEmpty }
    }

    @Test("the headers are complete: Date in UTC, Message-ID of the sender's domain, Auto-Submitted")
    func complete() throws {
        let headers = headers(try message(subject: "New lead"))
        #expect(headers.contains("Date: Sun, 29 Mar 2026 01:05:05 +0000"))
        #expect(headers.contains("Message-ID: <0190-abc@example.com>"))
        #expect(headers.contains("Auto-Submitted: auto-generated"))
        #expect(headers.contains("Subject: New lead"))
        #expect(headers.contains("To: <ana@example.org>"))
    }

    @Test(
        "no subject, name or text adds a header or ends the message",
        arguments: [
            "Hi\r\nBcc: thief@example.com", "Hi\nX: y", "Hi\r\n\r\n<h1>body</h1>", "a\u{0}b\u{B}c\u{85}d\u{2028}e",
            "=?UTF-8?Q?faked?=", String(repeating: "ñ\r\n", count: 500), "\r\n.\r\n",
        ])
    func injection(text: String) throws {
        let message = try message(subject: text, text: text, from: "\(text.filter { $0 != "<" && $0 != ">" }) <d@e.fr>")
        let names = headers(message).map { $0.prefix { $0 != ":" } }
        #expect(
            names == [
                "Date", "From", "To", "Subject", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
            ])
        // Lines are short, in ASCII, and end in CRLF and nothing else.
        for line in message.components(separatedBy: "\r\n") {
            #expect(line.utf8.count <= 200 && line.utf8.allSatisfy { (0x20...0x7E).contains($0) }, "\(line)")
            #expect(line != ".")
        }
    }

    @Test(
        "other scripts are encoded words of at most 75 characters, no letter split",
        arguments: ["Grüße aus Köln", "வணக்கம் புதிய கோரிக்கை வந்துள்ளது", String(repeating: "👩‍👩‍👧‍👦", count: 40)])
    func encodedWords(subject: String) {
        let words = EncodedWord.encode(subject).components(separatedBy: "\r\n ")
        var decoded = ""
        for word in words {
            #expect(word.utf8.count <= 75)
            let content = word.dropFirst(10).dropLast(2)
            let bytes = Data(base64Encoded: String(content)) ?? Data()
            // Each word is whole UTF-8 by itself (RFC 2047 section 5).
            #expect(String(data: bytes, encoding: .utf8) != nil)
            decoded += String(decoding: bytes, as: UTF8.self)
        }
        #expect(decoded == subject)
    }

    @Test("the HTML is the text, escaped, with its links")
    func html() throws {
        let message = try message(
            subject: "s", text: "<script>alert(1)</script> & see https://desk.example/chats/1?a=b")
        let parts = message.components(separatedBy: "--frontdesk-0190-abc")
        let encoded = try #require(parts.dropFirst(2).first?.components(separatedBy: "\r\n\r\n").dropFirst().first)
        let html = String(
            decoding: try #require(Data(base64Encoded: encoded, options: .ignoreUnknownCharacters)), as: UTF8.self)
        #expect(!html.contains("<script>") && html.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; see"))
        #expect(html.contains("<a href=\"https://desk.example/chats/1?a=b\">"))
    }

    @Test("a digest names its business once and lists what happened with times and links")
    func digest() throws {
        let event = DeskEvent.handoffRequested(in: "c1", of: BusinessID(7), reason: "requested", lastMessage: "Help!")
        var digest = NotificationDigest(
            recipient: "ana@example.org", timeZone: try #require(TimeZoneName("Asia/Kolkata")),
            item: NotificationDigest.Item(event))
        let address = try #require(EmailAddress("ana@example.org"))
        let one = NotificationMail.email(digest, to: address, business: "Bakery", publicURL: "https://desk.example")
        #expect(one.subject == "Bakery: A customer waits for a person")
        #expect(one.text.contains("Help!\nhttps://desk.example/b/7/conversations/c1"))
        #expect(one.text.contains("Asia/Kolkata"))
        for _ in 0..<150 { digest.add(NotificationDigest.Item(event)) }
        let many = NotificationMail.email(digest, to: address, business: "Bakery", publicURL: nil)
        #expect(many.subject == "Bakery: 151 notifications")
        #expect(many.text.contains("And 51 more.") && !many.text.contains("https://"))
    }
}
