import Channels
import DeskModel
import Storage

/// What the desk stored of a request of Twilio's, by the names that vectors use.
struct TwilioVectorState {
    private let desk: VectorDesk
    private let form: FormFields
    /// Of the stand-in, from before the request.
    private let mark: Int
    private let message: Message?
    private let thread: ChannelThread?
    private let report: DeliveryReport?
    private let call: Call?

    /// - Parameter state: what is expected, which may name a message or a call.
    init(_ form: FormFields, _ state: JSONValue, since mark: Int, on desk: VectorDesk) async throws {
        let (store, business) = (desk.system.store, desk.business.id)
        self.desk = desk
        self.form = form
        self.mark = mark
        let sid = state["message_id"].string ?? form["MessageSid"] ?? form["SmsSid"]
        let found: Message? =
            if let sid { try await store.message(ofProvider: sid, in: business) } else { nil }
        message = found
        report = if let sid { try await store.report(on: sid, from: .twilio, in: business) } else { nil }
        thread = if let found { try await store.thread(of: found.conversation, in: business) } else { nil }
        let callSid = state["call_sid"].string ?? form["CallSid"]
        call = if let callSid { try await store.call(callSid, of: .twilio, in: business) } else { nil }
    }

    /// What is stored under a name; `nil` for a name that says nothing to us.
    func value(_ name: String, _ expected: JSONValue) async throws -> JSONValue? {
        switch name {
        case "stored": .bool(message != nil || report != nil || call != nil)
        case "from": .string(orNull: spelled(call?.from ?? thread?.address, as: expected))
        case "to": .string(orNull: spelled(call?.to ?? thread?.ownAddress, as: expected))
        case "status": .string(orNull: report?.step.word ?? call?.status)
        case "opted_out": .bool(try await isOptedOut())
        case "text", "body", "speech": .string(orNull: try await words())
        case "sms_sent_with": try await firstMessage(expected)
        default: messageValue(name, expected) ?? callValue(name)
        }
    }

    private func messageValue(_ name: String, _ expected: JSONValue) -> JSONValue? {
        // What was stored is compared with what the adapter read, where the store has it in other words.
        let inbound = message == nil ? nil : TwilioInboundMessage(form)?.inbound
        switch name {
        case "message_id": return .string(orNull: message?.providerID ?? report?.messageID)
        case "kind": return .string(orNull: message?.kind.rawValue)
        case "channel": return .string(orNull: thread?.channel.rawValue)
        case "error_code": return .string(orNull: report?.errorCode)
        case "name", "profile_name": return .string(orNull: inbound?.name)
        case "choice", "payload", "button_payload": return .string(orNull: inbound?.choice)
        case "reply_to", "in_reply_to": return .string(orNull: inbound?.inReplyTo)
        case "media_count", "num_media": return .integer(Int64(inbound?.media.count ?? 0))
        case "media", "media_urls":
            let isObjects = expected.elements.contains { $0.string == nil }
            return .array(
                (inbound?.media ?? []).map { file -> JSONValue in
                    let url = JSONValue.string(file.reference)
                    let type = JSONValue.string(orNull: file.contentType)
                    return isObjects ? ["url": url, "content_type": type, "mime_type": type] : url
                })
        default: return nil
        }
    }

    private func callValue(_ name: String) -> JSONValue? {
        func seconds(_ value: Int?) -> JSONValue { value.map { .integer(Int64($0)) } ?? .null }
        return switch name {
        case "call_sid": .string(orNull: call?.callSid)
        case "direction": .string(orNull: call?.direction.rawValue)
        // Of what the request tells of: a recording, or the call.
        case "duration": seconds(form["RecordingSid"] == nil ? call?.duration : call?.recordingLength)
        case "call_duration": seconds(call?.duration)
        case "recording_duration": seconds(call?.recordingLength)
        case "receive_text": .bool(call?.receivesText ?? false)
        case "voicemail": .bool(call?.isVoicemail ?? false)
        case "recording_sid": .string(orNull: call?.recordingSid)
        case "ready": .bool(call?.isRecordingReady ?? false)
        case "transcript": .string(orNull: call?.transcript)
        case "transfer": .string(orNull: call?.transfer?.rawValue)
        case "session_id": .string(orNull: call?.sessionID)
        case "session_status": .string(orNull: call?.sessionStatus)
        default: nil
        }
    }

    /// Twilio writes the channel before an address; we keep it beside.
    private func spelled(_ address: String?, as expected: JSONValue) -> String? {
        let prefix = "whatsapp:"
        guard let address, let wanted = expected.string, wanted.hasPrefix(prefix), thread?.channel == .whatsapp else {
            return address
        }
        return prefix + address
    }

    /// What was written, or else what was said last on the call.
    private func words() async throws -> String? {
        if let message { return message.text }
        guard let conversation = call?.conversation else { return nil }
        let said = try await desk.system.store.messages(
            in: conversation, of: desk.business.id, after: nil, limit: 100)
        return said.last { $0.sender == .user }?.text
    }

    private func isOptedOut() async throws -> Bool {
        guard let inbound = TwilioInboundMessage(form)?.inbound else { return thread?.isOptedOut ?? false }
        return try await desk.system.store.isOptedOut(inbound.address, on: inbound.channel, in: desk.business.id)
    }

    /// The expected value when the text that invites to go on by SMS was sent.
    private func firstMessage(_ expected: JSONValue) async throws -> JSONValue {
        let responses = try await desk.system.store.defaultResponses(of: desk.business.id)
        let text = SMSFolding.fold(responses.firstMessage(in: nil, company: desk.business.name))
        let sent = await desk.standIn.request(since: mark) { FormFields(decoding: $0.body)?["Body"] == text }
        return sent == nil || expected.string != "first_message" ? .null : expected
    }
}
