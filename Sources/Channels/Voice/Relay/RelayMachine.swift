import DeskModel

/// A call over ConversationRelay as a state machine: frames and pieces of answers in, frames and work out. At most one
/// turn is spoken at a time.
public struct RelayMachine: Sendable {
    /// What happens to it.
    public enum Event: Hashable, Sendable {
        case frame(String)
        /// A piece of the answer to a turn.
        case piece(turn: Int, String)
        /// The answer to a turn is whole.
        case finished(turn: Int)
        /// There is no answer to a turn.
        case failed(turn: Int)
        /// `partialTimeout` is over since the last piece.
        case paused(turn: Int)
        /// The answer to a turn takes its time.
        case slow(turn: Int)
        /// A person is to take the call once the turn is said.
        case transfer(turn: Int, reason: String)
        /// What keys mean from now on.
        case expect(DigitInput)
        /// Somebody of the business says something that answers no turn.
        case announce(String)
        /// A person of the business has taken the word, or has it no more.
        case held(Bool)
        /// Nothing was said since `listening` had this value.
        case silent(Int)
        /// No key was pressed since `pressing` had this value.
        case digitsPaused(Int)
        /// The socket is gone.
        case hungUp

        var isFrame: Bool {
            if case .frame = self { true } else { false }
        }
    }

    /// What is to be done.
    public enum Effect: Hashable, Sendable {
        case send(RelayReply)
        case begin(RelaySetup)
        case ask(turn: Int, String)
        /// The answer to a turn is not wanted any more.
        case stop(turn: Int)
        /// Of a turn's answer the caller heard only this; `nil` for none of it.
        case heard(turn: Int, String?)
        case note(digit: String)
        case handOff(reason: String)
        case close(code: UInt16)
    }

    /// What was said, as it is kept.
    public struct Entry: Hashable, Sendable {
        public enum Role: String, Hashable, Sendable { case user, assistant, dtmf }

        public let role: Role
        public var text: String
        /// Whether the caller heard any of it.
        public var isHeard: Bool
    }

    public private(set) var history: [Entry] = []

    private enum Phase { case new, open, closed }

    private struct Turn {
        let number: Int
        var sent = ""
        var buffer: RelayBuffer
        var isRunning = true
        var isCut = false
        /// Announced with its first token.
        var language: String?
        /// Of the answer in the history, from its first token on.
        var entry: Int?
        /// Said before the answer, and no part of it.
        var filler = ""
        /// Why a person takes over behind it.
        var transfer: String?
    }

    private let languages: [String]
    private let rules: RelayBufferRules
    private var phase = Phase.new
    private var turn: Turn?
    private var turnCount = 0
    private var language: String
    private var input = DigitInput.menu
    private var digits = ""
    /// Waits until the turn is said.
    private var announcements: [String] = []
    private var silences = 0
    /// Whether a person of the business speaks, who may take their time.
    private var isHeld = false

    /// Changes whenever the caller is listened to anew; `nil` while something is said or nobody is there.
    public private(set) var listening: Int?
    private var listenCount = 0
    /// Changes with each key of a number that is not complete; `nil` when there is none.
    public private(set) var pressing: Int?
    private var pressCount = 0

    private static let personKey = "0"
    private static let maximumHistory = 1_000
    private static let maximumDigits = 40
    private static let maximumAnnouncements = 20
    /// Beyond so many silences in a row the call is ended.
    private static let maximumSilences = 2

    /// - Parameter languages: declared to the provider, the first to begin with.
    public init(languages: [String] = VoiceScript.languages, rules: RelayBufferRules = RelayBufferRules()) {
        self.languages = languages
        self.rules = rules
        language = languages.first ?? "en-US"
    }

    /// The language of the last thing the caller said, as it was declared.
    public var currentLanguage: String { language }

    public mutating func handle(_ event: Event) -> [Effect] {
        guard phase != .closed else { return [] }
        switch event {
        case .frame(let text): return handle(frame: text)
        case .piece(let number, let piece): return speak(number) { $0.buffer.push(Self.speakable(piece)) }
        case .paused(let number): return speak(number) { $0.buffer.flush() }
        case .slow(let number): return fill(number)
        case .transfer(let number, let reason):
            if turn?.number == number, turn?.isRunning == true { turn?.transfer = reason }
            return []
        case .finished(let number): return finish(number)
        case .failed(let number):
            guard turn?.number == number, turn?.isRunning == true else { return [] }
            return (turn?.sent.isEmpty == true ? handle(.piece(turn: number, words.apology)) : []) + finish(number)
        case .expect(let input):
            self.input = input
            forgetDigits()
            return []
        case .announce(let text): return announce(text)
        case .held(let isHeld):
            self.isHeld = isHeld
            silences = 0
            return []
        case .silent(let number): return number == listening ? prompted() : []
        case .digitsPaused(let number): return number == pressing ? enterDigits() : []
        case .hungUp:
            listening = nil
            let effects = dropTurn()
            phase = .closed
            return effects
        }
    }

