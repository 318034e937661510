import DeskModel
import Storage
import Testing

@testable import Dialogue

/// A form and a person in one conversation, over the real store.
@Suite struct FormHandoffTests {
    private let ana = Agent(id: "Ana", name: "Ana")

    /// A chat in which a form with these questions was started.
    private struct Chat {
        let world: DeskWorld
        let business: BusinessID
        let conversation: ConversationID

        /// - Parameter isOpen: whether answers come at once.
        init(
            _ questions: [(String, FormQuestion.Kind)], rules: HandoffSettings, isOpen: Bool = true
        ) async throws {
            world = try await DeskWorld(isOpen: isOpen) { [FormTurnHandler(store: $0, answerer: $1)] }
            let made = try await world.life.store.createBusiness(
                name: "Shop", settings: BusinessSettings(handoff: rules))
            business = made.business.id
            let form = Form(id: UUIDv7.next(), business: business, name: "Estimate", createdAt: .now())
            var asked: [FormQuestion] = []
            for (text, kind) in questions {
                asked.append(
                    FormQuestion(
                        id: UUIDv7.next(), form: form.id, business: business, text: text, kind: kind,
                        position: asked.count + 1, createdAt: .now()))
            }
            try await world.life.store.add(FormDefinition(form: form, questions: asked))
            conversation = try await world.life.desk.open(in: business, channel: .web).id
            try await say("form")
        }

        func say(_ text: String) async throws {
            _ = try await world.life.desk.receive(text, in: conversation, of: business)
            try await world.settle()
        }

        /// Has the answer given that waits for the test.
        func letAnswerGoOn() async throws {
            try await world.settle()
            let before = try await messages().count
            for _ in 0..<20 {
                try world.life.gate.release()
                try await world.settle()
                if try await messages().count > before { return }
            }
        }

        func voice() async throws -> Handoff.Voice {
            try await world.life.desk.handoff(of: conversation, in: business).voice
        }

        func submission() async throws -> FormSubmission? {
            try await world.life.store.submissions(
                in: business, matching: FormSubmissionFilter(conversation: conversation), after: nil, limit: 9
            ).first
        }

        func messages() async throws -> [Message] {
            try await world.life.store.messages(in: conversation, of: business, after: nil, limit: 99)
        }
    }

    @Test("L13, W20: no rule takes answers from a form, but asking for a person in words is asking for a person")
    func rules() async throws {
        let chat = try await Chat(
            [("Is it urgent?", .yesNo), ("Were you here before?", .yesNo), ("What is to be done?", .longText)],
            rules: HandoffSettings(repeats: 2, keywords: ["roof"]))
        for text in ["yes", "yes", "My roof leaks"] { try await chat.say(text) }
        let submission = try #require(try await chat.submission())
        #expect(submission.status == .complete)
        #expect(submission.responses.map(\.raw) == ["yes", "yes", "My roof leaks"])
        #expect(try await chat.voice() == .bot)
        // What was said to the form is no question that is asked again.
        try await chat.say("yes")
        #expect(try await chat.voice() == .bot)
        try await chat.say("My roof leaks")
        #expect(try await chat.voice() == .requested)

        let other = try await Chat([("What is your name?", .text)], rules: HandoffSettings())
        try await other.say("Can I talk to a human?")
        #expect(try await other.voice() == .requested)
        #expect(try await other.submission()?.responses.isEmpty == true)
    }

    @Test("L13, S18: a form asks again once a person has handed back, and what was said to them is no answer to it")
    func handBack() async throws {
        let chat = try await Chat([("What is your name?", .text)], rules: HandoffSettings())
        let desk = try chat.world.life.desk
        try await desk.take(chat.conversation, of: chat.business, by: ana)
        try await chat.say("ok thanks")
        try await desk.release(chat.conversation, of: chat.business, by: ana)
        try await chat.world.settle()
        let asked = try #require(try await chat.messages().last)
        #expect(asked.form?.status == .open && asked.text.hasSuffix("What is your name?"))
        #expect(try await chat.submission()?.responses.isEmpty == true)
        try await chat.say("Maria Lopes")
        let submission = try #require(try await chat.submission())
        #expect(submission.status == .complete && submission.responses.map(\.raw) == ["Maria Lopes"])
    }

