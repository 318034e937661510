public import DeskModel
public import Dialogue
public import Logging

/// Answers Twilio's voice webhooks: greeting, menu, voicemail, transfer and their callbacks.
public struct TwilioVoice: Sendable {
    private let calls: any CallStore
    private let businesses: any BusinessStore
    private let desk: Desk
    private let environment: ChannelEnvironment
    private let firstMessage: @Sendable (Business) async throws -> String
    private let logger: Logger

    /// Twilio waits 15 s for a document; the caller waits in silence.
    private static let answerPatience: Duration = .seconds(8)

    /// - Parameter firstMessage: what invites a caller to go on by text.
    public init(
        calls: any CallStore, businesses: any BusinessStore, desk: Desk, environment: ChannelEnvironment,
        firstMessage: @escaping @Sendable (Business) async throws -> String, logger: Logger
    ) {
        self.firstMessage = firstMessage
        self.calls = calls
        self.businesses = businesses
        self.desk = desk
        self.environment = environment
        self.logger = logger
    }

    /// A call that a socket is opened for.
    func relay(for connection: ChannelConnection) -> RelayCall {
        RelayCall(
            business: connection.business, accountSid: connection["twilio_account_sid"],
            languages: Self.languages(connection), rules: Self.rules(connection), timing: RelayTiming(),
            canTransfer: { await canTransfer(connection) }, calls: calls, desk: desk, logger: logger)
    }

    /// Whether there is somebody to put callers through to, and this is the time for it.
    private func canTransfer(_ connection: ChannelConnection) async -> Bool {
        guard connection["agent_phone_number"] != nil,
            let settings = (try? await businesses.business(connection.business))?.settings.handoff
        else { return connection["agent_phone_number"] != nil }
        return settings.isEnabled && settings.hours?.isOpen(at: .now()) ?? true
    }

    private static func rules(_ connection: ChannelConnection) -> RelayBufferRules {
        var rules = RelayBufferRules()
        if let timeout = connection["partial_timeout"].flatMap({ Int64($0) }) { rules.partialTimeout = timeout }
        if let size = connection["max_buffer_size"].flatMap({ Int($0) }) { rules.maximumBufferSize = size }
        if let patterns = connection["sentence_end_patterns"] { rules.sentenceEndPatterns = patterns.map(String.init) }
        return rules
    }

    private static func languages(_ connection: ChannelConnection) -> [String] {
        let chosen = ChannelSetting.list(connection["twilio_languages"])
        return chosen.isEmpty ? VoiceScript.languages : chosen
    }

    /// Whether an address is one of these.
    static func handles(_ path: [String]) -> Bool {
        path.first == "voice" && path.count <= 2 || path == ["relay-ended"]
    }

    /// Answers an authentic request. - Throws: `ChannelRequestError`, and what the stores throw.
    func answer(_ request: WebhookRequest, path: [String], for connection: ChannelConnection) async throws
        -> WebhookReply
    {
        guard let fields = request.form ?? (request.method == "GET" ? request.queryFields : nil),
            let form = TwilioCallForm(fields)
        else { throw ChannelRequestError.malformed }
        guard let business = try await businesses.business(connection.business) else {
            throw ChannelRequestError.unknownPath
        }
        let script = script(for: form, business, connection)
        let step = Self.step(request, form)
        switch path.count == 2 ? path[1] : path == ["voice"] ? "" : "relay-ended" {
        case "":
            try await record(form.report, form, business)
            return .xml(script.greeting.document)
        case "menu": return .xml(try await menu(form, step, script, business, connection).document)
        case "gather":
            let input = DigitInput(name: request.queryFields["input"])
            guard input != .menu else {
                return .xml(try await menu(form, step, script, business, connection).document)
            }
            let call = try await record(form.report, form, business)
            let keys = form.form.filled("Digits").flatMap { input.text(of: $0) }
            guard let said = keys ?? form.form.filled("SpeechResult") else {
                return .xml(script.answer(script.words.notHeard, expecting: input).document)
            }
            return .xml(try await answer(said, step, on: call, script, business, connection).document)
        case "recorded":
            var report = form.recordingReport(apiBase: apiBase(connection))
            report.isVoicemail = true
            try await record(report, form, business)
            return .xml(script.thanks.document)
        case "recording-status":
            try await record(form.recordingReport(apiBase: apiBase(connection)), form, business)
            return .accepted
        case "transcribed":
            var report = form.recordingReport(apiBase: apiBase(connection))
            if form.form["TranscriptionStatus"] == "completed" {
                report.transcript = form.form.filled("TranscriptionText").map { String($0.prefix(20_000)) }
            }
            try await record(report, form, business)
            return .accepted
        case "dialled": return .xml(try await dialled(form, script, business).document)
        case "status":
            try await record(form.report, form, business)
            return .accepted
        case "relay-ended": return .xml(try await relayEnded(form, script, business, connection).document)
        default: throw ChannelRequestError.unknownPath
        }
    }

    /// What tells a repeated step of a call from a new one, in which the same words may be said; `nil` where Twilio does
    /// not say.
    private static func step(_ request: WebhookRequest, _ form: TwilioCallForm) -> String? {
        guard let token = request.header("I-Twilio-Idempotency-Token"), (1...200).contains(token.utf8.count) else {
            return nil
        }
        return "\(form.callSid):\(token)"
    }

    @discardableResult
    private func record(_ report: CallReport, _ form: TwilioCallForm, _ business: Business) async throws -> Call {
        try await calls.record(report, isKnownCaller: form.customer != nil, in: business.id)
    }

