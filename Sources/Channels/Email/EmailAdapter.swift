public import DeskModel
import Foundation

/// E-mail: a mail server hands each mail over as it is, and answers leave through the operator's SMTP server.
public struct EmailAdapter: ChannelAdapter {
    public let provider = ChannelProvider.email
    /// A second copy has the same Message-ID: the reader's program shows it once.
    public let patience: Int64 = 0

    public init() {}

    // MARK: In

    /// Mails name the business by the address that they are handed over at.
    public func routes(of connection: ChannelConnection) -> [String] { [] }
    public func routingKeys(of request: WebhookRequest) -> [String] { [] }

    /// The secret as a bearer token, or as the password of Basic authentication.
    public func isAuthentic(_ request: WebhookRequest, for connection: ChannelConnection) -> Bool {
        guard request.method == "POST", let secret = connection["email_inbound_secret"],
            let given = request.header("authorization")
        else { return false }
        if let token = given.split(separator: " ", maxSplits: 1).last, given.lowercased().hasPrefix("bearer ") {
            return ConstantTime.equal(String(token), secret)
        }
        guard given.lowercased().hasPrefix("basic "), let decoded = Data(base64Encoded: String(given.dropFirst(6)))
        else { return false }
        let parts = String(decoding: decoded, as: UTF8.self).split(
            separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.count == 2 && ConstantTime.equal(String(parts[1]), secret)
    }

    public func events(
        in request: WebhookRequest, path: [String], for connection: ChannelConnection,
        isOptedOut: (_ address: String, _ channel: Conversation.Channel) async throws -> Bool
    ) async throws -> [ChannelEvent] {
        guard path == ["inbound"] else { throw ChannelRequestError.unknownPath }
        guard let mail = ReceivedMail(request.body) else { throw ChannelRequestError.malformed }
        let own = connection["email_address"]?.lowercased()
        guard !mail.isAutomatic, mail.from.text != own else { return [] }
        // A mail may say all it asks in its subject.
        let text = mail.text.isEmpty && mail.files.isEmpty ? mail.subject : mail.text
        var inbound = InboundMessage(
            provider: .email, channel: .email, eventID: "mail:\(mail.messageID)", messageID: mail.messageID,
            address: mail.from.text, ownAddress: own, name: mail.name, text: text,
            kind: mail.files.first.map { MediaKind.kind(of: $0.contentType) } ?? .text,
            inReplyTo: mail.references.last)
        inbound.threadIDs = mail.references
        inbound.files = mail.files
        inbound.details = [
            "subject": mail.subject, "references": (mail.references + [mail.messageID]).joined(separator: " "),
        ]
        return [.message(inbound, InboundEffect())]
    }

    public func acknowledgement(of request: WebhookRequest, path: [String]) -> WebhookReply { .accepted }

    // MARK: Out

    public func sending(
        _ piece: OutgoingPiece, for connection: ChannelConnection
    ) throws(SendFailure) -> ProviderRequest? {
        guard let from = connection["email_address"] else {
            throw SendFailure(.credentials, retry: .never, detail: "The connection has no address to send from.")
        }
        let details = piece.thread.details
        let subject = details["subject"] ?? ""
        let isReply = subject.lowercased().hasPrefix("re:")
        return ProviderRequest(
            .post, "mailto:\(piece.thread.address)",
            headers: [
                ProviderRequest.Header("From", from),
                ProviderRequest.Header("Subject", isReply ? subject : subject.isEmpty ? "Re:" : "Re: " + subject),
                ProviderRequest.Header("Message-ID", piece.reference.replacing(":", with: ".")),
                ProviderRequest.Header("In-Reply-To", piece.thread.lastInboundID ?? ""),
                ProviderRequest.Header("References", details["references"] ?? ""),
            ], body: Array(piece.text.utf8))
    }

    public func outcome(of response: ProviderResponse, for connection: ChannelConnection) -> SendOutcome {
        switch response.status {
        case 250:
            guard let id = response.headers["message-id"] else { return .unknown("The server named no mail.") }
            return .accepted(providerID: id)
        case 500...599:
            return .refused(
                SendFailure(
                    .recipient, retry: .never, code: String(response.status),
                    detail: String(decoding: response.body, as: UTF8.self), status: response.status))
        default:
            return .refused(
                SendFailure(
                    .unavailable, retry: .backOff, code: String(response.status),
                    detail: String(decoding: response.body, as: UTF8.self), status: response.status))
        }
    }

    public func media(_ reference: String, for connection: ChannelConnection) -> MediaStep? { nil }
    public func testID() -> String { "<\(UUIDv7.next())@test.invalid>" }
}
