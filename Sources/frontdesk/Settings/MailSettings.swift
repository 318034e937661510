import DeskModel
import Transfer

/// Where mails are handed over, and who they are from.
struct MailSettings: Sendable, Equatable {
    let server: SMTPServer
    let from: Mailbox

    /// - Returns: `nil` when no server is named.
    init?(_ values: SettingValues) throws(SettingsError) {
        guard let url = values.text(.smtpURL) else { return nil }
        let isPlain: Bool
        switch values.text(.smtpTLS)?.lowercased() {
        case nil, "required": isPlain = false
        case "off": isPlain = true
        default: throw SettingsError(.smtpTLS, "must be required or off")
        }
        let user = values.text(.smtpUser)
        guard
            let server = SMTPServer(
                url: url, isPlain: isPlain, user: user, password: values.text(.smtpPassword),
                authorities: values.text(.smtpAuthorities))
        else {
            throw SettingsError(
                .smtpURL, "must be smtp://HOST:PORT, or smtps://HOST:PORT with FRONTDESK_SMTP_TLS left at required")
        }
        if isPlain, user != nil, !["localhost", "127.0.0.1", "[::1]"].contains(server.host) {
            throw SettingsError(.smtpTLS, "must be required where a password is sent to another machine")
        }
        guard let from = values.text(.smtpFrom).flatMap(Mailbox.init) else {
            throw SettingsError(.smtpFrom, "must be an address such as desk@example.com, or Desk <desk@example.com>")
        }
        self.server = server
        self.from = from
    }
}
