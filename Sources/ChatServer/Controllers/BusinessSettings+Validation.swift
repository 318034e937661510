import DeskModel
import Foundation

extension BusinessSettings {
    /// As shown by the API: keys of model endpoints are left out.
    var withoutSecrets: BusinessSettings {
        var copy = self
        copy.embedding?.apiKey = nil
        copy.languageModel?.apiKey = nil
        return copy
    }

    /// A saved endpoint keeps its key when the update names the same endpoint without one.
    func keepingSecrets(of saved: BusinessSettings) -> BusinessSettings {
        var copy = self
        if copy.embedding?.apiKey == nil, copy.embedding?.baseURL == saved.embedding?.baseURL {
            copy.embedding?.apiKey = saved.embedding?.apiKey
        }
        if copy.languageModel?.apiKey == nil, copy.languageModel?.baseURL == saved.languageModel?.baseURL {
            copy.languageModel?.apiKey = saved.languageModel?.apiKey
        }
        return copy
    }

    /// - Throws: 400 that names the first value out of range.
    func validated() throws(APIError) -> BusinessSettings {
        func refuse(_ field: String, _ rule: String, _ phrase: PagePhrase? = nil) -> APIError {
            .badRequest(
                "invalid_request", "`settings.\(field)` must be \(rule).", field: "settings.\(field)", phrase: phrase)
        }
        if let greeting, greeting.count > 2_000 {
            throw refuse("greeting", "at most 2,000 characters", .length(0...2_000))
        }
        if let answerThreshold, !(0...1).contains(answerThreshold) {
            throw refuse("answer_threshold", "a number from 0 to 1", .range(0, 1))
        }
        if let topK, !(1...100).contains(topK) { throw refuse("top_k", "from 1 to 100", .range(1, 100)) }
        if let color, color.wholeMatch(of: /#[0-9a-fA-F]{6}/) == nil { throw refuse("color", "of the form #rrggbb") }
        if let locale, locale.wholeMatch(of: /[a-zA-Z]{2,3}(-[a-zA-Z]{4})?(-[a-zA-Z]{2})?/) == nil {
            throw refuse("locale", "a language and region such as en-GB")
        }
        if let timeZone, TimeZone(identifier: timeZone) == nil {
            throw refuse("time_zone", "a time zone such as Europe/Madrid", .zone)
        }
        if let allowedOrigins {
            guard allowedOrigins.count <= 100, allowedOrigins.allSatisfy(Self.isOrigin) else {
                throw refuse("allowed_origins", "a list of at most 100 origins such as https://example.com", .origins)
            }
        }
        if let autoHandoffThreshold, !(0...1).contains(autoHandoffThreshold) {
            throw refuse("auto_handoff_threshold", "a number from 0 to 1")
        }
        if let maxConversationLength, !(2...100_000).contains(maxConversationLength) {
            throw refuse("max_conversation_length", "from 2 to 100,000")
        }
        if let problem = handoff?.problem { throw .badRequest("invalid_request", problem, field: "settings.handoff") }
        for (field, endpoint) in [("embedding", embedding), ("language_model", languageModel)] {
            guard let endpoint else { continue }
            guard let url = URLComponents(string: endpoint.baseURL), url.scheme == "https" || url.scheme == "http",
                url.host?.isEmpty == false, url.user == nil, !endpoint.model.isEmpty, endpoint.model.count <= 200
            else { throw refuse(field, "an endpoint with base_url (http or https) and model", .endpoint) }
        }
        return self
    }

    private static func isOrigin(_ text: String) -> Bool {
        guard let url = URLComponents(string: text), let host = url.host, !host.isEmpty else { return false }
        return (url.scheme == "https" || url.scheme == "http") && url.path.isEmpty && url.query == nil
            && url.user == nil
    }
}
