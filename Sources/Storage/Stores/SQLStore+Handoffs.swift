public import DeskModel

extension SQLStore: HandoffStore {
    public func handoff(of conversation: ConversationID, in business: BusinessID) async throws -> Handoff {
        try await database.read { try Self.handoff(of: conversation, in: business, $0) }
    }

    public func change(_ change: HandoffChange) async throws -> [Message]? {
        try await writeSending { transaction in
            let next = change.next
            let current = try Self.handoff(of: next.conversation, in: next.business, transaction)
            guard current.version == next.version else { return nil }
            for (kind, detail) in change.tells {
                guard let event = Self.event(kind, detail, of: change) else { continue }
                try transaction.emit(event.logged(as: kind, detail))
            }
            // A reply to a message that waits is the desk's, so it goes before the person takes the word.
            var said: [Message] = []
            var drafts = change.says
            if let message = change.answering {
                try Self.settle(message, transaction)
                if !drafts.isEmpty {
                    var reply = drafts.removeFirst()
                    reply.replyTo = message.id
                    said.append(try Self.append(reply, to: next.conversation, in: next.business, transaction))
                }
            }
            try Self.store(next, transaction)
            if current.voice != .held, next.voice == .held { try Self.takeOver(next, transaction) }
            for draft in drafts {
                said.append(try Self.append(draft, to: next.conversation, in: next.business, transaction))
            }
            if let message = change.answering, let asked = try Self.resumeForm(behind: message, change, transaction) {
                said.append(asked)
            }
            if change.answersWaiting { try Self.giveBack(next, transaction) }
            if current.voice == .held, next.voice != .held {
                if let asked = try Self.handBack(change, transaction) { said.append(asked) }
            }
            if change.closesConversation { try Self.close(next, transaction) }
            return said
        }
    }

    public func openHandoffs(in business: BusinessID, limit: Int) async throws -> [Handoff] {
        try await database.read { transaction in
            try transaction.rows(
                """
                SELECT * FROM handoffs WHERE business_id = :business AND voice <> 'bot' ORDER BY since LIMIT :limit
                """, ["business": .integer(business.rawValue), "limit": .limit(limit)]
            ).map(Self.handoff)
        }
    }

    public func openHandoffCounts(in business: BusinessID) async throws -> (requested: Int, held: Int) {
        try await database.read { transaction in
            let row = try transaction.row(
                """
                SELECT count(*) FILTER (WHERE voice = 'requested') AS requested,
                    count(*) FILTER (WHERE voice = 'held') AS held
                FROM handoffs WHERE business_id = :business AND voice <> 'bot'
                """, ["business": .integer(business.rawValue)])
            return (try row?.int("requested") ?? 0, try row?.int("held") ?? 0)
        }
    }

    public func leases(endedBy moment: Timestamp, limit: Int) async throws -> [Handoff] {
        try await database.read { transaction in
            try transaction.rows(
                """
                SELECT * FROM handoffs WHERE voice = 'held' AND leased_until <= :moment
                ORDER BY leased_until LIMIT :limit
                """, ["moment": .integer(moment.milliseconds), "limit": .limit(limit)]
            ).map(Self.handoff)
        }
    }

    public func outcomes(
        in conversation: ConversationID, of business: BusinessID, limit: Int
    ) async throws -> [Message.Outcome] {
        try await messages(in: conversation, of: business, after: nil, limit: limit).reversed().compactMap(\.outcome)
    }

    // MARK: Inside transactions

    /// - Throws: `StoreError.notFound` for an unknown conversation.
    static func handoff(
        of conversation: ConversationID, in business: BusinessID, _ transaction: any SQLTransaction
    ) throws -> Handoff {
        let key: [String: SQLValue] = ["id": .text(conversation), "business": .integer(business.rawValue)]
        if let row = try transaction.row(
            "SELECT * FROM handoffs WHERE conversation_id = :id AND business_id = :business", key)
        {
            return try handoff(row)
        }
        let row = try transaction.row(
            "SELECT created_at FROM conversations WHERE id = :id AND business_id = :business", key)
        guard let row else { throw StoreError.notFound }
        return Handoff(
            conversation: conversation, business: business,
            since: Timestamp(milliseconds: try row.integer("created_at")))
    }

