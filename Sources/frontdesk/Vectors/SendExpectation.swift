import Channels
import DeskModel

/// Reads what a vector expects to come of a message that was handed to a provider.
struct SendExpectation {
    let expect: JSONValue

    /// Other words for the reasons that the desk knows.
    private static let synonyms: [String: SendFailure.Reason] = [
        "blocked": .optedOut, "rate_limit": .rateLimited, "rate": .rateLimited, "throttled": .rateLimited,
        "token": .credentials, "auth": .credentials, "authentication": .credentials, "permission": .credentials,
        "undeliverable": .recipient, "not_deliverable": .recipient, "invalid_recipient": .recipient,
        "bad_number": .recipient, "parameter": .content, "template": .content, "media": .content,
        "server_error": .unavailable, "temporary": .unavailable,
    ]

    /// - Parameter spell: writes the provider's id of a message as vectors do.
    func compare(
        with outcome: SendOutcome, _ check: inout VectorCheck, spell: (String) -> JSONValue = { .string($0) }
    ) {
        check.understand("expect", expect, Set(expect.names))
        for name in expect.names where !VectorCheck.remarks.contains(name) {
            let expected = expect[name]
            if let got = Self.value(name, expected, of: outcome, spell) {
                check.expect(name, expected, got)
            } else {
                check.misunderstand("expect.\(name)", expected)
            }
        }
    }

    /// The same but for what was looked at elsewhere.
    func without(_ name: String) -> SendExpectation {
        guard case .object(var members) = expect else { return self }
        members[name] = nil
        return SendExpectation(expect: .object(members))
    }

    /// What came of it under a name; `nil` for a name that says nothing to us.
    private static func value(
        _ name: String, _ expected: JSONValue, of outcome: SendOutcome, _ spell: (String) -> JSONValue
    ) -> JSONValue? {
        let (id, failure): (String?, SendFailure?) =
            switch outcome {
            case .accepted(let id): (id, nil)
            case .refused(let failure): (nil, failure)
            case .unknown: (nil, nil)
            }
        switch name {
        case "message_id", "provider_message_id": return id.map(spell) ?? .null
        case "accepted", "ok", "success": return .bool(id != nil)
        // What may have arrived is looked up and tried again.
        case "retry": return .bool(failure.map { $0.retry != .never } ?? (id == nil))
        case "reason":
            guard let failure else { return .null }
            let isSame = expected.string.flatMap { synonyms[$0] } == failure.reason
            return isSame ? expected : .string(failure.reason.rawValue)
        case "code", "error_code": return .string(orNull: failure?.code)
        case "opted_out": return .bool(failure?.reason == .optedOut)
        case "window_closed": return .bool(failure?.reason == .windowClosed)
        case "status":
            let isOver = failure?.retry == .never
            return .string((isOver ? Message.Delivery.failed : Message.Delivery.queued).rawValue)
        case "retry_after", "wait_s": return seconds(failure)
        case "wait_s_at_least":
            let isLongEnough = (seconds(failure).number ?? -1) >= expected.number ?? .infinity
            return isLongEnough ? expected : seconds(failure)
        default: return nil
        }
    }

    private static func seconds(_ failure: SendFailure?) -> JSONValue {
        guard case .after(let seconds)? = failure?.retry else { return .null }
        return .integer(seconds)
    }
}
