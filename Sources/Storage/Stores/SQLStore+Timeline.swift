public import DeskModel

extension SQLStore: TimelineSource {
    public func timeline(
        of contact: ContactID, in business: BusinessID, before: Timeline.Place?, limit: Int
    ) async throws -> [TimelineEntry] {
        let parameters: [String: SQLValue] = [
            "contact": .text(contact), "business": .integer(business.rawValue),
            "time": .integer(before?.at.milliseconds ?? .max), "id": .before(before?.id), "limit": .limit(limit),
        ]
        return try await database.read { transaction in
            let messages = try transaction.rows(Self.timelineRows(of: "messages"), parameters).map(Self.message)
            let notes = try transaction.rows(Self.timelineRows(of: "notes"), parameters).map(Self.note)
            return Timeline.merge(
                [
                    messages.map { TimelineEntry(at: $0.createdAt, content: .message($0)) },
                    notes.map { TimelineEntry(at: $0.createdAt, content: .note($0)) },
                ], limit: limit)
        }
    }

    private static func timelineRows(of table: String) -> String {
        """
        SELECT e.* FROM conversations c
        JOIN \(table) e ON e.business_id = c.business_id AND e.conversation_id = c.id
        WHERE c.business_id = :business AND c.contact_id = :contact AND (e.created_at, e.id) < (:time, :id)
        ORDER BY e.created_at DESC, e.id DESC LIMIT :limit
        """
    }
}
