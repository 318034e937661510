public import DeskModel

extension SQLStore {
    public func append(
        _ draft: MessageDraft, to conversation: ConversationID, in business: BusinessID
    ) async throws -> Message {
        try await writeSending { transaction in
            try Self.append(draft, to: conversation, in: business, transaction)
        }
    }

    /// Stores a message inside a transaction that does more: the customer's first makes them a contact.
    ///
    /// - Parameters:
    ///   - isWaiting: whether a customer's message is to be answered.
    ///   - isSent: whether what the business says goes to the customer.
    /// - Throws: `StoreError.notFound` for an unknown conversation; `StoreError.closed`.
    static func append(
        _ draft: MessageDraft, to conversation: ConversationID, in business: BusinessID, isWaiting: Bool = true,
        isSent: Bool = true, _ transaction: any SQLTransaction
    ) throws -> Message {
        if let known = try message(providerID: draft.providerID, in: business, transaction) { return known }
        let now = Timestamp.now()
        let place = try place(in: conversation, of: business, transaction)
        if draft.needsOpenConversation, place.status == .closed { throw StoreError.closed }
        let message = Message(
            id: try nextID(in: conversation, of: business, now: now, transaction), conversation: conversation,
            business: business, sender: draft.sender, text: SQLValue.storable(draft.text), kind: draft.kind,
            isForm: draft.isForm, form: draft.form, author: draft.author, authorName: draft.authorName,
            replyTo: draft.replyTo, providerID: draft.providerID, attributes: draft.attributes, index: place.next,
            createdAt: now)
        // A file without a word asks nothing.
        let waits =
            try isWaiting && draft.sender == .user && !message.text.isEmpty
            && !isHeld(conversation, of: business, transaction)
        try insert(message, isWaiting: waits, isSent: isSent, transaction)
        try insert(draft.media, of: message, transaction)
        if draft.sender == .user { try ensureContact(of: conversation, in: business, now: now, transaction) }
        try transaction.emit(.messageCreated(message), now: now)
        return message
    }

    public func record(_ answer: Answer, receipt: Receipt, to message: Message) async throws -> Message {
        guard receipt.business == message.business else { throw StoreError.notFound }
        return try await writeSending { transaction in
            try Self.record(answer, receipt: receipt, to: message, transaction).reply
        }
    }

    public func reply(_ drafts: [MessageDraft], to message: Message) async throws -> [Message] {
        try await writeSending { transaction in
            guard try Self.reply(to: message, transaction) == nil else { return [] }
            var drafts = drafts
            if !drafts.isEmpty { drafts[0].replyTo = message.id }
            let stored = try drafts.map {
                try Self.append($0, to: message.conversation, in: message.business, transaction)
            }
            try Self.settle(message, transaction)
            return stored
        }
    }

    public func isWaiting(_ message: Message) async throws -> Bool {
        try await database.read { try Self.isWaiting(message, $0) }
    }

    public func messages(
        in conversation: ConversationID, of business: BusinessID, after: MessageID?, limit: Int
    ) async throws -> [Message] {
        let parameters: [String: SQLValue] = [
            "conversation": .text(conversation), "business": .integer(business.rawValue), "limit": .limit(limit),
        ]
        return try await database.read { transaction in
            guard let after else {
                return try transaction.rows(
                    """
                    SELECT * FROM messages WHERE business_id = :business AND conversation_id = :conversation
                    ORDER BY id DESC LIMIT :limit
                    """, parameters
                ).reversed().map(Self.message)
            }
            return try transaction.rows(
                """
                SELECT * FROM messages
                WHERE business_id = :business AND conversation_id = :conversation AND id > :after
                ORDER BY id LIMIT :limit
                """, parameters.merging(["after": .text(after)]) { $1 }
            ).map(Self.message)
        }
    }

