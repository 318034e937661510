import DeskModel

/// One request for a page: who asks, about which business, in which language.
struct Visit: Sendable {
    let principal: Principal
    /// What forms send back to show that they are ours.
    let csrfToken: String
    let texts: Texts
    /// The way from the page to the server's root, `../../`.
    let root: String
    /// The one that the page is about; `nil` on pages about none.
    let business: Business?
    /// Those that may be switched to, at most 200.
    let businesses: [Business]
    let openNotices: Int
    let toast: Toast?

    /// The way to the business's pages, such as `../../b/7/`.
    var base: String { business.map { "\(root)b/\($0.id)/" } ?? root }

    /// Whether who visits may do that here.
    func may(_ permission: Permission) -> Bool {
        business.map { (try? principal.require(permission, of: $0.id)) != nil } ?? false
    }

    /// Who speaks when somebody writes to a customer or for colleagues.
    var agent: Agent {
        if case .user(let signedIn) = principal { return Agent(id: signedIn.user.id, name: signedIn.user.name) }
        return .operatorOnPages(named: texts["operator"])
    }

    /// Where a form goes when it is done: a page of the business.
    func page(_ path: String, after outcome: Outcome? = nil, undo: String? = nil) -> String {
        var url = base + path
        if let outcome { url += (path.contains("?") ? "&" : "?") + "done=\(outcome.rawValue)" }
        if let undo { url += "&undo=\(undo)" }
        return url
    }

    /// - Throws: 404 on pages about no business.
    func requireBusiness() throws(APIError) -> Business {
        guard let business else { throw .notFound("business") }
        return business
    }
}
