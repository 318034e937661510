public import DeskModel

extension SQLStore: CallStore {
    public func record(_ report: CallReport, isKnownCaller: Bool, in business: BusinessID) async throws -> Call {
        try await writeSending { transaction in
            try transaction.requireBusiness(business)
            let now = Timestamp.now()
            let key: [String: SQLValue] = [
                "business": .integer(business.rawValue), "provider": .text(report.provider.rawValue),
                "sid": .text(report.callSid),
            ]
            let known = try transaction.row(
                "SELECT * FROM calls WHERE business_id = :business AND provider = :provider AND call_sid = :sid", key)
            if known == nil {
                let contact =
                    try isKnownCaller
                    ? Self.contact(
                        at: report.customer, on: .call, phone: report.customer, in: business, now: now, transaction)
                    : nil
                try transaction.execute(
                    """
                    INSERT INTO calls (id, business_id, provider, call_sid, contact_id, direction, from_address,
                        to_address, status, status_rank, status_is_terminal, created_at, updated_at)
                    VALUES (:id, :business, :provider, :sid, :contact, :direction, :from, :to, :status, :rank,
                        :terminal, :now, :now)
                    """,
                    key.merging([
                        "id": .text(UUIDv7.next(now: now)), "contact": .text(contact),
                        "direction": .text(report.direction.rawValue), "from": .text(report.from),
                        "to": .text(report.to), "status": .text(report.step.word),
                        "rank": .integer(report.step.rank), "terminal": .integer(report.step.isTerminal ? 1 : 0),
                        "now": .integer(now.milliseconds),
                    ]) { $1 })
            }
            let step = try known.map {
                DeliveryStep(
                    try $0.text("status"), rank: try $0.int("status_rank"),
                    isTerminal: try $0.integer("status_is_terminal") == 1)
            }
            let replaces = report.step.replaces(step)
            // What an event does not speak of stays as it is.
            let row = try transaction.row(
                """
                UPDATE calls SET
                    status = CASE WHEN :replaces = 1 THEN :status ELSE status END,
                    status_rank = CASE WHEN :replaces = 1 THEN :rank ELSE status_rank END,
                    status_is_terminal = CASE WHEN :replaces = 1 THEN :terminal ELSE status_is_terminal END,
                    duration = coalesce(:duration, duration), receive_text = coalesce(:receivesText, receive_text),
                    voicemail = coalesce(:voicemail, voicemail), recording_sid = coalesce(:recording, recording_sid),
                    recording_url = coalesce(:url, recording_url),
                    recording_seconds = coalesce(:seconds, recording_seconds),
                    recording_ready = coalesce(:ready, recording_ready),
                    transcript = coalesce(:transcript, transcript), transfer = coalesce(:transfer, transfer),
                    session_id = coalesce(:session, session_id),
                    session_status = coalesce(:sessionStatus, session_status), updated_at = :now,
                    version = version + 1
                WHERE business_id = :business AND provider = :provider AND call_sid = :sid RETURNING *
                """,
                key.merging([
                    "replaces": .integer(replaces ? 1 : 0), "status": .text(report.step.word),
                    "rank": .integer(report.step.rank), "terminal": .integer(report.step.isTerminal ? 1 : 0),
                    "duration": Self.value(report.duration), "receivesText": Self.value(report.receivesText),
                    "voicemail": Self.value(report.isVoicemail), "recording": .text(report.recordingSid),
                    "url": .text(report.recordingURL), "seconds": Self.value(report.recordingLength),
                    "ready": Self.value(report.isRecordingReady),
                    "transcript": .text(report.transcript.map(SQLValue.storable)),
                    "transfer": .text(report.transfer?.rawValue), "session": .text(report.sessionID),
                    "sessionStatus": .text(report.sessionStatus), "now": .integer(now.milliseconds),
                ]) { $1 })
            guard var call = try row.map(Self.call) else { throw StoreError.failed("no row for a call") }
            if call.isVoicemail { call = try Self.keepVoicemail(of: call, now: now, transaction) }
            let wasVoicemail = try known?.integer("voicemail") == 1
            if call.isVoicemail, !wasVoicemail {
                try transaction.emit(.voicemailReceived(call), now: now)
            }
            return call
        }
    }

    public func call(
        _ callSid: String, of provider: ChannelProvider, in business: BusinessID
    ) async throws -> Call? {
        try await database.read { transaction in
            try transaction.row(
                "SELECT * FROM calls WHERE business_id = :business AND provider = :provider AND call_sid = :sid",
                [
                    "business": .integer(business.rawValue), "provider": .text(provider.rawValue),
                    "sid": .text(callSid),
                ]
            ).map(Self.call)
        }
    }

    public func call(_ id: CallID, in business: BusinessID) async throws -> Call? {
        try await database.read { transaction in
            try transaction.row(
                "SELECT * FROM calls WHERE business_id = :business AND id = :id",
                ["business": .integer(business.rawValue), "id": .text(id)]
            ).map(Self.call)
        }
    }