    /// Whether a person speaks, so that nobody else may.
    static func isHeld(
        _ conversation: ConversationID, of business: BusinessID, _ transaction: any SQLTransaction
    ) throws -> Bool {
        try transaction.row(
            """
            SELECT voice FROM handoffs
            WHERE conversation_id = :id AND business_id = :business AND voice = 'held'
            """, ["id": .text(conversation), "business": .integer(business.rawValue)]) != nil
    }

    /// What those outside are told; a transfer is told as the colleague's taking over.
    private static func event(
        _ kind: LoggedEvent.Kind, _ detail: [String: String], of change: HandoffChange
    ) -> DeskEvent? {
        let (conversation, business) = (change.next.conversation, change.next.business)
        let agent = detail["agent_name"]
        switch kind {
        case .handoffRequested:
            return .handoffRequested(
                in: conversation, of: business, reason: detail["reason"] ?? "",
                lastMessage: change.answering?.text ?? "")
        case .handoffTaken, .handoffTransferred:
            return .handoffTaken(in: conversation, of: business, by: agent ?? "")
        case .handoffReleased:
            return .handoffReleased(in: conversation, of: business, by: agent, reason: detail["reason"] ?? "")
        case .conversationCreated, .conversationUpdated, .conversationDeleted, .messageCreated, .messageDeleted,
            .formSubmitted, .voicemailReceived, .documentProgress, .documentReady, .documentFailed, .noticeRaised:
            return nil
        }
    }

    private static func store(_ handoff: Handoff, _ transaction: any SQLTransaction) throws {
        try transaction.execute(
            """
            INSERT INTO handoffs (conversation_id, business_id, voice, reason, language, agent_id, agent_name,
                leased_until, since, version)
            VALUES (:conversation, :business, :voice, :reason, :language, :agent, :name, :until, :since, :version)
            ON CONFLICT (conversation_id) DO UPDATE SET voice = excluded.voice, reason = excluded.reason,
                language = excluded.language, agent_id = excluded.agent_id, agent_name = excluded.agent_name,
                leased_until = excluded.leased_until, since = excluded.since, version = excluded.version
            """,
            [
                "conversation": .text(handoff.conversation), "business": .integer(handoff.business.rawValue),
                "voice": .text(handoff.voice.rawValue), "reason": .text(handoff.reason?.rawValue),
                "language": .text(handoff.language), "agent": .text(handoff.agent?.id),
                "name": .text(handoff.agent?.name), "until": .moment(handoff.leasedUntil),
                "since": .integer(handoff.since.milliseconds), "version": .integer(handoff.version + 1),
            ])
    }

    /// What waits is the person's from now on. What came before it is remembered as dealt with, so that a hand-back can
    /// find what nobody answered.
    private static func takeOver(_ handoff: Handoff, _ transaction: any SQLTransaction) throws {
        let key: [String: SQLValue] = [
            "conversation": .text(handoff.conversation), "business": .integer(handoff.business.rawValue),
        ]
        try transaction.execute(
            """
            UPDATE handoffs SET dealt_with = coalesce(
                (SELECT max(m.id) FROM messages m
                    WHERE m.business_id = :business AND m.conversation_id = :conversation AND m.id < coalesce(
                        (SELECT min(w.id) FROM messages w WHERE w.business_id = :business
                            AND w.conversation_id = :conversation AND w.waiting = 1), '~')), '')
            WHERE conversation_id = :conversation AND business_id = :business
            """, key)
        try transaction.execute(
            """
            UPDATE messages SET waiting = 0
            WHERE business_id = :business AND conversation_id = :conversation AND waiting = 1
            """, key)
    }

    /// Has what the customer wrote after the person's last words wait for the assistant.
    private static func giveBack(_ handoff: Handoff, _ transaction: any SQLTransaction) throws {
        let key: [String: SQLValue] = [
            "conversation": .text(handoff.conversation), "business": .integer(handoff.business.rawValue),
        ]
        try transaction.execute(
            """
            UPDATE messages SET waiting = 1
            WHERE business_id = :business AND conversation_id = :conversation AND sender = 'user'
                AND id > (SELECT max(coalesce(h.dealt_with, ''), coalesce(
                    (SELECT max(p.id) FROM messages p WHERE p.business_id = :business
                        AND p.conversation_id = :conversation AND p.sender = 'human'), ''))
                    FROM handoffs h WHERE h.conversation_id = :conversation AND h.business_id = :business)
                AND NOT EXISTS (SELECT 1 FROM messages r WHERE r.business_id = :business
                    AND r.conversation_id = :conversation AND r.reply_to = messages.id)
            """, key)
    }

