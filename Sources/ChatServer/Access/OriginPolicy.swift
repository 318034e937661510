import DeskModel
import HTTPTypes

/// Which web pages are the desk's own, which may chat with a business, and by which address they reach it.
struct OriginPolicy: Sendable {
    let publicURL: String?

    /// - Throws: 403 when the page's origin is not on the business's list. Our own pages and clients that are no
    ///   browsers (they send no `Origin`) are let through: they need a key or a session id all the same.
    func check(_ head: HTTPRequest, for business: Business) throws(APIError) {
        guard let origin = head.headerFields[.origin]?.lowercased() else { return }
        guard let allowed = business.settings.allowedOrigins, !allowed.isEmpty else { return }
        if allowed.contains(where: { $0.lowercased() == origin }) || isOwn(origin, head) { return }
        throw APIError(
            status: .forbidden, code: "origin_not_allowed",
            message:
                "Pages of \(origin.prefix(200)) may not chat with this business: add the origin to its allowed_origins."
        )
    }

    /// - Throws: 403 for pages of other sites.
    func requireOwn(_ head: HTTPRequest) throws(APIError) {
        guard !isOwn(head) else { return }
        throw APIError(
            status: .forbidden, code: "origin_not_allowed",
            message: "Only the desk's own pages may do that: open those."
        )
    }

    /// Whether a request that changes something, or opens a socket, comes from a page of ours.
    func isOwn(_ head: HTTPRequest) -> Bool {
        // Browsers always send Origin with those; whoever sends none is no page of another site.
        guard let origin = head.headerFields[.origin]?.lowercased() else { return true }
        return isOwn(origin, head)
    }

    private func isOwn(_ origin: String, _ head: HTTPRequest) -> Bool {
        // A proxy in front may name itself in `Host`, so what people see in their browsers goes before.
        if origin == publicOrigin { return true }
        guard let authority = head.authority?.lowercased() else { return false }
        return origin == "http://\(authority)" || origin == "https://\(authority)"
    }

    private var publicOrigin: String? {
        let parts = publicURL?.lowercased().split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        return parts.flatMap { $0.count > 2 ? "\($0[0])//\($0[2])" : nil }
    }

    func webSocketURL(for conversation: Conversation, request head: HTTPRequest) -> String {
        let base: String
        if let publicURL {
            base = publicURL.replacing(/^http/, with: "ws")
        } else {
            base = "ws://\(head.authority ?? "localhost")"
        }
        return "\(base)/ws/chat/\(conversation.business)/\(conversation.id)/"
    }
}
