import HTTPTypes

extension Texts {
    /// An error as pages tell it, in their language.
    ///
    /// What the tables know nothing of is told in English, as the API does; so is what English says better: there the
    /// API's sentence is about this very case.
    func problem(_ error: APIError) -> String {
        let label = error.details["field"].flatMap(label)
        if let phrase = error.phrase, let text = filled(phrase.key, phrase.values, label) { return text }
        guard language != Self.languages[0] else { return error.message }
        var values: [String: String] = [:]
        values["seconds"] = error.headers[.retryAfter]
        values["name"] = error.details["agent_name"]
        if error.code == "invalid_request" { return filled("wrong", values, label) ?? error.message }
        return filled(error.code, values, label) ?? error.message
    }

    /// `nil` when the table has no such text, or not all of its places have a value.
    private func filled(_ key: String, _ values: [String: String], _ label: String?) -> String? {
        guard let text = table["problem_\(key)"] else { return nil }
        var values = values
        values["field"] = label
        let places = text.matches(of: /\{([a-z]+)\}/).map { String($0.output.1) }
        guard places.allSatisfy({ values[$0] != nil }) else { return nil }
        return fill("problem_\(key)", values)
    }

    /// What forms call a field of the API.
    private func label(_ field: String) -> String? {
        let name = field.split(separator: ".").last.map(String.init) ?? field
        return Self.labels[name].flatMap { table[$0] }
    }

    /// Keys of labels by the API's names.
    static let labels = [
        "name": "name", "email": "email_address", "password": "password", "role": "role", "question": "question",
        "variants": "variants", "answer": "answer", "tags": "tags", "valid_from": "valid_from",
        "valid_until": "valid_until", "text": "note", "message": "reply", "keywords": "keywords",
        "timeout_hours": "timeout", "question_text": "question", "help": "help", "choices": "choices",
        "contact_field": "fills_name", "type": "answer_kind", "first_message": "first_message",
        "estimate_complete_message": "complete_message", "greeting": "greeting", "answer_threshold": "threshold",
        "top_k": "top_k", "color": "color", "allowed_origins": "origins", "embedding_model": "embedding_model",
        "embedding": "embedding_model", "language_model": "language_model", "label": "label", "phone": "phone",
        "assignee": "assignee", "service": "service", "to": "colleague", "time_zone": "time_zone",
        "quiet_from": "quiet_from", "quiet_until": "quiet_until", "audience": "audience", "effective_at": "effective",
        "friendly_name": "name", "must_contain": "must_contain", "status": "status", "priority": "priority",
        "form_email": "told_forms", "form_phone": "told_forms", "voicemail_email": "told_voicemails",
        "voicemail_phone": "told_voicemails", "kind": "kind", "file": "file",
    ]
}
