import DeskModel
import Transfer

/// Posts JSON to one endpoint.
struct EndpointClient: Sendable {
    let endpoint: ModelEndpoint
    let client: TransferClient
    let options: RemoteModelOptions

    /// The host, as far as the URL tells: enough for an operator, without path and query.
    var host: String {
        let rest = endpoint.baseURL.firstRange(of: "://").map { endpoint.baseURL[$0.upperBound...] } ?? ""
        let authority = rest.prefix { !"/?#".contains($0) }
        return authority.isEmpty ? "The endpoint" : String(authority.split(separator: "@").last ?? authority)
    }

    /// One attempt, which may stay silent for as long as `total`. - Returns: the body of a 2xx answer, still arriving.
    /// - Throws: `EndpointFailure`, `CancellationError`.
    func open(_ path: String, _ body: [UInt8], within total: Duration, maximumBytes: Int) async throws -> TransferBody {
        guard total > .zero else { throw EndpointFailure(error: ModelError(.timedOut, "\(host): the time is up.")) }
        let limits = TransferLimits(
            connect: options.connectTimeout, idle: total, total: total, maximumResponseBytes: maximumBytes)
        var headers: TransferHeaders = ["Content-Type": "application/json"]
        if let key = endpoint.apiKey, !key.isEmpty { headers.append("Authorization", "Bearer \(key)") }
        let request = TransferRequest(
            .post, url(path), headers: headers, body: body, limits: limits, addresses: options.addresses)
        let response: StreamedTransferResponse
        do throws(TransferError) {
            response = try await client.stream(request)
        } catch {
            throw endpointFailure(error)
        }
        if (200..<300).contains(response.status) { return response.body }
        let explanation = await prefix(of: response.body)
        try Task.checkCancellation()
        throw EndpointFailure(
            status: response.status, headers: response.headers, body: explanation, host: host)
    }

    /// The whole body of a 2xx answer, after retries. - Throws: `ModelError`, `CancellationError`.
    func send(_ path: String, _ body: [UInt8], maximumBytes: Int) async throws -> [UInt8] {
        let deadline = ContinuousClock.now + options.totalTimeout
        do {
            return try await options.retry.run(until: deadline) {
                let response = try await open(path, body, within: deadline - .now, maximumBytes: maximumBytes)
                var whole: [UInt8] = []
                do throws(TransferError) {
                    while let piece = try await response.read() { whole += piece }
                } catch {
                    throw endpointFailure(error)
                }
                return whole
            }
        } catch let failure as EndpointFailure {
            throw failure.error
        }
    }

    /// The path goes before the query that some endpoints' base URLs have.
    private func url(_ path: String) -> String {
        let parts = endpoint.baseURL.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var base = parts[0]
        while base.last == "/" { base.removeLast() }
        return base + path + (parts.count > 1 ? "?" + parts[1] : "")
    }

    /// Enough of an error's body to know it by.
    private func prefix(of body: TransferBody) async -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < 64 * 1024, let piece = try? await body.read() { bytes += piece }
        return bytes
    }
}