    /// Remembers how far the customer spoke to the person, which answers no form, and has the form ask again that
    /// waited meanwhile, unless words to the person are to be answered first.
    ///
    /// - Returns: what the form says.
    private static func handBack(
        _ change: HandoffChange, _ transaction: any SQLTransaction
    ) throws -> Message? {
        let (conversation, business) = (change.next.conversation, change.next.business)
        let key: [String: SQLValue] = ["conversation": .text(conversation), "business": .integer(business.rawValue)]
        try transaction.execute(
            """
            UPDATE handoffs SET dealt_with = (SELECT max(m.id) FROM messages m
                WHERE m.business_id = :business AND m.conversation_id = :conversation)
            WHERE conversation_id = :conversation AND business_id = :business
            """, key)
        guard !change.closesConversation else {
            // Nothing is asked in a conversation that ends; who comes back is asked before their words are an answer.
            try transaction.execute(
                """
                UPDATE form_submissions SET asked_question_id = NULL, asked_text = NULL
                WHERE business_id = :business AND conversation_id = :conversation AND status = 'open'
                """, key)
            return nil
        }
        guard let scene = try Self.scene(of: conversation, in: business, transaction),
            let move = change.resumesForm?(scene)
        else { return nil }
        return try carryOut(move, to: nil, in: conversation, of: business, transaction)
    }

    /// Has the form ask again when the words that were replied to are the last that were said to a person: it waited
    /// for that.
    ///
    /// - Returns: what the form says.
    private static func resumeForm(
        behind message: Message, _ change: HandoffChange, _ transaction: any SQLTransaction
    ) throws -> Message? {
        let (conversation, business) = (message.conversation, message.business)
        guard !change.closesConversation, let scene = try Self.scene(of: conversation, in: business, transaction),
            let last = scene.saidToPerson, message.id <= last, let move = change.resumesForm?(scene)
        else { return nil }
        return try carryOut(move, to: nil, in: conversation, of: business, transaction)
    }

    /// Up to where the customer spoke to a person who has handed back.
    static func saidToPerson(
        in conversation: ConversationID, of business: BusinessID, _ transaction: any SQLTransaction
    ) throws -> MessageID? {
        try transaction.row(
            """
            SELECT dealt_with FROM handoffs
            WHERE conversation_id = :conversation AND business_id = :business AND voice <> 'held'
            """, ["conversation": .text(conversation), "business": .integer(business.rawValue)]
        )?.optionalText("dealt_with")
    }

    private static func close(_ handoff: Handoff, _ transaction: any SQLTransaction) throws {
        let closed = try transaction.row(
            """
            UPDATE conversations SET status = 'closed', closed_at = :now, updated_at = max(updated_at, :now),
                version = version + 1
            WHERE id = :conversation AND business_id = :business AND status <> 'closed'
            RETURNING *
            """,
            [
                "conversation": .text(handoff.conversation), "business": .integer(handoff.business.rawValue),
                "now": .integer(Timestamp.now().milliseconds),
            ])
        if let closed { try transaction.emit(.conversationUpdated(try conversation(closed), changes: ["state"])) }
    }

    private static func handoff(_ row: SQLRow) throws -> Handoff {
        guard let voice = Handoff.Voice(rawValue: try row.text("voice")) else { throw SQLError.malformedValue("voice") }
        let id = try row.optionalText("agent_id")
        let name = try row.optionalText("agent_name")
        return Handoff(
            conversation: try row.text("conversation_id"), business: BusinessID(try row.integer("business_id")),
            voice: voice, reason: try row.optionalText("reason").flatMap(Handoff.Reason.init(rawValue:)),
            language: try row.optionalText("language"), agent: id.map { Agent(id: $0, name: name ?? $0) },
            leasedUntil: try row.optionalInteger("leased_until").map(Timestamp.init(milliseconds:)),
            since: Timestamp(milliseconds: try row.integer("since")), version: try row.int("version"))
    }
}
