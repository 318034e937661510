import Channels
import Transfer

/// Calls providers' APIs through libcurl. Each has a line of its own: what waits in one holds up nothing in another.
struct TransferProviderClient: ProviderClient {
    let client = TransferClient(maximumConcurrentTransfers: 64, maximumWaitingTransfers: 512)

    func send(_ request: ProviderRequest, isOperated: Bool) async throws -> ProviderResponse {
        let limits = TransferLimits(
            connect: .seconds(5), idle: .seconds(10), total: request.patience, maximumResponseBytes: 1_048_576)
        return try await call(request, limits, .none, isOperated)
    }

    func fetch(_ request: ProviderRequest, maximumBytes: Int, isOperated: Bool) async throws -> ProviderResponse {
        let limits = TransferLimits(
            connect: .seconds(5), idle: .seconds(15), total: .seconds(60), maximumResponseBytes: maximumBytes)
        return try await call(request, limits, request.method == .get ? .follow(maximum: 3) : .none, isOperated)
    }

    private func call(
        _ request: ProviderRequest, _ limits: TransferLimits, _ redirects: RedirectPolicy, _ isOperated: Bool
    ) async throws -> ProviderResponse {
        let method: TransferRequest.Method =
            switch request.method {
            case .get: .get
            case .post: .post
            case .delete: .delete
            }
        let transfer = TransferRequest(
            method, request.url,
            headers: TransferHeaders(request.headers.map { TransferHeaders.Field($0.name, $0.value) }),
            body: request.body.isEmpty ? nil : request.body, limits: limits, redirects: redirects,
            addresses: isOperated ? .operator : .publicOnly, usesFreshConnection: request.method == .post)
        do {
            let response = try await client.send(transfer)
            let headers = response.headers.fields.map { ($0.name.lowercased(), $0.value) }
            return ProviderResponse(
                status: response.status, headers: Dictionary(headers) { first, _ in first }, body: response.body)
        } catch {
            if error.reason == .cancelled, Task.isCancelled { throw CancellationError() }
            let isFinal = [.responseTooLarge, .addressRefused, .invalidRequest].contains(error.reason)
            throw ProviderUnreachable(
                mayHaveArrived: Self.mayHaveArrived(error.reason), isFinal: isFinal, detail: error.detail)
        }
    }

    /// Whether the request may have reached the provider before it failed.
    private static func mayHaveArrived(_ reason: TransferError.Reason) -> Bool {
        switch reason {
        case .invalidRequest, .overloaded, .neverStarted, .unresolvable, .unreachable, .addressRefused, .insecure,
            .connectTimedOut:
            false
        case .idleTimedOut, .totalTimedOut, .responseTooLarge, .malformedResponse, .interrupted, .tooManyRedirects,
            .cancelled, .failed:
            true
        }
    }
}
