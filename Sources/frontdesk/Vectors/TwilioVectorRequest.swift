import Channels
import DeskModel

/// A request of Twilio's as a vector gives it, at the address where the desk takes it.
struct TwilioVectorRequest {
    let method: String
    /// With its query.
    let path: String
    let headers: [String: String]
    let body: String
    let authToken: String
    let form: FormFields

    private static let base = "/channels/twilio/"
    private static let addresses: Set = [
        "sms", "sms/status", "voice", "voice/menu", "voice/gather", "voice/recorded", "voice/recording-status",
        "voice/transcribed", "voice/dialled", "voice/status", "relay-ended",
    ]

    init(_ vector: JSONValue, on desk: VectorDesk) {
        let request = vector["request"]
        method = request["method"].string ?? "POST"
        body = request["body"].string ?? ""
        authToken = request["auth_token"].string ?? ""
        let url = request["url"].string ?? ""
        let target = url.dropFirst(TwilioVectors.origin(of: url).count)
        let query = target.contains("?") ? String(target.drop { $0 != "?" }) : ""
        let fields = FormFields(decoding: (body.isEmpty ? String(query.dropFirst()) : body).utf8) ?? FormFields([])
        form = fields
        var headers = request["headers"].texts
        if let signature = request["header_X-Twilio-Signature"].string { headers["X-Twilio-Signature"] = signature }
        if !body.isEmpty {
            headers["Content-Type"] = request["content_type"].string ?? "application/x-www-form-urlencoded"
        }
        let given = String(target.prefix { $0 != "?" })
        let ours = Self.path(for: given, fields)
        path = ours + query
        if ours != given, vector["negative"].bool != true {
            // Paths are ours to choose: the request is signed again for the one that we have.
            headers = headers.filter { $0.key.lowercased() != "x-twilio-signature" }
            headers["X-Twilio-Signature"] = TwilioSignature.sign(
                url: desk.publicURL + path, fields: body.isEmpty ? FormFields([]) : fields, authToken: authToken)
        }
        self.headers = headers
    }

    /// What the desk must be connected by to take the request.
    func settings(of vector: JSONValue) -> [String: String] {
        let isInbound = form["Direction"]?.hasPrefix("outbound") != true && form["MessageStatus"] == nil
        let own = (isInbound ? form["To"] : form["From"]) ?? ""
        var settings = ["twilio_account_sid": form["AccountSid"] ?? ""]
        if PhoneAddress.isE164(own) { settings["twilio_phone_number"] = own }
        settings["agent_phone_number"] =
            vector.names.contains("agent_number") ? vector["agent_number"].string : "+14155550199"
        // Calls are answered over a socket unless the vector wants the menu.
        let verbs = ["twiml_has", "twiml_verbs", "twiml_verbs_any", "one_of"].flatMap { vector["expect"][$0].list }
        let wantsMenu = verbs.contains { $0.contains("Gather") } && !verbs.contains { $0.contains("Relay") }
        if wantsMenu { settings["twilio_voice_mode"] = VoiceScript.Mode.menu.rawValue }
        return settings
    }

    /// The given path where the desk has it; else, by what the request tells, the one that it has for that.
    private static func path(for given: String, _ form: FormFields) -> String {
        let parts = given.split(separator: "/").map(String.init)
        if given.hasPrefix(base), addresses.contains(parts.dropFirst(2).joined(separator: "/")) { return given }
        let known = (0..<parts.count).lazy.map { parts[$0...].joined(separator: "/") }.first { addresses.contains($0) }
        return base + (known ?? address(for: form))
    }

    private static func address(for form: FormFields) -> String {
        func has(_ names: String...) -> Bool { names.contains { form[$0] != nil } }
        if has("MessageStatus") { return "sms/status" }
        if has("MessageSid", "SmsSid") {
            return form["SmsStatus"].map { $0 != "received" } ?? false ? "sms/status" : "sms"
        }
        if has("SessionId", "SessionStatus") { return "relay-ended" }
        if has("DialCallStatus") { return "voice/dialled" }
        if has("TranscriptionSid", "TranscriptionText") { return "voice/transcribed" }
        if has("RecordingStatus") { return "voice/recording-status" }
        if has("RecordingUrl") { return "voice/recorded" }
        if has("Digits", "SpeechResult") { return "voice/menu" }
        return has("SequenceNumber", "CallbackSource", "CallDuration") ? "voice/status" : "voice"
    }
}