    public func waitingMessages(limit: Int) async throws -> [Message] {
        try await database.read { transaction in
            try transaction.rows(
                "SELECT * FROM messages WHERE waiting = 1 ORDER BY id LIMIT :limit", ["limit": .limit(limit)]
            ).map(Self.message)
        }
    }

    public func countResumption(of message: Message) async throws -> Int {
        try await database.write { transaction in
            try transaction.row(
                """
                UPDATE messages SET resumptions = resumptions + 1
                WHERE business_id = :business AND id = :id AND waiting = 1 RETURNING resumptions
                """, ["business": .integer(message.business.rawValue), "id": .text(message.id)]
            )?.int("resumptions") ?? 0
        }
    }

    public func waitingMessages(
        in conversation: ConversationID, of business: BusinessID, limit: Int
    ) async throws -> [Message] {
        try await database.read { transaction in
            try transaction.rows(
                """
                SELECT * FROM messages
                WHERE business_id = :business AND conversation_id = :conversation AND waiting = 1
                ORDER BY id LIMIT :limit
                """,
                [
                    "business": .integer(business.rawValue), "conversation": .text(conversation),
                    "limit": .limit(limit),
                ]
            ).map(Self.message)
        }
    }

    public func message(_ id: MessageID, in business: BusinessID) async throws -> Message? {
        try await database.read { transaction in
            try transaction.row(
                "SELECT * FROM messages WHERE id = :id AND business_id = :business",
                ["id": .text(id), "business": .integer(business.rawValue)]
            ).map(Self.message)
        }
    }

    public func message(ofReceipt id: ReceiptID, in business: BusinessID) async throws -> Message? {
        try await database.read { transaction in
            try transaction.row(
                """
                SELECT m.* FROM receipts r
                JOIN messages m ON m.business_id = r.business_id AND m.conversation_id = r.conversation_id
                    AND m.receipt_id = r.id
                WHERE r.id = :id AND r.business_id = :business
                """, ["id": .text(id), "business": .integer(business.rawValue)]
            ).map(Self.message)
        }
    }

    public func receipt(_ id: ReceiptID, in business: BusinessID) async throws -> Receipt? {
        try await database.read { transaction in
            try transaction.row(
                "SELECT content FROM receipts WHERE id = :id AND business_id = :business",
                ["id": .text(id), "business": .integer(business.rawValue)]
            ).map { try JSONColumn.decode(Receipt.self, from: try $0.text("content")) }
        }
    }

    // MARK: Inside transactions

    /// Stores an answer inside a transaction that does more. - Returns: false with the earlier one, when there is one.
    ///
    /// - Throws: `StoreError.withdrawn` when it is no longer the desk's to answer.
    static func record(
        _ answer: Answer, receipt: Receipt, to message: Message, _ transaction: any SQLTransaction
    ) throws -> (reply: Message, isNew: Bool) {
        if let earlier = try reply(to: message, transaction) { return (earlier, false) }
        try settle(message, transaction)
        let now = Timestamp.now()
        let reply = Message(
            id: try nextID(in: message.conversation, of: message.business, now: now, transaction),
            conversation: message.conversation, business: message.business, sender: .assistant,
            text: SQLValue.storable(answer.text), replyTo: message.id, answer: answer,
            outcome: answer.answered ? .answered : receipt.isSmallTalk ? .talk : .declined, receipt: receipt.id,
            index: try place(in: message.conversation, of: message.business, transaction).next, createdAt: now)
        try transaction.execute(
            """
            INSERT INTO receipts (id, business_id, conversation_id, content, created_at)
            VALUES (:id, :business, :conversation, :content, :now)
            """,
            [
                "id": .text(receipt.id), "business": .integer(message.business.rawValue),
                "conversation": .text(message.conversation), "content": try JSONColumn.encode(receipt),
                "now": .integer(receipt.createdAt.milliseconds),
            ])
        try insert(reply, isWaiting: false, transaction)
        if let language = receipt.language, !receipt.isSmallTalk {
            try countQuestion(in: language, of: message.business, transaction)
        }
        try transaction.emit(.messageCreated(reply), now: now)
        if reply.outcome == .declined { try transaction.emit(.answerDeclined(reply, to: message), now: now) }
        return (reply, true)
    }

