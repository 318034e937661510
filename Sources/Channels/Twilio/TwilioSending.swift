public import DeskModel
import Foundation

/// Texts sent by Twilio's Messages resource.
public enum TwilioSending {
    /// - Parameters:
    ///   - from: a number of ours, or the sid of a messaging service (MG...).
    ///   - contentSid: an approved template with one variable, that the text goes in; none for a free text.
    ///   - statusCallback: where reports go; none without.
    public static func request(
        to: String, from: String, body: String, contentSid: String? = nil, mediaURLs: [String] = [],
        statusCallback: String?, account: TwilioAccount
    ) -> ProviderRequest {
        var fields = [FormFields.Field("To", to)]
        fields.append(FormFields.Field(TwilioSid.isValid(from, "MG") ? "MessagingServiceSid" : "From", from))
        if let contentSid {
            let variables: JSONValue = ["1": .string(body)]
            fields.append(FormFields.Field("ContentSid", contentSid))
            fields.append(FormFields.Field("ContentVariables", variables.text))
        } else if !body.isEmpty {
            fields.append(FormFields.Field("Body", body))
        }
        fields += mediaURLs.map { FormFields.Field("MediaUrl", $0) }
        if let statusCallback { fields.append(FormFields.Field("StatusCallback", statusCallback)) }
        return .form(account.url("Messages.json"), FormFields(fields), authorization: account.authorization)
    }

    /// The messages to an address since a day, to look up whether one was taken.
    public static func lookup(to: String, since day: Timestamp, account: TwilioAccount) -> ProviderRequest {
        let day = day.date.formatted(Date.ISO8601FormatStyle().year().month().day())
        let query = FormFields([
            FormFields.Field("To", to), FormFields.Field("DateSent>", day), FormFields.Field("PageSize", "50"),
        ]).encoded
        return ProviderRequest(
            .get, account.url("Messages.json") + "?" + query,
            headers: [ProviderRequest.Header("Authorization", account.authorization)])
    }

    /// The sid of a listed message that was sent by the API at or after a moment with this text.
    ///
    /// - Parameters:
    ///   - line: what a template may have carried, amid words of its own.
    ///   - known: sids that belong to other messages of ours.
    public static func find(
        _ body: String, orWithin line: String? = nil, from: String, since: Timestamp, known: Set<String>,
        in response: ProviderResponse
    ) -> String? {
        response.json["messages"].elements.first { message in
            guard message["direction"].string?.hasPrefix("outbound") == true, let text = message["body"].string,
                text == body || line.map({ isTold($0, in: text) }) ?? false,
                let sid = message["sid"].string, !known.contains(sid),
                from == message["from"].string || from == message["messaging_service_sid"].string
            else { return false }
            let created = message["date_created"].string.flatMap(date)
            // Twilio's clock and ours may differ by some seconds.
            return created.map { $0 >= since.date.addingTimeInterval(-30) } ?? false
        }?["sid"].string
    }

    /// Whether a template's text tells this line: a short one stands in many texts by chance.
    private static func isTold(_ line: String, in text: String) -> Bool {
        text == line || line.count >= 20 && text.contains(line)
    }

    public static func outcome(of response: ProviderResponse) -> SendOutcome {
        let json = response.json
        if (200..<300).contains(response.status) {
            guard let sid = json["sid"].string, TwilioSid.isValid(sid, "SM", "MM") else {
                return .unknown("Twilio answered without a message's sid.")
            }
            return .accepted(providerID: sid)
        }
        return .refused(failure(of: response))
    }

    public static func failure(of response: ProviderResponse) -> SendFailure {
        let json = response.json
        let code = json["code"].integer
        let said = json["message"].filled ?? "Twilio answered with status \(response.status)."
        func failure(_ reason: SendFailure.Reason, _ retry: SendFailure.Retry = .never) -> SendFailure {
            SendFailure(reason, retry: retry, code: code.map(String.init), detail: said, status: response.status)
        }
        if response.status == 429 || code == 20_429 {
            return failure(.rateLimited, response.retryAfter.map { .after(seconds: $0) } ?? .backOff)
        }
        if response.status >= 500 { return failure(.unavailable, .backOff) }
        switch code {
        case 21_610: return failure(.optedOut)
        case 63_016: return failure(.windowClosed)
        case 20_003: return failure(.credentials)
        case 21_211, 21_408, 21_614, 30_003, 30_005, 30_006: return failure(.recipient)
        case 21_617, 30_007: return failure(.content)
        default: return failure([401, 403].contains(response.status) ? .credentials : .refused)
        }
    }

    /// RFC 2822, such as `Mon, 10 Aug 2026 10:15:00 +0000`.
    static func date(_ text: String) -> Date? {
        let parts = text.split(separator: " ")
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard parts.count == 6, let day = Int(parts[1]), let month = months.firstIndex(of: String(parts[2])),
            let year = Int(parts[3])
        else { return nil }
        let days = day < 10 ? "0\(day)" : "\(day)"
        let number = month + 1 < 10 ? "0\(month + 1)" : "\(month + 1)"
        let zone = parts[5].count == 5 ? parts[5].prefix(3) + ":" + parts[5].suffix(2) : "Z"
        return try? Date.ISO8601FormatStyle().parse("\(year)-\(number)-\(days)T\(parts[4])\(zone)")
    }
}
