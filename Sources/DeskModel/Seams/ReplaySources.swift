extension ConversationStore {
    /// What was said before the question that a message answers, oldest first, as much as an answer takes into account.
    public func history(before answer: Message, limit: Int = 10) async throws -> [Message] {
        guard let question = answer.replyTo else { return [] }
        var history: [Message] = []
        var last = ""
        while true {
            let page = try await messages(in: answer.conversation, of: answer.business, after: last, limit: 500)
            let earlier = page.prefix { $0.id < question }
            history = (history + earlier).suffix(limit)
            guard earlier.count == page.count, page.count == 500, let end = page.last else { return history }
            last = end.id
        }
    }
}

extension DocumentStore {
    /// The newest version of each of a receipt's documents; those that are gone are left out.
    public func newestVersions(of receipt: Receipt) async throws -> [DocumentID: Int] {
        var versions: [DocumentID: Int] = [:]
        for id in Set(receipt.sources.map(\.document)) {
            guard let document = try await document(id, in: receipt.business) else { continue }
            versions[id] = document.version
        }
        return versions
    }
}
