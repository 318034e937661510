import Channels
import Delivery
import DeskModel
import Transfer

/// Calls providers: over HTTP, and those of e-mail through the operator's SMTP server.
struct ChannelClient: ProviderClient {
    let web: TransferProviderClient
    /// `nil` where no mail server is configured.
    let mail: (client: SMTPClient, from: Mailbox)?

    func send(_ request: ProviderRequest, isOperated: Bool) async throws -> ProviderResponse {
        guard request.url.hasPrefix("mailto:") else { return try await web.send(request, isOperated: isOperated) }
        guard let mail else {
            throw ProviderUnreachable(
                mayHaveArrived: false, detail: "No mail server is configured: set FRONTDESK_SMTP_URL.")
        }
        return try await post(request, mail.client, mail.from)
    }

    func fetch(_ request: ProviderRequest, maximumBytes: Int, isOperated: Bool) async throws -> ProviderResponse {
        try await web.fetch(request, maximumBytes: maximumBytes, isOperated: isOperated)
    }

    private func post(
        _ request: ProviderRequest, _ client: SMTPClient, _ operated: Mailbox
    ) async throws -> ProviderResponse {
        let headers = Dictionary(request.headers.map { ($0.name, $0.value) }) { first, _ in first }
        guard let to = EmailAddress(String(request.url.dropFirst("mailto:".count))),
            let from = headers["From"].flatMap({ EmailAddress($0) }), let id = headers["Message-ID"]
        else { return ProviderResponse(status: 553, body: Array("The address is none.".utf8)) }
        let reply = ReplyMail(
            to: to, from: Mailbox(name: operated.name, address: from), subject: headers["Subject"] ?? "",
            text: String(decoding: request.body, as: UTF8.self), id: id, inReplyTo: headers["In-Reply-To"],
            references: (headers["References"] ?? "").split(separator: " ").map(String.init), date: .now())
        do {
            try await client.send(reply.bytes, from: from.text, to: to.text)
            return ProviderResponse(
                status: 250, headers: ["message-id": "<\(id)@\(from.domain)>"], body: [])
        } catch {
            switch error.reason {
            case .refused, .invalidMessage:
                return ProviderResponse(status: 550, body: Array(error.detail.utf8))
            case .cancelled: throw CancellationError()
            case .interrupted: throw ProviderUnreachable(mayHaveArrived: true, detail: error.detail)
            case .deferred, .unauthenticated, .insecure, .unreachable, .timedOut:
                throw ProviderUnreachable(mayHaveArrived: false, detail: error.detail)
            }
        }
    }
}
