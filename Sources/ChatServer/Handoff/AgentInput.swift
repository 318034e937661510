import DeskModel

/// Who of the business acts, as requests and frames name them.
enum AgentInput {
    static let longestName = 100

    /// Who acts: the person who signed in, or whom the holder of a key names.
    ///
    /// - Throws: 400 that says how to name one.
    static func agent(_ caller: Caller, named author: String?) throws(APIError) -> Agent {
        if case .user(let signedIn) = caller.principal {
            return Agent(id: signedIn.user.id, name: signedIn.user.name)
        }
        let named = try agent(named: author)
        return caller.isOperatorOnPages ? .operatorOnPages(named: named.name) : named
    }

    /// The agent of that name. - Throws: 400 that says how to name one.
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
