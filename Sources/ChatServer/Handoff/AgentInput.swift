import DeskModel

/// Who of the business acts, as requests and frames name them.
enum AgentInput {
    static let longestName = 100

    /// The agent for whom somebody acts with a key. - Throws: 400 that says how to name one.
    static func agent(named author: String?, _ field: String = "author") throws(APIError) -> Agent {
        let name = author?.trimmingPrefix { $0.isWhitespace }
        guard let name, !name.isEmpty, name.count <= longestName, !name.contains(where: \.isNewline),
            !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else {
            throw .badRequest(
                "invalid_request", "`\(field)` must name the agent, in one line of at most 100 characters.",
                field: field)
        }
        return Agent(id: String(name), name: String(name))
    }
}
