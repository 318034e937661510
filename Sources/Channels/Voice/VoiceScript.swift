/// What is said and done on a call, as TwiML. Addresses are relative to the document's own.
public struct VoiceScript: Hashable, Sendable {
    /// How a call is answered.
    public enum Mode: String, Hashable, Sendable, CaseIterable {
        /// A menu by keys and speech, and voicemail.
        case menu
        /// A dialogue over a socket (ConversationRelay).
        case relay
    }

    public let businessName: String
    public let mode: Mode
    /// Where the prefix of addresses stands, such as `/channels/twilio/7`.
    public let base: String
    /// The address that sockets are opened at, `wss://...`; `nil` without a public URL.
    public let relayURL: String?
    /// Whom callers are put through to.
    public let agentNumber: String?
    /// The number that was called.
    public let ownNumber: String?
    /// Of the business, for Parameter.
    public let businessID: String
    /// Whether the caller has a number that a text can be sent to.
    public let offersTexts: Bool
    /// Languages that may be spoken, the first to begin with.
    public let languages: [String]

    public init(
        businessName: String, mode: Mode, base: String, relayURL: String?, agentNumber: String?, ownNumber: String?,
        businessID: String, offersTexts: Bool, languages: [String] = VoiceScript.languages
    ) {
        self.businessName = businessName
        self.mode = mode
        self.base = base
        self.relayURL = relayURL
        self.agentNumber = agentNumber
        self.ownNumber = ownNumber
        self.businessID = businessID
        self.offersTexts = offersTexts
        self.languages = languages
    }

    public static let languages = ["en-US", "es-ES", "pt-BR", "hi-IN", "ta-IN", "te-IN"]

    /// The answer to an incoming call.
    public var greeting: TwiML {
        mode == .relay && relayURL != nil ? relay(resumes: false) : menu(saying: businessName + ".")
    }

    /// A menu: a key, a question, or, after silence, voicemail.
    func menu(saying text: String) -> TwiML {
        TwiML([say(text), gather(prompt: menuPrompt)] + voicemailVerbs)
    }

    /// Says an answer and listens on. - Parameter input: what keys mean next.
    func answer(_ text: String, expecting input: DigitInput = .menu) -> TwiML {
        let next = gather(prompt: input == .menu ? words.another : nil, expecting: input)
        return TwiML([say(text), next, say(words.goodbye), hangup])
    }

    func relay(resumes: Bool) -> TwiML {
        let greeting = resumes ? words.back : words.hello(businessName)
        let others = languages.dropFirst().map { TwiML.Node.element("Language", ["code": $0]) }
        return TwiML(
            .element(
                "Connect", ["action": base + "/relay-ended"],
                [
                    .element(
                        "ConversationRelay",
                        [
                            "url": relayURL, "welcomeGreeting": greeting, "language": languages.first,
                            "dtmfDetection": "true",
                        ], others + [.element("Parameter", ["name": "businessId", "value": businessID])])
                ]))
    }

    /// After the caller agreed to go on by text.
    var textsFollow: TwiML { TwiML(say(words.textSent), hangup) }

    /// Puts the caller through; voicemail where there is nobody.
    var transfer: TwiML {
        guard let agentNumber else { return unattended }
        return TwiML(
            .element(
                "Dial",
                ["action": base + "/voice/dialled", "timeout": "20", "answerOnBridge": "true", "callerId": ownNumber],
                [.element("Number", [:], [.text(agentNumber)])]))
    }

    /// Where nobody takes calls, or not at this time.
    var unattended: TwiML { TwiML([say(words.nobody)] + voicemailVerbs) }

    var voicemail: TwiML { TwiML(voicemailVerbs) }

    /// After nobody picked up: the assistant listens again, and whoever says nothing is left to voicemail.
    var missed: TwiML { TwiML([say(words.missed), gather(prompt: words.another)] + voicemailVerbs) }

    var thanks: TwiML { TwiML(say(words.thanks), hangup) }

    func apology(_ text: String) -> TwiML { TwiML(say(text), hangup) }

    private var menuPrompt: String {
        let offer = offersTexts ? words.offerTexts + " " : ""
        let person = agentNumber == nil ? "" : words.offerPerson + " "
        return offer + person + words.ask
    }

    private func gather(prompt: String?, expecting input: DigitInput = .menu) -> TwiML.Node {
        let action = input == .menu ? "/voice/menu" : "/voice/gather?input=\(input.name)"
        return .element(
            "Gather",
            [
                "input": "dtmf speech", "action": base + action, "method": "POST", "timeout": "5",
                "speechTimeout": "auto", "language": languages.first, "numDigits": input.isOneKey ? "1" : nil,
                "finishOnKey": input.isOneKey ? nil : "#",
            ], prompt.map { [say($0)] } ?? [])
    }

    /// What is said by the desk itself, in the language that a call begins with.
    var words: VoiceWords { VoiceWords.of(languages.first) }

    /// `Record` goes nowhere when nothing was recorded: the next verbs then end the call.
    private var voicemailVerbs: [TwiML.Node] {
        [
            say(words.leaveMessage),
            .element(
                "Record",
                [
                    "action": base + "/voice/recorded", "method": "POST", "maxLength": "120", "timeout": "5",
                    "finishOnKey": "#", "playBeep": "true",
                    "recordingStatusCallback": base + "/voice/recording-status", "transcribe": "true",
                    "transcribeCallback": base + "/voice/transcribed",
                ]), say(words.goodbye), hangup,
        ]
    }

    private var hangup: TwiML.Node { .element("Hangup") }

    /// At most what the verb takes.
    private func say(_ text: String) -> TwiML.Node {
        .element("Say", ["language": languages.first], [.text(String(PlainText.forSpeech(text).prefix(4_000)))])
    }
}
