import DeskModel
import Foundation
import Transfer

/// One failed attempt at an endpoint, and whether another could succeed.
struct EndpointFailure: Error {
    let error: ModelError
    var isRetryable = false
    var retryAfter: Duration?
    /// The change to the request that the endpoint asks for.
    var adaptation: RequestAdaptation?
}

extension EndpointFailure {
    /// From an answer with a status other than 2xx. Only the error's code is shown: its message may hold the key or
    /// the customer's words.
    init(status: Int, headers: TransferHeaders, body: [UInt8], host: String, now: Date = Date()) {
        let reply = try? JSONDecoder().decode(EndpointErrorReply.self, from: Data(body)).error
        let code = reply?.name.map { " (\($0))" } ?? ""
        let detail = "\(host) answered \(status)\(code)."
        let isOutOfQuota = reply?.code == "insufficient_quota" || reply?.type == "insufficient_quota"
        let reason: ModelError.Reason =
            switch status {
            case 400, 413, 422: reply?.isContextLength == true || status == 413 ? .tooLong : .refused
            case 408, 504: .timedOut
            case 429: isOutOfQuota ? .refused : .overloaded
            case 503, 529: .overloaded
            case 500...: .failed
            default: .refused
            }
        error = ModelError(reason, detail)
        isRetryable = [408, 409, 429].contains(status) || status >= 500
        if let advice = headers["x-should-retry"] { isRetryable = advice == "true" }
        if isOutOfQuota { isRetryable = false }
        retryAfter = Self.retryAfter(headers, now: now)
        if reason == .refused, status == 400 || status == 422 { adaptation = reply?.adaptation }
    }

    /// From an error object within a 200.
    init(_ body: EndpointErrorBody, describedBy sentence: String) {
        let detail = sentence + (body.name.map { " (\($0))." } ?? ".")
        error = ModelError(body.isContextLength ? .tooLong : .failed, detail)
    }

    /// - Returns: `nil` for a cancelled task, which is no failure of the endpoint's.
    init?(_ transfer: TransferError) {
        switch transfer.reason {
        case .cancelled: return nil
        case .unresolvable, .unreachable, .connectTimedOut, .interrupted:
            error = ModelError(.unreachable, transfer.detail)
            isRetryable = true
        case .insecure: error = ModelError(.unreachable, transfer.detail)
        case .overloaded, .neverStarted: error = ModelError(.overloaded, transfer.detail)
        case .idleTimedOut, .totalTimedOut: error = ModelError(.timedOut, transfer.detail)
        case .responseTooLarge: error = ModelError(.tooLong, transfer.detail)
        case .malformedResponse: error = ModelError(.malformedReply, transfer.detail)
        case .invalidRequest, .addressRefused, .tooManyRedirects: error = ModelError(.refused, transfer.detail)
        case .failed: error = ModelError(.failed, transfer.detail)
        }
    }

    /// `retry-after-ms`, else `Retry-After` in seconds or as an HTTP date (RFC 9110 section 10.2.3).
    static func retryAfter(_ headers: TransferHeaders, now: Date) -> Duration? {
        if let value = headers["retry-after-ms"].flatMap({ Double($0) }), (0...1e9).contains(value) {
            return .milliseconds(Int(value.rounded(.up)))
        }
        guard let value = headers["retry-after"] else { return nil }
        if let seconds = Double(value), (0...1e9).contains(seconds) {
            return .milliseconds(Int((seconds * 1000).rounded(.up)))
        }
        guard let date = httpDate(value) else { return nil }
        return .milliseconds(Int(max(0, min(1e12, date.timeIntervalSince(now) * 1000)).rounded(.up)))
    }

    /// The one form that is still to be sent (RFC 9110 section 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
    private static func httpDate(_ text: String) -> Date? {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return formatter.date(from: text)
    }
}

extension EndpointErrorBody {
    fileprivate var isContextLength: Bool {
        code == "context_length_exceeded" || type == "exceed_context_size_error"
            || message.localizedCaseInsensitiveContains("context length")
            || message.localizedCaseInsensitiveContains("context size")
    }

    fileprivate var adaptation: RequestAdaptation? {
        if param == "max_tokens" || message.contains("max_completion_tokens") { return .completionTokens }
        if param == "stream_options" || message.contains("stream_options") { return .withoutStreamOptions }
        if param == "temperature" || message.contains("temperature") { return .withoutTemperature }
        return nil
    }
}

/// A failed transfer as the endpoint's failure; `CancellationError` for a cancelled one.
func endpointFailure(_ error: TransferError) -> any Error {
    EndpointFailure(error) ?? CancellationError()
}