    /// The message that replies to this one already.
    static func reply(to message: Message, _ transaction: any SQLTransaction) throws -> Message? {
        try transaction.row(
            """
            SELECT * FROM messages
            WHERE business_id = :business AND conversation_id = :conversation AND reply_to = :id
            """, key(of: message)
        ).map(Self.message)
    }

    /// The message waits for no reply any more.
    ///
    /// - Throws: `StoreError.withdrawn` when it did not wait: a person took over, or it was dealt with.
    ///   `StoreError.notFound` when it is gone.
    static func settle(_ message: Message, _ transaction: any SQLTransaction) throws {
        let settled = try transaction.execute(
            """
            UPDATE messages SET waiting = 0
            WHERE business_id = :business AND conversation_id = :conversation AND id = :id AND waiting = 1
            """, key(of: message))
        guard settled == 0 else { return }
        _ = try isWaiting(message, transaction)
        throw StoreError.withdrawn
    }

    private static func isWaiting(_ message: Message, _ transaction: any SQLTransaction) throws -> Bool {
        let row = try transaction.row(
            """
            SELECT waiting FROM messages
            WHERE business_id = :business AND conversation_id = :conversation AND id = :id
            """, key(of: message))
        guard let row else { throw StoreError.notFound }
        return try row.integer("waiting") == 1
    }

    static func key(of message: Message) -> [String: SQLValue] {
        [
            "id": .text(message.id), "business": .integer(message.business.rawValue),
            "conversation": .text(message.conversation),
        ]
    }

    // MARK: Rows

    /// A message's id sorts after those before it, also when the clock was set back since: a conversation is read in
    /// order of its ids.
    private static func nextID(
        in conversation: ConversationID, of business: BusinessID, now: Timestamp, _ transaction: any SQLTransaction
    ) throws -> MessageID {
        let id = UUIDv7.next(now: now)
        let last = try transaction.row(
            """
            SELECT id FROM messages WHERE business_id = :business AND conversation_id = :conversation
            ORDER BY id DESC LIMIT 1
            """, ["business": .integer(business.rawValue), "conversation": .text(conversation)])
        guard let last = try last?.text("id"), last >= id else { return id }
        // The first 48 bits are the milliseconds (RFC 9562 section 5.7).
        guard let milliseconds = Int64(last.replacing("-", with: "").prefix(12), radix: 16) else {
            throw SQLError.malformedValue("id")
        }
        return UUIDv7.next(now: Timestamp(milliseconds: milliseconds + 1))
    }

    /// What came from a provider before comes again when the provider did not hear that it was taken.
    private static func message(
        providerID: String?, in business: BusinessID, _ transaction: any SQLTransaction
    ) throws -> Message? {
        guard let providerID else { return nil }
        return try transaction.row(
            "SELECT * FROM messages WHERE business_id = :business AND provider_id = :provider",
            ["business": .integer(business.rawValue), "provider": .text(providerID)]
        ).map(message)
    }

    /// The index of the conversation's next message, and its status. - Throws: `StoreError.notFound`.
    private static func place(
        in conversation: ConversationID, of business: BusinessID, _ transaction: any SQLTransaction
    ) throws -> (next: Int, status: ConversationStatus) {
        let row = try transaction.row(
            "SELECT next_position, status FROM conversations WHERE id = :conversation AND business_id = :business",
            ["conversation": .text(conversation), "business": .integer(business.rawValue)])
        guard let row else { throw StoreError.notFound }
        return (try row.int("next_position"), ConversationStatus(rawValue: try row.text("status")) ?? .active)
    }

