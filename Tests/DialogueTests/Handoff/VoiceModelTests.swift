import DeskModel
import Foundation
import Storage
import Synchronization
import Testing

@testable import Dialogue

/// The desk with its real store, driven by random events one after the other, against a model of a few lines.
///
/// `FRONTDESK_MODEL_SEED=N swift test --filter VoiceModelTests` replays one interleaving.
@Suite struct VoiceModelTests {
    private static let interleavings = 1_000
    private static let eventsEach = 14
    private static let worlds: UInt64 = 4

    private static func form(of business: BusinessID) -> FormDefinition {
        let form = Form(id: UUIDv7.next(), business: business, name: "Estimate", createdAt: .now())
        let asked: [(String, FormQuestion.Kind)] = [
            ("What is your name?", .text), ("Is it urgent?", .yesNo), ("Were you here before?", .yesNo),
            ("What is to be done?", .longText),
        ]
        let questions = asked.enumerated().map { position, question in
            FormQuestion(
                id: UUIDv7.next(), form: form.id, business: business, text: question.0, kind: question.1,
                position: position + 1, createdAt: .now())
        }
        return FormDefinition(form: form, questions: questions)
    }

    @Test("S18, W20, L13: 1,000 random interleavings never let two voices speak, lose an answer or misread a form's")
    func interleavings() async throws {
        let chosen = ProcessInfo.processInfo.environment["FRONTDESK_MODEL_SEED"].flatMap { UInt64($0) }
        let seeds = chosen.map { [$0] } ?? Array(1...UInt64(Self.interleavings))
        // Worlds of their own, so that no run waits for what another left behind.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for part in 0..<Self.worlds {
                let own = seeds.filter { $0 % Self.worlds == part }
                group.addTask { try await Self.walk(own) }
            }
            try await group.waitForAll()
        }
    }

    private static func walk(_ seeds: [UInt64]) async throws {
        let world = try await DeskWorld { [FormTurnHandler(store: $0, answerer: $1)] }
        // Every other run with the rules that look at the customer's words.
        var businesses: [BusinessID] = []
        for rules in [
            HandoffSettings(declines: 3, leaseSeconds: 60),
            HandoffSettings(declines: 3, repeats: 2, keywords: ["brakes"], leaseSeconds: 60),
        ] {
            let made = try await world.life.store.createBusiness(
                name: "Shop", settings: BusinessSettings(handoff: rules))
            try await world.life.store.add(form(of: made.business.id))
            businesses.append(made.business.id)
        }
        for seed in seeds {
            // Both kinds in each world.
            let kind = Int(seed / worlds % UInt64(businesses.count))
            var run = try await Interleaving(seed: seed, world: world, business: businesses[kind])
            for _ in 0..<eventsEach { try await run.step() }
            try await run.finish()
            let problems = try await run.problems()
            #expect(problems.isEmpty, "seed \(seed): \(problems.joined(separator: "; "))\n\(run.trace)")
            if !problems.isEmpty { return }
        }
    }
}