    @Test("L13, S18: words that an agent left unanswered are answered and not entered, however they hand back")
    func unanswered() async throws {
        for isExpired in [true, false] {
            let chat = try await Chat([("What is your name?", .text)], rules: HandoffSettings(leaseSeconds: 60))
            let desk = try chat.world.life.desk
            try await desk.take(chat.conversation, of: chat.business, by: ana)
            for text in ["ok thanks", "cancel"] { try await chat.say(text) }
            if isExpired {
                chat.world.clock.advance(by: 61)
                try await desk.handoffs.expireLeases()
            } else {
                try await desk.release(chat.conversation, of: chat.business, by: ana, answering: true)
            }
            try await chat.world.settle()
            let messages = try await chat.messages()
            let unanswered = messages.filter { said in
                said.sender == .user && !messages.contains { $0.replyTo == said.id }
            }
            #expect(unanswered.isEmpty)
            #expect(messages.last?.form?.status == .open)
            let open = try #require(try await chat.submission())
            #expect(open.status == .open && open.responses.isEmpty)
            try await chat.say("Maria Lopes")
            #expect(try await chat.submission()?.responses.map(\.raw) == ["Maria Lopes"])
        }
    }

    @Test(
        "L13, S18: several words left unanswered are answered one after the other, and the form asks once behind them",
        arguments: [
            ["ok thanks", "are you still there", "cancel"], ["ok thanks", "Can I talk to a human?"],
            ["Can I talk to a human?"], ["ok thanks"],
        ])
    func askedOnce(_ texts: [String]) async throws {
        for isExpired in [true, false] {
            let chat = try await Chat([("What is your name?", .text)], rules: HandoffSettings(leaseSeconds: 60))
            let desk = try chat.world.life.desk
            try await desk.take(chat.conversation, of: chat.business, by: ana)
            for text in texts { try await chat.say(text) }
            let last = try #require(try await chat.messages().last).id
            if isExpired {
                chat.world.clock.advance(by: 61)
                try await desk.handoffs.expireLeases()
            } else {
                try await desk.release(chat.conversation, of: chat.business, by: ana, answering: true)
            }
            try await chat.world.settle()
            let later = try await chat.messages().filter { $0.id > last }
            #expect(later.count { $0.replyTo != nil } == texts.count)
            #expect(later.count { $0.form != nil } == 1, "\(later.map(\.text))")
            #expect(later.last?.form?.status == .open && later.last?.text.hasSuffix("What is your name?") == true)
            try await chat.say("Maria Lopes")
            #expect(try await chat.submission()?.responses.map(\.raw) == ["Maria Lopes"])
        }
    }

    @Test("L13, S18: the form asks once also when the desk ends between the answers")
    func askedOnceAfterCrash() async throws {
        let chat = try await Chat(
            [("What is your name?", .text)], rules: HandoffSettings(leaseSeconds: 60), isOpen: false)
        // The desk is looked up each time: one that is held keeps the next from the store.
        try await chat.world.life.desk.take(chat.conversation, of: chat.business, by: ana)
        for text in ["question one about wheels", "question two about wheels"] { try await chat.say(text) }
        chat.world.clock.advance(by: 61)
        try await chat.world.life.desk.handoffs.expireLeases()
        try await chat.letAnswerGoOn()
        let half = try await chat.messages()
        #expect(half.last?.answer != nil && half.count { $0.form != nil } == 1)
        try await chat.world.crash()
        try await chat.letAnswerGoOn()
        let messages = try await chat.messages()
        #expect(messages.count { $0.answer != nil } == 2)
        #expect(messages.count { $0.form != nil } == 2 && messages.last?.form?.status == .open)
    }

    @Test("L13: who comes back after a person closed the conversation is asked again before their words are an answer")
    func closed() async throws {
        let chat = try await Chat([("What is your name?", .text)], rules: HandoffSettings())
        let desk = try chat.world.life.desk
        try await desk.take(chat.conversation, of: chat.business, by: ana)
        try await desk.close(chat.conversation, of: chat.business, by: ana)
        #expect(try await chat.messages().last?.sender == .system)
        try await chat.say("ok thanks")
        #expect(try await chat.submission()?.responses.isEmpty == true)
        #expect(try await chat.messages().last?.text.hasSuffix("What is your name?") == true)
        try await chat.say("Maria Lopes")
        #expect(try await chat.submission()?.responses.map(\.raw) == ["Maria Lopes"])
    }
}