    private var words: VoiceWords { VoiceWords.of(language) }

    private mutating func handle(frame text: String) -> [Effect] {
        guard let frame = RelayFrame(text) else { return phase == .new ? close(1008) : [] }
        if case .setup(let setup) = frame {
            guard phase == .new else { return [] }
            phase = .open
            listen()
            return [.begin(setup)]
        }
        guard phase == .open else { return close(1008) }
        switch frame {
        case .prompt(let text, let language, let isLast):
            if isLast { return prompt(text, language) }
            // They are speaking.
            if listening != nil { listen() }
            return []
        case .digit(let digit): return press(digit)
        case .interrupt(let heard): return interrupt(heard)
        case .setup, .error, .other: return []
        }
    }

    private mutating func close(_ code: UInt16) -> [Effect] {
        phase = .closed
        return [.close(code: code)]
    }

    // MARK: Turns

    private mutating func prompt(_ text: String, _ language: String?) -> [Effect] {
        guard text.contains(where: { !$0.isWhitespace }) else { return [] }
        silences = 0
        listening = nil
        forgetDigits()
        // Two answers are never spoken into each other: the caller has gone on to something else.
        var effects = dropTurn()
        turnCount += 1
        var next = Turn(number: turnCount, buffer: RelayBuffer(rules: rules))
        if let declared = declared(language), declared != self.language {
            self.language = declared
            next.language = declared
        }
        turn = next
        note(Entry(role: .user, text: text, isHeard: true))
        effects.append(.ask(turn: next.number, text))
        return effects
    }

    /// Ends a turn that is under way. What was sent of it may have been heard.
    private mutating func dropTurn() -> [Effect] {
        guard let dropped = turn, dropped.isRunning else { return [] }
        turn?.isRunning = false
        turn?.isCut = true
        var effects: [Effect] = [.stop(turn: dropped.number)]
        if !dropped.sent.isEmpty || !dropped.filler.isEmpty { effects.append(.send(.text(token: "", isLast: true))) }
        effects.append(.heard(turn: dropped.number, dropped.sent.isEmpty ? nil : dropped.sent))
        return effects
    }

    private mutating func speak(_ number: Int, _ take: (inout Turn) -> String) -> [Effect] {
        guard var current = turn, current.number == number, current.isRunning else { return [] }
        let token = take(&current)
        defer { turn = current }
        guard !token.isEmpty else { return [] }
        return say(token, isLast: false, &current)
    }

    private mutating func finish(_ number: Int) -> [Effect] {
        guard var current = turn, current.number == number, current.isRunning else { return [] }
        var effects = say(current.buffer.flush(), isLast: true, &current)
        current.isRunning = false
        turn = current
        if let reason = current.transfer { return effects + handOff(reason) }
        listen()
        effects += announcePending()
        return effects
    }

    /// Says that it takes a moment. - Parameter number: of the turn that has said nothing yet.
    private mutating func fill(_ number: Int) -> [Effect] {
        guard var current = turn, current.number == number, current.isRunning, current.sent.isEmpty,
            current.filler.isEmpty
        else { return [] }
        var effects: [Effect] = []
        if let language = current.language {
            effects.append(.send(.language(language)))
            current.language = nil
        }
        current.filler = words.moment + " "
        effects.append(.send(.text(token: current.filler, isLast: false)))
        turn = current
        return effects
    }

    // MARK: Beside turns

    private mutating func announce(_ text: String) -> [Effect] {
        guard phase == .open else { return [] }
        silences = 0
        if announcements.count < Self.maximumAnnouncements { announcements.append(text) }
        return turn?.isRunning == true ? [] : announcePending()
    }

    private mutating func announcePending() -> [Effect] {
        let pending = announcements
        announcements = []
        return pending.flatMap { text -> [Effect] in
            let spoken = Self.speakable(text)
            guard spoken.contains(where: { !$0.isWhitespace }) else { return [] }
            note(Entry(role: .assistant, text: spoken, isHeard: true))
            return remark(spoken, entry: history.count - 1)
        }
    }

