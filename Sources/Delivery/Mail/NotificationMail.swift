import DeskModel

/// Writes notifications out for people.
enum NotificationMail {
    /// - Parameters:
    ///   - business: its name.
    ///   - publicURL: of the desk's pages, without a slash at the end; no links without.
    static func email(_ digest: NotificationDigest, to recipient: EmailAddress, business: String, publicURL: String?)
        -> Email
    {
        let count = digest.items.count + digest.omitted
        let subject =
            count == 1
            ? "\(business): \(digest.items.first?.headline ?? "")" : "\(business): \(count) notifications"
        var blocks = digest.items.map { item in
            var lines = ["\(digest.timeZone.wallClock(of: item.occurredAt))  \(item.headline)"]
            if !item.detail.isEmpty { lines.append(item.detail) }
            if let publicURL, let page = item.page { lines.append("\(publicURL)/\(page.path)") }
            return lines.joined(separator: "\n")
        }
        if digest.omitted > 0 { blocks.append("And \(digest.omitted) more.") }
        blocks.append(
            "Times are those of \(digest.timeZone.text). You get this because \(business) has you told of it; "
                + "the notification settings change it.")
        return Email(to: recipient, subject: subject, text: blocks.joined(separator: "\n\n"))
    }
}