    /// - Throws: `StoreError.withdrawn` for words of the assistant while a person speaks.
    private static func insert(
        _ message: Message, isWaiting: Bool, isSent: Bool = true, _ transaction: any SQLTransaction
    ) throws {
        // The last word on one voice at a time, whoever comes up with what to say.
        if message.sender == .assistant, try isHeld(message.conversation, of: message.business, transaction) {
            throw StoreError.withdrawn
        }
        try transaction.execute(
            """
            INSERT INTO messages (id, business_id, conversation_id, sender, text, kind, is_form, form, author,
                author_name, reply_to, answer, receipt_id, provider_id, delivery, attributes, position, waiting, outcome,
                created_at)
            VALUES (:id, :business, :conversation, :sender, :text, :kind, :isForm, :form, :author, :authorName,
                :replyTo, :answer, :receipt, :provider, :delivery, :attributes, :position, :waiting, :outcome, :now)
            """,
            [
                "id": .text(message.id), "business": .integer(message.business.rawValue),
                "conversation": .text(message.conversation), "sender": .text(message.sender.rawValue),
                "text": .text(message.text), "kind": .text(message.kind.rawValue),
                "isForm": .integer(message.isForm ? 1 : 0),
                "form": try message.form.map { try JSONColumn.encode($0) } ?? .null, "author": .text(message.author),
                "authorName": .text(message.authorName),
                "replyTo": .text(message.replyTo), "provider": .text(message.providerID),
                "delivery": .text(message.delivery?.rawValue), "attributes": .text(message.attributes),
                "position": .integer(message.index),
                "answer": try message.answer.map { try JSONColumn.encode($0) } ?? .null,
                "receipt": .text(message.receipt), "waiting": .integer(isWaiting ? 1 : 0),
                "outcome": .text(message.outcome?.rawValue), "now": .integer(message.createdAt.milliseconds),
            ])
        try transaction.execute(
            """
            UPDATE conversations SET message_count = message_count + 1, next_position = next_position + 1,
                updated_at = max(updated_at, :now),
                status = CASE WHEN :fromCustomer = 1 OR status = 'initializing' THEN 'active' ELSE status END,
                closed_at = CASE WHEN :fromCustomer = 1 THEN NULL ELSE closed_at END
            WHERE id = :conversation AND business_id = :business
            """,
            [
                "conversation": .text(message.conversation), "business": .integer(message.business.rawValue),
                "now": .integer(message.createdAt.milliseconds),
                "fromCustomer": .integer(message.sender == .user ? 1 : 0),
            ])
        try insertTerms(of: message.id, message.text, in: message.conversation, of: message.business, transaction)
        if isSent { try sendByChannel(message, transaction) }
    }

    static func message(_ row: SQLRow) throws -> Message {
        guard let sender = Message.Sender(rawValue: try row.text("sender")),
            let kind = Message.Kind(rawValue: try row.text("kind"))
        else { throw SQLError.malformedValue("sender or kind") }
        let delivery = try row.optionalText("delivery")
        return Message(
            id: try row.text("id"), conversation: try row.text("conversation_id"),
            business: BusinessID(try row.integer("business_id")), sender: sender, text: try row.text("text"),
            kind: kind,
            isForm: try row.integer("is_form") == 1,
            form: try row.optionalText("form").map { try JSONColumn.decode(FormPrompt.self, from: $0) },
            author: try row.optionalText("author"), authorName: try row.optionalText("author_name"),
            replyTo: try row.optionalText("reply_to"),
            answer: try row.optionalText("answer").map { try JSONColumn.decode(Answer.self, from: $0) },
            outcome: try row.optionalText("outcome").flatMap(Message.Outcome.init(rawValue:)),
            receipt: try row.optionalText("receipt_id"), providerID: try row.optionalText("provider_id"),
            delivery: delivery.flatMap(Message.Delivery.init(rawValue:)), attributes: try row.text("attributes"),
            index: try row.int("position"), createdAt: Timestamp(milliseconds: try row.integer("created_at")))
    }
}