    /// Says something at once that nobody asked for.
    private mutating func remark(_ text: String, entry: Int? = nil) -> [Effect] {
        turnCount += 1
        turn = Turn(
            number: turnCount, sent: text, buffer: RelayBuffer(rules: rules), isRunning: false, entry: entry)
        listen()
        return [.send(.text(token: text, isLast: true))]
    }

    private mutating func listen() {
        listenCount += 1
        listening = listenCount
    }

    /// Asks whether somebody is there; after that, says goodbye. Whoever waits for a person is asked nothing.
    private mutating func prompted() -> [Effect] {
        guard !isHeld else { return remark(words.moment) }
        silences += 1
        guard silences > Self.maximumSilences else { return remark(words.stillThere) }
        let effects = remark(words.goodbye)
        listening = nil
        phase = .closed
        return effects + [.send(.end(handoff: nil))]
    }

    private mutating func say(_ token: String, isLast: Bool, _ current: inout Turn) -> [Effect] {
        var effects: [Effect] = []
        if let language = current.language {
            effects.append(.send(.language(language)))
            current.language = nil
        }
        current.sent += token
        if !current.sent.isEmpty {
            if let entry = current.entry {
                history[entry].text = current.sent
            } else {
                note(Entry(role: .assistant, text: current.sent, isHeard: true))
                current.entry = history.count - 1
            }
        }
        effects.append(.send(.text(token: token, isLast: isLast)))
        return effects
    }

    private mutating func interrupt(_ utterance: String) -> [Effect] {
        guard var current = turn, !current.isCut else { return [] }
        var effects: [Effect] = current.isRunning ? [.stop(turn: current.number)] : []
        current.isRunning = false
        current.isCut = true
        current.transfer = nil
        var heard = HeardText.cut(current.filler + current.sent, at: utterance)
        if !current.filler.isEmpty, let whole = heard {
            heard =
                whole.hasPrefix(current.filler)
                ? HeardText.cut(current.sent, at: String(whole.dropFirst(current.filler.count)))
                : current.filler.hasPrefix(whole) ? nil : whole
        }
        if let entry = current.entry {
            if let heard { history[entry].text = heard } else { history[entry].isHeard = false }
        }
        turn = current
        listen()
        effects.append(.heard(turn: current.number, heard))
        return effects
    }

    // MARK: Keys

    private mutating func press(_ digit: String) -> [Effect] {
        silences = 0
        if listening != nil { listen() }
        switch input {
        case .menu:
            guard digit != Self.personKey else { return dropTurn() + handOff("caller asked for a person") }
        case .number:
            if digit == "#" { return enterDigits() }
            guard digit != "*", digits.count < Self.maximumDigits else { break }
            digits += digit
            pressCount += 1
            pressing = pressCount
            return []
        case .choice, .yesNo:
            if let text = input.text(of: digit) { return say(keys: digit, as: text) }
            guard digit != Self.personKey else { return dropTurn() + handOff("caller asked for a person") }
        }
        note(Entry(role: .dtmf, text: digit, isHeard: true))
        return [.note(digit: digit)]
    }

    private mutating func enterDigits() -> [Effect] {
        let entered = digits
        forgetDigits()
        guard let text = input.text(of: entered) else { return [] }
        return say(keys: entered, as: text)
    }

    /// Takes what keys say as what was said.
    private mutating func say(keys: String, as text: String) -> [Effect] {
        let effects = prompt(text, nil)
        if let last = history.indices.last, history[last].role == .user {
            history[last] = Entry(role: .dtmf, text: keys, isHeard: true)
        }
        return effects
    }

    private mutating func forgetDigits() {
        digits = ""
        pressing = nil
    }

    private mutating func handOff(_ reason: String) -> [Effect] {
        listening = nil
        phase = .closed
        let data: JSONValue = ["reason": .string(reason), "language": .string(language)]
        return [.handOff(reason: reason), .send(.end(handoff: data.text))]
    }

    private mutating func note(_ entry: Entry) {
        if history.count < Self.maximumHistory { history.append(entry) }
    }

    /// The declared language that stands for one that was heard: the same, or another country's.
    private func declared(_ language: String?) -> String? {
        guard let language else { return nil }
        func base(_ code: String) -> String { String(code.lowercased().prefix { $0 != "-" }) }
        // What is spoken goes on, though a caller's accent be heard as another country's.
        if base(language) == base(self.language), !languages.contains(language) { return self.language }
        return languages.contains(language) ? language : languages.first { base($0) == base(language) }
    }

    /// Voices take some markup for their own; what is not meant must not be read so.
    private static func speakable(_ piece: String) -> String {
        piece.contains("<") || piece.contains("*") || piece.contains("`")
            ? piece.filter { !"<*`".contains($0) } : piece
    }
}
