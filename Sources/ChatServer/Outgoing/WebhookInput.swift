import DeskModel
import Foundation

/// What a client says of a webhook, checked.
struct WebhookInput: Decodable {
    let url: String?
    let events: [String]?
    let description: String?
    let enabled: Bool?

    /// - Throws: 400 that names the field.
    func applied(to webhook: Webhook, allowsPrivateNetworks: Bool) throws(APIError) -> Webhook {
        var webhook = webhook
        if let url { webhook.url = try Self.validated(url: url, allowsPrivateNetworks: allowsPrivateNetworks) }
        if let events { webhook.events = try Self.validated(events: events) }
        if let description {
            guard description.count <= 200 else {
                throw .badRequest(
                    "invalid_request", "`description` must be at most 200 characters.", field: "description")
            }
            webhook.description = description
        }
        if let enabled {
            webhook.isEnabled = enabled
            webhook.disabledReason = nil
        }
        webhook.updatedAt = .now()
        return webhook
    }

    /// Whether the address itself may be reached is decided when it is: a name may come to mean another by then.
    static func validated(url: String, allowsPrivateNetworks: Bool) throws(APIError) -> String {
        let schemes = allowsPrivateNetworks ? ["https", "http"] : ["https"]
        guard url.utf8.count <= 2_000, url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(), schemes.contains(scheme),
            let host = parts.host, !host.isEmpty, parts.user == nil, parts.password == nil, parts.fragment == nil
        else {
            throw .badRequest(
                "invalid_request",
                "`url` must be an \(schemes.joined(separator: " or ")) URL of at most 2,000 characters, without user name and fragment.",
                field: "url")
        }
        return url
    }

    private static func validated(events: [String]) throws(APIError) -> Set<DeskEvent.Kind> {
        var kinds: Set<DeskEvent.Kind> = []
        for name in events {
            guard let kind = DeskEvent.Kind(rawValue: name), DeskEvent.Kind.subscribable.contains(kind) else {
                let names = DeskEvent.Kind.subscribable.map(\.rawValue).joined(separator: ", ")
                throw .badRequest("invalid_request", "`events` may list \(names).", field: "events")
            }
            kinds.insert(kind)
        }
        return kinds
    }
}
