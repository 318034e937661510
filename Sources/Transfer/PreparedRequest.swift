/// A request that was found fit to send.
struct PreparedRequest: Sendable {
    let request: TransferRequest
    let url: TransferURL
    private let hops: Int

    init(_ request: TransferRequest) throws(TransferError) {
        try request.headers.validate()
        let limits = request.limits
        guard limits.connect > .zero, limits.idle > .zero, limits.total > .zero, limits.maximumResponseBytes >= 0,
            limits.maximumBufferedBytes > 0
        else { throw TransferError(.invalidRequest, "The limits of a transfer must be positive.") }
        if request.method == .get || request.method == .head, !(request.body ?? []).isEmpty {
            throw TransferError(.invalidRequest, "GET and HEAD requests have no body.")
        }
        self.init(request: request, url: try TransferURL(request.url), hops: 0)
    }

    private init(request: TransferRequest, url: TransferURL, hops: Int) {
        self.request = request
        self.url = url
        self.hops = hops
    }

    /// The request that a response asks for in place of this one; `nil` when the response is the answer.
    func redirected(by head: TransferHead) throws(TransferError) -> PreparedRequest? {
        guard case .follow(let maximum) = request.redirects, request.method == .get || request.method == .head,
            [301, 302, 303, 307, 308].contains(head.status), let location = head.headers["location"]
        else { return nil }
        guard hops < maximum else {
            throw TransferError(.tooManyRedirects, "\(url.host) redirected more than \(maximum) times.")
        }
        let target: TransferURL
        do {
            target = try TransferURL(location, relativeTo: url)
        } catch {
            throw TransferError(.malformedResponse, "\(url.host) redirected to a URL that is not fetched.")
        }
        guard target.scheme == "https" || url.scheme == "http" else {
            throw TransferError(.insecure, "\(url.host) redirected from https to http.")
        }
        var next = request
        next.url = target.text
        // The operator wrote the first address alone: where its host sends us is not in our own network.
        if target.host != url.host { next.addresses = .publicOnly }
        next.headers = request.headers.keeping(["accept", "accept-language", "user-agent"])
        return PreparedRequest(request: next, url: target, hops: hops + 1)
    }
}
