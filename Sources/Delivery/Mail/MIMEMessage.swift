import DeskModel
import Foundation

/// A mail as it goes over the wire (RFC 5322, MIME): text and HTML, both in UTF-8 and Base64.
struct MIMEMessage {
    let email: Email
    let from: Mailbox
    /// Unique, and the same over retries: a reader that gets it twice shows it once.
    let id: String
    let date: Timestamp
    /// RFC 3834: what sends no automatic replies to automatic mail goes by it.
    var autoSubmitted = "auto-generated"
    /// Whole lines, each safe in a header.
    var threading: [String] = []

    var bytes: [UInt8] {
        let boundary = "frontdesk-\(id)"
        let headers =
            [
                "Date: \(Self.dateText(date))", "From: \(from.header)", "To: <\(email.to)>",
                "Subject: \(EncodedWord.encode(email.subject))", "Message-ID: <\(id)@\(from.address.domain)>",
                "Auto-Submitted: \(autoSubmitted)", "MIME-Version: 1.0",
                "Content-Type: multipart/alternative; boundary=\"\(boundary)\"",
            ] + threading
        let parts = [("text/plain", email.text), ("text/html", email.html ?? Self.html(email.text))].map { type, text in
            let encoded = Data(Self.withLineEnds(text).utf8).base64EncodedString(
                options: [.lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed])
            return """
                --\(boundary)\r
                Content-Type: \(type); charset=utf-8\r
                Content-Transfer-Encoding: base64\r
                \r
                \(encoded)\r

                """
        }
        return Array((headers.joined(separator: "\r\n") + "\r\n\r\n" + parts.joined() + "--\(boundary)--\r\n").utf8)
    }

    private static func withLineEnds(_ text: String) -> String {
        text.replacing("\r\n", with: "\n").replacing("\r", with: "\n").replacing("\n", with: "\r\n")
    }

    /// The text as a page: escaped, its lines kept, its addresses made links.
    private static func html(_ text: String) -> String {
        let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
        let linked = escaped.replacing(/https?:\/\/[^\s"<>]+/) { "<a href=\"\($0.output)\">\($0.output)</a>" }
        return """
            <!doctype html><html><body style="font-family: sans-serif; line-height: 1.5; white-space: pre-wrap">\
            \(linked)</body></html>
            """
    }

    /// RFC 5322 section 3.3, in UTC.
    private static func dateText(_ moment: Timestamp) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = .gmt
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss '+0000'"
        return formatter.string(from: moment.date)
    }
}