    public func calls(
        in business: BusinessID, contact: ContactID?, after: CallID?, limit: Int
    ) async throws -> [Call] {
        var parameters: [String: SQLValue] = [
            "business": .integer(business.rawValue), "after": .before(after), "limit": .limit(limit),
        ]
        if let contact { parameters["contact"] = .text(contact) }
        let condition = contact == nil ? "" : "AND contact_id = :contact"
        return try await database.read { [parameters] transaction in
            try transaction.rows(
                """
                SELECT * FROM calls WHERE business_id = :business \(condition) AND id < :after
                ORDER BY id DESC LIMIT :limit
                """, parameters
            ).map(Self.call)
        }
    }

    public func conversation(of call: CallID, in business: BusinessID) async throws -> ConversationID {
        try await writeSending { transaction in
            try Self.conversation(of: call, in: business, now: .now(), transaction)
        }
    }

    public func cut(_ message: MessageID, to text: String?, in business: BusinessID) async throws -> Bool {
        try await database.write { transaction in
            let row = try transaction.row(
                """
                UPDATE messages SET text = coalesce(:text, text), attributes = :attributes
                WHERE business_id = :business AND id = :message AND sender = 'assistant' RETURNING conversation_id
                """,
                [
                    "text": .text(text.map(SQLValue.storable)), "business": .integer(business.rawValue),
                    "message": .text(message),
                    "attributes": .text(text == nil ? #"{"heard":false}"# : #"{"heard":"partly"}"#),
                ])
            guard let row else { return false }
            if let text {
                try Self.replaceTerms(
                    of: message, text, in: try row.text("conversation_id"), of: business, transaction)
            }
            return true
        }
    }

    public func open(
        _ channel: Conversation.Channel, by provider: ChannelProvider, to address: String, from own: String,
        saying text: String, event: String, in business: BusinessID
    ) async throws -> Message? {
        try await writeSending { transaction in
            let now = Timestamp.now()
            guard try Self.note(event: event, of: provider, in: business, now: now, transaction) else { return nil }
            let contact = try Self.contact(
                at: address, on: channel, phone: address, in: business, now: now, transaction)
            try Self.setConsent(true, of: contact, on: channel, in: business, now: now, transaction)
            let conversation = try Self.openConversation(of: contact, on: channel, in: business, now: now, transaction)
            try transaction.execute(
                """
                INSERT INTO channel_threads (business_id, conversation_id, provider, address, own_address,
                    last_inbound_at)
                VALUES (:business, :conversation, :provider, :address, :own, :now)
                ON CONFLICT (business_id, conversation_id) DO UPDATE SET own_address = excluded.own_address
                """,
                [
                    "business": .integer(business.rawValue), "conversation": .text(conversation),
                    "provider": .text(provider.rawValue), "address": .text(address), "own": .text(own),
                    "now": .integer(now.milliseconds),
                ])
            return try Self.append(
                MessageDraft(.assistant, text), to: conversation, in: business, transaction)
        }
    }

    // MARK: Rows

    private static func value(_ number: Int?) -> SQLValue { number.map { .integer($0) } ?? .null }
    private static func value(_ flag: Bool?) -> SQLValue { flag.map { .integer($0 ? 1 : 0) } ?? .null }

    static func call(_ row: SQLRow) throws -> Call {
        guard let provider = ChannelProvider(rawValue: try row.text("provider")),
            let direction = Call.Direction(rawValue: try row.text("direction"))
        else { throw SQLError.malformedValue("provider or direction") }
        return Call(
            id: try row.text("id"), business: BusinessID(try row.integer("business_id")), provider: provider,
            callSid: try row.text("call_sid"), contact: try row.optionalText("contact_id"),
            conversation: try row.optionalText("conversation_id"), direction: direction,
            from: try row.text("from_address"), to: try row.text("to_address"), status: try row.text("status"),
            duration: try row.optionalInteger("duration").map(Int.init),
            receivesText: try row.integer("receive_text") == 1, isVoicemail: try row.integer("voicemail") == 1,
            recordingSid: try row.optionalText("recording_sid"), recordingURL: try row.optionalText("recording_url"),
            recordingLength: try row.optionalInteger("recording_seconds").map(Int.init),
            isRecordingReady: try row.integer("recording_ready") == 1, transcript: try row.optionalText("transcript"),
            voicemailMessage: try row.optionalText("voicemail_message_id"),
            transfer: try row.optionalText("transfer").flatMap(Call.Transfer.init(rawValue:)),
            sessionID: try row.optionalText("session_id"), sessionStatus: try row.optionalText("session_status"),
            createdAt: Timestamp(milliseconds: try row.integer("created_at")),
            updatedAt: Timestamp(milliseconds: try row.integer("updated_at")), version: try row.int("version"))
    }
}
