public import DeskModel

/// A form that Twilio posts for an incoming SMS, MMS or WhatsApp message.
public struct TwilioInboundMessage: Hashable, Sendable {
    public let sid: String
    public let accountSid: String
    /// As sent: with `whatsapp:` in front for that channel.
    public let from: String
    public let to: String
    public let body: String
    public let profileName: String?
    public let media: [InboundMessage.Media]
    public let optOutType: String?
    public let choice: String?
    public let inReplyTo: String?

    private static let maximumMedia = 10

    /// - Returns: `nil` when the form is not one of an incoming message.
    public init?(_ form: FormFields) {
        guard let sid = form.filled("MessageSid") ?? form.filled("SmsSid"), TwilioSid.isValid(sid, "SM", "MM"),
            let account = form.filled("AccountSid"), TwilioSid.isValid(account, "AC"),
            let from = form.filled("From"), let to = form.filled("To"), from.utf8.count <= 256, to.utf8.count <= 256
        else { return nil }
        self.sid = sid
        accountSid = account
        self.from = from
        self.to = to
        body = form["Body"] ?? ""
        profileName = form.filled("ProfileName").map { String($0.prefix(200)) }
        let count = min(max(0, form["NumMedia"].flatMap { Int($0) } ?? 0), Self.maximumMedia)
        media = (0..<count).compactMap { index in
            form.filled("MediaUrl\(index)").map {
                InboundMessage.Media(reference: $0, contentType: form.filled("MediaContentType\(index)"))
            }
        }
        optOutType = form.filled("OptOutType")
        choice = form.filled("ButtonPayload")
        inReplyTo = form.filled("OriginalRepliedMessageSid")
    }

    public var inbound: InboundMessage {
        let isWhatsApp = from.hasPrefix(Self.whatsApp)
        let address = Self.address(from)
        return InboundMessage(
            provider: .twilio, channel: isWhatsApp ? .whatsapp : .sms, eventID: "message:\(sid)", messageID: sid,
            address: address, ownAddress: Self.address(to), name: profileName,
            phone: PhoneAddress.isE164(address) ? address : nil, text: body,
            kind: media.first.map { MediaKind.kind(of: $0.contentType) } ?? .text, media: media, inReplyTo: inReplyTo,
            choice: choice)
    }

    private static let whatsApp = "whatsapp:"

    private static func address(_ text: String) -> String {
        text.hasPrefix(whatsApp) ? String(text.dropFirst(whatsApp.count)) : text
    }
}
