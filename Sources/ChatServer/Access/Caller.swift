import DeskModel

/// Who makes a request, as the middleware found out.
struct Caller: Sendable {
    var principal: Principal = .anonymous
    /// The same for the audit log.
    var actor = AuditActor(kind: .anonymous)
    /// The value of the cookie that signed in; `nil` with a key.
    var cookie: String?
    /// Whose address it is, behind proxies or not.
    var address = ""

    /// Whether the operator signed in to the dashboard, where nobody names an agent.
    var isOperatorOnPages: Bool { principal == .operator_ && cookie != nil }
}

extension Agent {
    /// The operator on the dashboard's pages: one agent, whatever their language calls them.
    static func operatorOnPages(named name: String) -> Agent { Agent(id: "operator", name: name) }
}
