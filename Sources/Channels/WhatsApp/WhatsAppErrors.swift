import DeskModel

/// What the Cloud API's error codes ask for.
///
/// Source: david-lev/pywa `pywa/errors.py`; Meta, "Error codes".
public enum WhatsAppErrors {
    public static func failure(of response: ProviderResponse) -> SendFailure {
        let error = response.json["error"]
        let code = error["code"].integer
        let said = error["error_data"]["details"].filled ?? error["message"].filled
        let (reason, retry) = classification(code, response)
        return SendFailure(
            reason, retry: retry, code: code.map(String.init),
            detail: said ?? "WhatsApp answered with status \(response.status).", status: response.status)
    }

    private static func classification(
        _ code: Int64?, _ response: ProviderResponse
    ) -> (SendFailure.Reason, SendFailure.Retry) {
        let pause = response.retryAfter.map { SendFailure.Retry.after(seconds: $0) } ?? .backOff
        switch code ?? -1 {
        case 4, 80_007, 130_429, 131_056: return (.rateLimited, pause)
        case 1, 2, 131_000, 131_016, 131_057: return (.unavailable, pause)
        case 131_049: return (.refused, .after(seconds: 24 * 3600))
        case 131_047: return (.windowClosed, .never)
        case 0, 3, 10, 190, 200...299, 131_005, 131_031, 131_042, 368: return (.credentials, .never)
        case 131_021, 131_026, 131_030, 131_062: return (.recipient, .never)
        case 131_050: return (.optedOut, .never)
        case 100, 131_008, 131_009, 131_051, 131_052, 131_053, 132_000...132_016: return (.content, .never)
        case -1 where response.status == 429: return (.rateLimited, pause)
        case -1 where response.status == 401 || response.status == 403: return (.credentials, .never)
        default: return response.status >= 500 ? (.unavailable, pause) : (.refused, .never)
        }
    }
}
