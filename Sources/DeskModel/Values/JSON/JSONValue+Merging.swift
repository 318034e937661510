extension JSONValue {
    /// This value changed by a JSON Merge Patch (RFC 7396): members that the patch leaves out stay, `null` removes one,
    /// objects are merged member by member, and anything else takes the place of what was there.
    public func merged(with patch: JSONValue) -> JSONValue {
        guard case .object(let changes) = patch else { return patch }
        var members: [String: JSONValue] = [:]
        if case .object(let own) = self { members = own }
        for (name, change) in changes {
            members[name] = change.isNull ? nil : (members[name] ?? .null).merged(with: change)
        }
        return .object(members)
    }
}
