import Foundation

extension RunningDesk {
    /// Makes a form. - Returns: what the API says of it.
    @discardableResult
    func form(
        _ questions: [[String: Any]], _ more: [String: Any] = [:], for business: TestBusiness
    ) async throws -> [String: Any] {
        let body = ["name": "Estimate", "questions": questions].merging(more) { $1 }
        let made = try await call("POST", "/api/businesses/\(business.id)/forms", key: business.key, json: body)
        guard made.status == 201 else { throw Failure(made.text) }
        return made.json
    }

    /// What customers of a business filled in, newest first.
    func submissions(_ business: TestBusiness, _ query: String = "") async throws -> [[String: Any]] {
        try await call("GET", "/api/businesses/\(business.id)/submissions?\(query)", key: business.key).results
    }
}

extension ChatClient {
    /// Says something and waits for what the form says to it.
    func fill(_ text: String) async throws -> ChatFrame {
        try await say(text)
        return try await next { $0.form != nil }
    }
}

extension ChatFrame {
    var form: [String: Any]? { json["form"] as? [String: Any] }
    var step: [Int] { [form?["step"] as? Int, form?["of"] as? Int].compactMap(\.self) }
}