/// The same desk with everything at once, which no seed repeats.
@Suite struct VoiceRaceTests {
    @Test("S18: customers and agents who all act at once never get two voices, a double answer or a lost message")
    func races() async throws {
        let world = try await DeskWorld(isOpen: true)
        let (store, desk) = (try world.life.store, try world.life.desk)
        let business = try await store.createBusiness(name: "Shop", settings: BusinessSettings()).business.id
        var conversations: [ConversationID] = []
        for _ in 0..<40 { conversations.append(try await desk.open(in: business, channel: .web).id) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for conversation in conversations {
                for writer in 0..<3 {
                    group.addTask {
                        for number in 0..<3 {
                            _ = try await desk.receive("question \(writer).\(number)", in: conversation, of: business)
                        }
                    }
                }
                for name in ["Ana", "Ben", "Cem"] {
                    group.addTask {
                        let agent = Agent(id: name, name: name)
                        for number in 0..<4 {
                            do {
                                if number % 2 == 0 {
                                    try await desk.take(conversation, of: business, by: agent)
                                } else {
                                    try await desk.speak(
                                        MessageDraft(.human, "I am \(name)"), in: conversation, of: business, by: agent)
                                }
                                try await desk.release(conversation, of: business, by: agent, answering: true)
                            } catch is HandoffRefusal {
                                // Another was faster.
                                continue
                            }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        try await world.settle()
        for conversation in conversations {
            let messages = try await store.messages(in: conversation, of: business, after: "", limit: 500)
            let replies = messages.compactMap(\.replyTo)
            #expect(Set(replies).count == replies.count)
            #expect(messages.count { $0.sender == .user } == 9)
            // Nobody has the word any more, so whatever came after the last person's words was answered.
            let last = messages.last { $0.sender == .human }?.id ?? ""
            let unanswered = messages.filter { $0.sender == .user && $0.id > last && !replies.contains($0.id) }
            #expect(unanswered.isEmpty)
            let (problems, speaker) = try await VoiceLog.read(store, business, conversation, after: 0)
            #expect(problems.isEmpty && speaker == nil, "\(problems)")
        }
    }
}

/// Reads who spoke as a dashboard would.
enum VoiceLog {
    /// - Returns: what was wrong, and who has the word at the end.
    static func read(
        _ log: any EventLog, _ business: BusinessID, _ conversation: ConversationID, after start: Int64
    ) async throws -> (problems: [String], speaker: String?) {
        var problems: [String] = []
        var speaker: String?
        var cursor = start
        while let page = try await log.events(in: business, after: cursor, limit: 1000), let last = page.last {
            cursor = last.cursor
            for event in page where event.conversation == conversation {
                switch event.kind {
                case .handoffTaken:
                    if let speaker { problems.append("taken from \(speaker)") }
                    speaker = event.detail["agent_id"]
                case .handoffTransferred: speaker = event.detail["agent_id"]
                case .handoffReleased: speaker = nil
                case .messageCreated:
                    guard let message = event.message else { continue }
                    if message.sender == .human, message.author != speaker {
                        problems.append("\(message.author ?? "?") spoke while \(speaker ?? "nobody") had the word")
                    }
                    if message.sender == .assistant, let speaker {
                        problems.append("the assistant spoke while \(speaker) had the word")
                    }
                default: continue
                }
            }
        }
        return (problems, speaker)
    }
}

/// One conversation's random events, and what must come of them.
private struct Interleaving {
    private let world: DeskWorld
    private let business: BusinessID
    private let conversation: ConversationID
    private let start: Int64
    private var random: SeededGenerator
    private var said = 0

    // The model: who has the word until when, whose answers are due, and which the person has taken on.
    private var holder: String?
    private var leaseEnds: Int64 = 0
    private var due: Set<MessageID> = []
    private var taken: Set<MessageID> = []
    /// Whatever was said while a person had the word, or waited when they took it.
    private var saidToPerson: Set<MessageID> = []
    private var wrong: [String] = []
    private(set) var trace = ""

    private static let lease: Int64 = 60
    private static let agents = ["Ana", "Ben"]
    private static let personRequest = "Can I talk to a human?"

    init(seed: UInt64, world: DeskWorld, business: BusinessID) async throws {
        self.world = world
        self.business = business
        random = SeededGenerator(seed: seed)
        start = try await world.life.store.cursor(in: business)
        conversation = try await world.life.desk.open(in: business, channel: .web).id
    }

    private var now: Int64 { world.clock.milliseconds.withLock { $0 } / 1000 }

    mutating func step() async throws {
        let agent = Self.agents[Int.random(in: 0...1, using: &random)]
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<18: try await say("question \(said) about wheels")
        case 18..<24: try await say("yes")
        case 24..<28: try await say("the brakes squeak")
        case 28..<34: try await say(Self.personRequest)
        case 34..<38: try await say("form")
        case 38..<40: try await say(Bool.random(using: &random) ? "cancel" : "Maria Lopes")
        case 40..<52: try await letAnswerGoOn()
        case 52..<62: try await take(agent)
        case 62..<70: try await speak(agent)
        case 70..<78: try await release(agent)
        case 78..<82: try await transfer(agent)
        case 82..<90: try await wait()
        case 90..<94:
            note("customer reconnects")
            try await world.life.desk.resume(conversation, of: business)
        default:
            note("crash")
            try await world.crash()
            // Whoever had the word could not use it meanwhile.
            if holder != nil { leaseEnds = now + Self.lease }
        }
        try await settle()
    }

    /// Lets everything come to an end: answers are given, the person hands back.
    mutating func finish() async throws {
        for _ in 0..<100 {
            try await settle()
            guard try world.life.gate.count > 0 else { break }
            try world.life.gate.release()
        }
        try await settle()
    }

    // MARK: Events

    private mutating func say(_ text: String) async throws {
        said += 1
        note("customer: \(text)")
        let message = try await world.life.desk.receive(text, in: conversation, of: business)
        if holder == nil {
            due.insert(message.id)
        } else {
            taken.insert(message.id)
            saidToPerson.insert(message.id)
        }
    }

    private mutating func letAnswerGoOn() async throws {
        note("an answer goes on")
        try world.life.gate.release()
    }

    private mutating func take(_ agent: String) async throws {
        note("\(agent) takes")
        let (conversation, business) = (conversation, business)
        await attempt(mayAct: mayTake(agent)) { desk in
            try await desk.take(conversation, of: business, by: Agent(id: agent, name: agent))
        } then: {
            $0.gained(agent)
        }
    }

    private mutating func speak(_ agent: String) async throws {
        note("\(agent) speaks")
        let (conversation, business) = (conversation, business)
        await attempt(mayAct: mayTake(agent)) { desk in
            try await desk.speak(
                MessageDraft(.human, "I am \(agent)"), in: conversation, of: business,
                by: Agent(id: agent, name: agent))
        } then: {
            $0.gained(agent)
            // What was written before a person's words needs no other answer.
            $0.taken = []
        }
    }

    private mutating func release(_ agent: String) async throws {
        let answering = Bool.random(using: &random)
        note("\(agent) hands back\(answering ? ", answers wanted" : "")")
        let (conversation, business) = (conversation, business)
        await attempt(mayAct: holder == agent) { desk in
            try await desk.release(conversation, of: business, by: Agent(id: agent, name: agent), answering: answering)
        } then: {
            $0.lost(answering: answering)
        }
    }

    private mutating func transfer(_ agent: String) async throws {
        let other = Self.agents.first { $0 != agent } ?? agent
        note("\(agent) hands over to \(other)")
        let (conversation, business) = (conversation, business)
        await attempt(mayAct: holder == agent) { desk in
            try await desk.transfer(
                conversation, of: business, from: Agent(id: agent, name: agent), to: Agent(id: other, name: other))
        } then: {
            $0.holder = other
            $0.leaseEnds = $0.now + Self.lease
        }
    }

    private mutating func wait() async throws {
        let seconds = Int64.random(in: 1...70, using: &random)
        note("\(seconds) s pass")
        world.clock.advance(by: seconds)
        if holder != nil, leaseEnds <= now { lost(answering: true) }
        try await world.life.desk.handoffs.expireLeases()
    }

    // MARK: Model

    private func mayTake(_ agent: String) -> Bool { holder == nil || holder == agent }

    private mutating func gained(_ agent: String) {
        if holder == nil {
            taken = due
            saidToPerson.formUnion(due)
            due = []
        }
        holder = agent
        leaseEnds = now + Self.lease
    }

    private mutating func lost(answering: Bool) {
        holder = nil
        if answering { due.formUnion(taken) }
        taken = []
    }

    private mutating func attempt(
        mayAct: Bool, _ act: (Desk) async throws -> Any, then: (inout Interleaving) -> Void
    ) async {
        do {
            _ = try await act(try world.life.desk)
            if mayAct { then(&self) } else { wrong.append("\(trace.split(separator: "\n").last ?? ""): not refused") }
        } catch is HandoffRefusal {
            if mayAct { wrong.append("\(trace.split(separator: "\n").last ?? ""): refused") }
        } catch {
            wrong.append("\(error)")
        }
    }

    private mutating func note(_ event: String) { trace += "  \(event)\n" }

    /// Waits until the desk waits for us, and notes the answers that it gave.
    private mutating func settle() async throws {
        try await world.settle()
        for message in try await messages() {
            if let question = message.replyTo { due.remove(question) }
        }
    }

    private func messages() async throws -> [Message] {
        try await world.life.store.messages(in: conversation, of: business, after: "", limit: 500)
    }

    // MARK: Verdict

    /// What went wrong, as sentences.
    func problems() async throws -> [String] {
        var problems = wrong
        let messages = try await messages()
        let replies = messages.compactMap(\.replyTo)
        if Set(replies).count != replies.count { problems.append("a message was answered twice") }
        let asked = messages.filter { $0.sender == .user }
        if asked.count != said { problems.append("\(said) messages sent, \(asked.count) kept") }
        if !due.isEmpty { problems.append("no answer to \(asked.filter { due.contains($0.id) }.map(\.text))") }
        let answeredTaken = asked.filter { taken.contains($0.id) && replies.contains($0.id) }
        if !answeredTaken.isEmpty { problems.append("answered though taken over: \(answeredTaken.map(\.text))") }
        let (spoken, speaker) = try await VoiceLog.read(try world.life.store, business, conversation, after: start)
        problems += spoken
        problems += try await formProblems(messages)
        if speaker != holder { problems.append("\(speaker ?? "nobody") speaks instead of \(holder ?? "nobody")") }
        return problems
    }

    /// What the forms hold beside what was said to their questions.
    private func formProblems(_ messages: [Message]) async throws -> [String] {
        struct Place: Hashable {
            let submission: FormSubmissionID
            let question: FormQuestionID
        }
        var problems: [String] = []
        var expected: [Place: Message] = [:]
        for said in messages where said.sender == .user {
            guard let reply = messages.first(where: { $0.replyTo == said.id }),
                let prompt = messages.last(where: { $0.id < reply.id && $0.form != nil })?.form, prompt.status == .open,
                let question = prompt.questionID
            else { continue }
            if reply.sender == .system, said.text != Self.personRequest {
                problems.append("a rule took \(said.text) from the form")
            }
            if saidToPerson.contains(said.id) {
                if reply.form != nil { problems.append("\(said.text), said to a person, went to the form") }
                continue
            }
            let fits = prompt.type == .yesNo ? said.text == "yes" : said.text != "cancel"
            if reply.form != nil, fits { expected[Place(submission: prompt.submission, question: question)] = said }
        }
        var kept = 0
        let filter = FormSubmissionFilter(conversation: conversation)
        for submission in try await world.life.store.submissions(in: business, matching: filter, after: nil, limit: 99)
        {
            for response in submission.responses {
                kept += 1
                let said = expected[Place(submission: submission.id, question: response.question)]
                if said?.id != response.message || said?.text != response.raw {
                    problems.append("\(response.raw) is kept where \(said?.text ?? "nothing") was said")
                }
            }
        }
        if kept != expected.count { problems.append("\(expected.count) answers to forms said, \(kept) kept") }
        return problems
    }
}