    private func menu(
        _ form: TwilioCallForm, _ step: String?, _ script: VoiceScript, _ business: Business,
        _ connection: ChannelConnection
    ) async throws -> TwiML {
        switch form.form.filled("Digits")?.first {
        case "1":
            guard let customer = form.customer else { return script.menu(saying: script.words.noText) }
            var report = form.report
            report.receivesText = true
            try await record(report, form, business)
            try await sendFirstMessage(to: customer, form, business)
            return script.textsFollow
        case "0": return try await transfer(form.report, form, script, business, connection)
        case nil: break
        default:
            try await record(form.report, form, business)
            return script.menu(saying: script.words.unknownKey)
        }
        let call = try await record(form.report, form, business)
        guard let question = form.form.filled("SpeechResult") else { return script.voicemail }
        return try await answer(question, step, on: call, script, business, connection)
    }

    /// Puts the caller through, where there is somebody and it is the time for it.
    private func transfer(
        _ report: CallReport, _ form: TwilioCallForm, _ script: VoiceScript, _ business: Business,
        _ connection: ChannelConnection
    ) async throws -> TwiML {
        var report = report
        report.transfer = .requested
        try await record(report, form, business)
        return await canTransfer(connection) ? script.transfer : script.unattended
    }

    /// Has the desk reply to what was said, as on any other channel.
    ///
    /// - Parameter step: what Twilio repeats is replied to as it was the first time.
    private func answer(
        _ question: String, _ step: String?, on call: Call, _ script: VoiceScript, _ business: Business,
        _ connection: ChannelConnection
    ) async throws -> TwiML {
        let conversation = try await calls.conversation(of: call.id, in: business.id)
        do {
            let message = try await desk.hear(question, event: step, in: conversation, of: business.id)
            let replies = try await withThrowingTaskGroup(of: [Message]?.self) { group in
                group.addTask { try await desk.respond(to: message) }
                group.addTask {
                    try await Task.sleep(for: Self.answerPatience)
                    return nil
                }
                defer { group.cancelAll() }
                return try await group.next() ?? nil
            }
            guard let replies else {
                // It is not answered behind the caller's back when the desk starts anew.
                try await desk.settle(message, heard: nil)
                return script.menu(saying: script.words.tooLong)
            }
            let handoff = try await desk.handoff(of: conversation, in: business.id)
            // A person has this call's conversation, or was asked for and has not been tried in vain.
            let isWanted = handoff.voice == .held || handoff.voice == .requested && call.transfer != .failed
            if isWanted, await canTransfer(connection) { return script.transfer }
            // The first try was given up.
            if replies.isEmpty, handoff.voice == .bot { return script.menu(saying: script.words.tooLong) }
            let renderer = ReplyRenderer(ChannelCapabilities.of(.call))
            let said = replies.map { renderer.spoken($0, language: script.languages.first) }.joined(separator: " ")
            let input = DigitInput(after: replies.last { $0.form != nil }?.form)
            return script.answer(said.isEmpty ? script.words.nobody : said, expecting: input)
        } catch let error as DeskError where error == .emptyMessage {
            return script.menu(saying: script.words.notHeard)
        }
    }

    /// What invites the caller to go on by text, once for each call.
    private func sendFirstMessage(to customer: String, _ form: TwilioCallForm, _ business: Business) async throws {
        let own = form.direction == .inbound ? form.to : form.from
        _ = try await calls.open(
            .sms, by: .twilio, to: customer, from: own, saying: try await firstMessage(business),
            event: "texts:\(form.callSid)", in: business.id)
    }

    private func dialled(
        _ form: TwilioCallForm, _ script: VoiceScript, _ business: Business
    ) async throws -> TwiML {
        let isAnswered = ["completed", "answered"].contains(form.form["DialCallStatus"])
        var report = form.report
        report.transfer = isAnswered ? .completed : .failed
        try await record(report, form, business)
        return isAnswered ? TwiML(.element("Hangup")) : script.missed
    }

    private func relayEnded(
        _ form: TwilioCallForm, _ script: VoiceScript, _ business: Business, _ connection: ChannelConnection
    ) async throws -> TwiML {
        var report = form.report
        report.sessionID = form.form.filled("SessionId").flatMap { TwilioSid.isValid($0, "VX") ? $0 : nil }
        report.sessionStatus = form.form.filled("SessionStatus").map { String($0.prefix(40)) }
        let wantsPerson = form.form.filled("HandoffData") != nil
        if wantsPerson { report.transfer = .requested }
        try await record(report, form, business)
        if wantsPerson { return await canTransfer(connection) ? script.transfer : script.unattended }
        guard report.sessionStatus == "failed" else { return .empty }
        return script.relayURL == nil ? script.apology(script.words.failed) : script.relay(resumes: true)
    }

    private func script(
        for form: TwilioCallForm, _ business: Business, _ connection: ChannelConnection
    ) -> VoiceScript {
        let own = form.direction == .inbound ? form.to : form.from
        return VoiceScript(
            businessName: business.name,
            mode: connection["twilio_voice_mode"].flatMap(VoiceScript.Mode.init(rawValue:)) ?? .relay,
            base: "\(environment.publicURL ?? "")/channels/twilio/\(business.id)",
            relayURL: environment.publicURL.map { Self.socketURL($0) + "/channels/twilio/\(business.id)/relay" },
            agentNumber: connection["agent_phone_number"], ownNumber: PhoneAddress.isE164(own) ? own : nil,
            businessID: business.id.description, offersTexts: form.customer != nil,
            languages: Self.languages(connection))
    }

    private static func socketURL(_ url: String) -> String {
        url.hasPrefix("https://")
            ? "wss://" + url.dropFirst(8) : url.hasPrefix("http://") ? "ws://" + url.dropFirst(7) : url
    }

    private func apiBase(_ connection: ChannelConnection) -> String {
        environment.apiBase(connection, usual: TwilioAccount.apiBase)
    }
}
