import DeskModel
import Foundation
import Testing
import Transfer

@testable import ModelProviders

@Suite("Retries")
struct RetryPolicyTests {
    private func failure(_ status: Int, _ headers: TransferHeaders = [:], body: String = "") -> EndpointFailure {
        EndpointFailure(status: status, headers: headers, body: Array(body.utf8), host: "api.example.com")
    }

    @Test("waits double up to their bound, less a jitter, and end")
    func backOff() {
        let policy = RetryPolicy(maximumRetries: 6)
        let waits = (0..<7).map { policy.delay(after: $0, retryAfter: nil, jitter: 0) }
        #expect(waits == [.milliseconds(500), .seconds(1), .seconds(2), .seconds(4), .seconds(8), .seconds(8), nil])
        #expect(policy.delay(after: 1, retryAfter: nil, jitter: 1) == .milliseconds(750))
    }

    @Test("the wait that the endpoint asks for wins, unless it is beyond reason")
    func retryAfter() {
        let policy = RetryPolicy()
        #expect(policy.delay(after: 0, retryAfter: .seconds(90), jitter: 1) == .seconds(90))
        #expect(policy.delay(after: 0, retryAfter: .seconds(121), jitter: 0) == nil)
        #expect(policy.delay(after: 2, retryAfter: .seconds(1), jitter: 0) == nil)
    }

    @Test(
        "Retry-After is read as milliseconds, seconds or a date",
        arguments: [
            (["Retry-After": "2"], .seconds(2)), (["retry-after": "0.5"], .milliseconds(500)),
            (["retry-after-ms": "1500", "Retry-After": "9"], .milliseconds(1500)),
            (["Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT"], .seconds(10)),
            (["Retry-After": "Sun, 06 Nov 1994 08:49:00 GMT"], .zero), (["Retry-After": "soon"], nil),
            (["Retry-After": "-1"], nil), (["Retry-After": "1e300"], nil), (["Retry-After": "nan"], nil), ([:], nil),
        ] as [([String: String], Duration?)])
    func retryAfterHeader(headers: [String: String], expected: Duration?) {
        let now = Date(timeIntervalSince1970: 784_111_767)
        let fields = TransferHeaders(headers.map { .init($0.key, $0.value) })
        #expect(EndpointFailure.retryAfter(fields, now: now) == expected)
    }

    @Test(
        "overload and faults are tried again, refusals are not",
        arguments: [
            (408, ModelError.Reason.timedOut, true), (409, .refused, true), (429, .overloaded, true),
            (500, .failed, true),
            (502, .failed, true), (503, .overloaded, true), (302, .refused, false), (400, .refused, false),
            (401, .refused, false), (403, .refused, false), (404, .refused, false), (413, .tooLong, false),
        ])
    func statuses(status: Int, reason: ModelError.Reason, retries: Bool) {
        #expect(failure(status).error.reason == reason)
        #expect(failure(status).isRetryable == retries)
    }

    @Test("a spent quota is not tried again, nor what the endpoint says is final")
    func finalRefusals() {
        let quota = failure(
            429, body: #"{"error":{"message":"m","type":"insufficient_quota","code":"insufficient_quota"}}"#)
        #expect(!quota.isRetryable)
        #expect(quota.error.reason == .refused)
        #expect(!failure(500, ["x-should-retry": "false"]).isRetryable)
        #expect(failure(400, ["x-should-retry": "true"]).isRetryable)
    }

    @Test("a prompt that is too long is told apart")
    func contextLength() {
        let reply =
            #"{"error":{"message":"maximum context length is 8 tokens, max_tokens","code":"context_length_exceeded"}}"#
        #expect(failure(400, body: reply).error.reason == .tooLong)
        #expect(failure(400, body: reply).adaptation == nil)
    }

    @Test(
        "an error's text never shows what the endpoint wrote",
        arguments: [
            #"{"error":{"message":"Incorrect API key provided: sk-123","code":"invalid_api_key"}}"#,
            #"{"error":{"message":"x","code":"sk-123 with spaces"}}"#, #"{"error":"sk-123"}"#, "sk-123",
        ])
    func noSecrets(body: String) {
        let error = failure(401, body: body).error
        #expect(!error.description.contains("sk-123"))
        #expect(error.detail.hasPrefix("api.example.com answered 401"))
    }
}
