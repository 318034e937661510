import DeskModel

extension SQLStore {
    /// Keeps voicemail as a message of the call's conversation once its recording can be had: it is fetched, shown and
    /// played like any file that a customer sends.
    static func keepVoicemail(of call: Call, now: Timestamp, _ transaction: any SQLTransaction) throws -> Call {
        let words = call.transcript ?? ""
        if let message = call.voicemailMessage {
            guard !words.isEmpty else { return call }
            try write(words, into: message, of: call, transaction)
            return call
        }
        guard call.isRecordingReady, let recording = call.recordingSid, let url = call.recordingURL else { return call }
        let conversation = try conversation(of: call.id, in: call.business, now: now, transaction)
        let message = try append(
            MessageDraft(.user, words, kind: .voice, providerID: recording), to: conversation, in: call.business,
            isWaiting: false, transaction)
        try note(
            [InboundMessage.Media(reference: url + ".mp3", contentType: "audio/mpeg", filename: "voicemail.mp3")],
            of: message, from: call.provider, transaction)
        let row = try transaction.row(
            """
            UPDATE calls SET voicemail_message_id = :message WHERE business_id = :business AND id = :id RETURNING *
            """,
            [
                "message": .text(message.id), "business": .integer(call.business.rawValue), "id": .text(call.id),
            ])
        return try row.map(Self.call) ?? call
    }

    private static func write(
        _ words: String, into message: MessageID, of call: Call, _ transaction: any SQLTransaction
    ) throws {
        let row = try transaction.row(
            """
            UPDATE messages SET text = :text WHERE business_id = :business AND id = :message AND text <> :text
            RETURNING conversation_id
            """,
            [
                "text": .text(SQLValue.storable(words)), "business": .integer(call.business.rawValue),
                "message": .text(message),
            ])
        guard let conversation = try row?.text("conversation_id") else { return }
        try replaceTerms(of: message, words, in: conversation, of: call.business, transaction)
    }

    /// The conversation in which a call's words are kept: made when there is none yet.
    static func conversation(
        of call: CallID, in business: BusinessID, now: Timestamp, _ transaction: any SQLTransaction
    ) throws -> ConversationID {
        let key: [String: SQLValue] = ["business": .integer(business.rawValue), "id": .text(call)]
        let row = try transaction.row("SELECT * FROM calls WHERE business_id = :business AND id = :id", key)
        guard let row else { throw StoreError.notFound }
        if let known = try row.optionalText("conversation_id") { return known }
        let made = Conversation(
            id: UUIDv7.next(now: now), business: business, channel: .call,
            contact: try row.optionalText("contact_id"), createdAt: now)
        try create(made, now: now, transaction)
        try transaction.execute(
            "UPDATE calls SET conversation_id = :conversation WHERE business_id = :business AND id = :id",
            key.merging(["conversation": .text(made.id)]) { $1 })
        return made.id
    }
}
