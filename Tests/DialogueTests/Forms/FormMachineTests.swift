import DeskModel
import Testing

@testable import Dialogue

@Suite("The form machine")
struct FormMachineTests {
    @Test("L13: the word form starts the questions, each answer is kept on its question, the end is told")
    func whole() throws {
        let form = FormFixture()
        #expect(try #require(form.say("Form")).hasSuffix("name?"))
        #expect(form.say("Ana Silva") == "email?")
        #expect(form.say("ana@example.com") == "phone?")
        #expect(form.say("skip") == "when?")
        #expect(try #require(form.say("tomorrow")).hasPrefix("job?\n\n1. Roof\n2. Roof repair"))
        #expect(form.say("2") == "urgent?")
        #expect(form.say("yes") == DefaultResponses.standardEstimateCompleteMessage)
        #expect(form.last?.status == .complete)
        #expect(
            form.values == [
                "name": "Ana Silva", "email": "ana@example.com", "when": "2026-11-22", "job": "Roof repair",
                "urgent": "yes",
            ])
        #expect(form.last?.response(to: "phone")?.isSkipped == true)
        #expect(form.last?.contact == "contact")
        // The flag is cleared: what follows is a question again.
        #expect(form.decide("Do you work on Sundays?") == .leave)
    }

    @Test("L13: words that come back after the form took later ones are no answer to what it asks by now")
    func overtaken() {
        let form = FormFixture([FormFixture.question("name"), FormFixture.question("what", .longText)])
        form.say("form")
        form.say("Ana")
        form.takenUpTo = "message-5"
        let machine = form.machine()
        #expect(machine.decide("The one on your website", message: "message-4") == .answer)
        guard case .move = machine.decide("The one on your website", message: "message-6") else {
            Issue.record("later words are an answer")
            return
        }
    }

    @Test("L13, S18: when several words are to be answered first, the form asks once, behind the last answer")
    func resumption() {
        let form = FormFixture([FormFixture.question("name")])
        form.say("form")
        form.stillToAnswer = "message-5"
        #expect(form.machine().resume() == nil)
        #expect(form.machine().resume(after: "message-4") == nil)
        // One that failed is answered later than those after it.
        #expect(form.machine().resume(after: "message-6") != nil)
        form.stillToAnswer = nil
        #expect(form.machine().resume(after: "message-5")?.reply == "Back to the form:\n\nname?")
        #expect(form.machine().resume() != nil)
    }

    @Test(
        "L13: the form starts by its word or a few words that say nothing else, in every language",
        arguments: [
            ("form", "en"), ("FORM!", "en"), ("I'd like to fill out the form, please", "en"),
            ("Can I fill out the estimate form?", "en"), ("formulario", "es"), ("quiero rellenar el formulario", "es"),
            ("formulário", "pt"), ("quero preencher o formulário", "pt"), ("Formular", "de"),
            ("Ich möchte das Formular ausfüllen", "de"), ("फॉर्म", "hi"), ("मुझे फ़ॉर्म भरना है", "hi"), ("படிவம்", "ta"),
            ("படிவத்தை நிரப்ப வேண்டும்", "ta"), ("ఫారం", "te"), ("నేను ఫారం నింపాలి", "te"),
        ])
    func starts(_ text: String, _ language: String) {
        let form = FormFixture()
        #expect(form.say(text) != nil)
        #expect(form.open?.language == language)
    }

    @Test(
        "L13: a sentence that merely holds the word starts nothing",
        arguments: [
            "What form do I need for a permit?", "don't start the form", "Where is the form", "platform", "inform me",
            "Do you need a form of identification?", "Form follows function", "no form", "", "?", "perform",
            "Is there a tax form in the documents I can fill in later at home with my accountant",
        ])
    func noStart(_ text: String) {
        let form = FormFixture()
        #expect(form.decide(text) == .leave)
    }

    @Test("L13: own keywords take the place of the word form")
    func keywords() {
        let form = FormFixture(keywords: ["get a quote", "presupuesto"])
        #expect(form.decide("form") == .leave)
        #expect(form.say("I want to get a quote") != nil)
        let other = FormFixture(keywords: ["get a quote"])
        #expect(other.say("Get a QUOTE") != nil)
    }

    @Test("L13: without a form, with a disabled one or one that asks nothing, the word is a question like any other")
    func nothingToStart() {
        let none = FormFixture()
        none.forms = []
        #expect(none.decide("form") == .leave)
        let empty = FormFixture([FormFixture.question("gone", deleted: true)])
        #expect(empty.decide("form") == .leave)
        let disabled = FormFixture()
        disabled.forms = [FormDefinition(form: FormFixture.form(isEnabled: false), questions: FormFixture.standard)]
        #expect(disabled.decide("form") == .leave)
    }

    @Test("L13: a bad answer is asked again with what is wrong and an example, and nothing is kept of it")
    func reasks() throws {
        let cases: [(FormQuestion.Kind, String, String)] = [
            (.number, "lots", "1250"), (.date, "some day", "12/01/2026"), (.phone, "12", "(415) 555-0132"),
            (.email, "ana", "name@example.com"), (.choice, "none", "options"), (.yesNo, "hmm", "yes or no"),
            (.address, "home", "Oak Street"), (.text, String(repeating: "x", count: 501), "500"),
            (.date, "31 June", "calendar"),
        ]
        for (kind, text, hint) in cases {
            let form = FormFixture([FormFixture.question("q", kind, choices: ["A", "B"])])
            form.say("form")
            let reply = try #require(form.say(text), "\(kind)")
            #expect(reply.contains(hint) && reply.contains("q?"), "\(kind): \(reply)")
            #expect(form.open?.responses.isEmpty == true)
        }
    }

    @Test("L13: back, skip, repeat, help and cancel do as they say")
    func commands() throws {
        let form = FormFixture([
            FormFixture.question("a"), FormFixture.question("b", help: "Any word will do."),
            FormFixture.question("c", required: false),
        ])
        #expect(try #require(form.say("form")).hasSuffix("a?"))
        #expect(try #require(form.say("back")).contains("first question"))
        #expect(try #require(form.say("skip")).contains("cannot be skipped"))
        form.say("one")
        #expect(try #require(form.say("help")).hasPrefix("Any word will do."))
        #expect(form.say("repeat") == "b?")
        #expect(form.say("go back") == "a?")
        // Who only looked keeps what they said.
        #expect(form.say("skip") == "b?")
        #expect(form.say("back") == "a?")
        #expect(form.say("uno") == "b?")
        form.say("two")
        #expect(form.values == ["a": "uno", "b": "two"])
        #expect(try #require(form.say("stop the form")).contains("“form”"))
        #expect(form.last?.status == .cancelled)
        #expect(form.last?.reason == .customer)
        #expect(form.decide("two") == .leave)
    }

    @Test("L13: commands are understood in every language; a choice of the same name is the choice")
    func commandWords() {
        for lexicon in FormLexicon.all.values {
            for word in lexicon.commands[.cancel] ?? [] {
                let form = FormFixture()
                form.say("form")
                form.say(word)
                #expect(form.last?.reason == .customer, "\(lexicon.language): \(word)")
            }
        }
        let form = FormFixture([FormFixture.question("q", .choice, choices: ["Stop", "Go"])])
        form.say("form")
        form.say("stop")
        #expect(form.values == ["q": "Stop"])
    }

    @Test("L13: a question on the way is answered, and the form goes on where it was")
    func sideQuestions() throws {
        let form = FormFixture([FormFixture.question("when", .date), FormFixture.question("job", .longText)])
        form.say("form")
        #expect(form.decide("how long does it take?") == .answer)
        #expect(form.decide("how long does it take") == .answer)
        #expect(form.decide("¿cuánto cuesta?") == .answer)
        #expect(form.decide("எவ்வளவு நேரம் ஆகும்?") == .answer)
        let resumed = try #require(form.machine().resume())
        #expect(resumed.reply == "Back to the form:\n\nwhen?")
        // What is no question by its shape is one if the documents answer it.
        #expect(form.decide("your opening hours please") == .consult)
        #expect(form.decide("your opening hours please", isAnswerable: true) == .answer)
        #expect(try #require(form.say("your opening hours please", isAnswerable: false)).contains("when?"))
        // A date that is put as a question is a date.
        #expect(form.say("next Tuesday?") == "job?")
        // Free text may be a question itself: the documents decide.
        #expect(form.decide("Can you fix a leaking roof?") == .consult)
        #expect(form.say("Can you fix a leaking roof?", isAnswerable: false) != nil)
        #expect(form.values["job"] == "Can you fix a leaking roof?")
    }

    @Test("L25: questions that are added, moved and deleted act at once for who is half-way")
    func editing() throws {
        let (a, b, c) = (FormFixture.question("a"), FormFixture.question("b"), FormFixture.question("c"))
        let form = FormFixture([a, b, c])
        form.say("form")
        form.say("1")
        // b is being answered when it goes: its answer stays with the submission, as asked.
        var gone = b
        gone.isDeleted = true
        form.replace([a, gone, c])
        #expect(form.say("2") == "c?")
        #expect(form.open?.response(to: "b")?.raw == "2")
        #expect(form.open?.response(to: "b")?.questionText == "b?")
        // c is asked; d comes before it, and is asked next.
        form.replace([FormFixture.question("d"), a, c])
        #expect(form.say("3") == "d?")
        // Everything is moved: nobody is asked twice.
        form.replace([c, a, b, FormFixture.question("d")])
        #expect(form.say("4") == DefaultResponses.standardEstimateCompleteMessage)
        #expect(form.last?.responses.map(\.question) == ["a", "b", "c", "d"])
    }

    @Test("L25: an answer to words that were changed meanwhile keeps the words that were asked")
    func reworded() {
        let form = FormFixture([FormFixture.question("a"), FormFixture.question("b")])
        form.say("form")
        var changed = FormFixture.question("a")
        changed.text = "Something else?"
        form.replace([changed, FormFixture.question("b")])
        form.say("one")
        #expect(form.open?.response(to: "a")?.questionText == "a?")
    }

    @Test("L25: a form that goes away ends kindly; one whose questions all go keeps what was said")
    func withdrawn() throws {
        let form = FormFixture([FormFixture.question("a"), FormFixture.question("b")])
        form.say("form")
        let forms = form.forms
        form.forms = []
        #expect(try #require(form.say("one")).contains("not available"))
        #expect(form.last?.reason == .withdrawn)
        form.forms = forms
        form.say("form")
        form.say("one")
        form.replace([FormFixture.question("a", deleted: true), FormFixture.question("b", deleted: true)])
        #expect(form.say("two") == DefaultResponses.standardEstimateCompleteMessage)
        #expect(form.last?.responses.map(\.raw) == ["one", "two"])
    }

    @Test("L13: a form without a word for its hours is abandoned: messages are questions again, a new one is new")
    func abandoned() {
        let form = FormFixture()
        form.say("form")
        form.say("Ana")
        let first = form.open?.id
        form.now = form.now.advanced(byMilliseconds: 24 * 3_600_000)
        #expect(form.decide("ana@example.com") == .leave)
        form.say("form")
        #expect(form.saved[first ?? ""]?.reason == .abandoned)
        #expect(form.saved[first ?? ""]?.responses.map(\.raw) == ["Ana"])
        #expect(form.open?.responses.isEmpty == true)
        // Time that goes backwards ends nothing.
        form.now = FormFixture.start.advanced(byMilliseconds: -1_000_000_000)
        #expect(form.say("Ben") == "email?")
    }

    @Test("L9: the end is told in the customer's language where the business has words for it, its name filled in")
    func complete() {
        let form = FormFixture([FormFixture.question("a")])
        form.responses.standard.estimateCompleteMessage = "Thanks from {Company Name Here}!"
        form.responses.languages["es"] = DefaultResponses(estimateCompleteMessage: "¡Gracias! {company}")
        form.say("form")
        #expect(form.say("1") == "Thanks from Roofs & Co!")
        form.say("formulario")
        #expect(form.say("1") == "¡Gracias! Roofs & Co")
        #expect(
            DefaultResponses.fill("{company} {Company Name Here}", company: "{company}") == "{company} {company}")
    }

    @Test("L13: prompts tell channels the type, the choices and how far one has come")
    func prompts() throws {
        let form = FormFixture([FormFixture.question("a"), FormFixture.question("b", .yesNo, required: false)])
        form.language = "de-AT"
        guard case .move(let first) = form.decide("form") else { throw Missing() }
        #expect(first.prompt.step == 1 && first.prompt.of == 2)
        #expect(first.prompt.commands == ["abbrechen"])
        form.carryOut(first)
        guard case .move(let second) = form.decide("eins") else { throw Missing() }
        #expect(second.prompt.choices == ["Ja", "Nein"])
        #expect(second.prompt.commands == ["überspringen", "zurück", "abbrechen"])
        #expect(second.prompt.type == .yesNo && second.prompt.required == false)
    }

    struct Missing: Error {}

    @Test("every language says everything, with the same places to fill")
    func phrases() {
        for language in FormLexicon.all.keys {
            for phrase in FormPhrase.allCases {
                let text = FormLexicon.say(phrase, in: language)
                let english = FormLexicon.say(phrase, in: "en")
                #expect(!text.isEmpty && (language == "en" || text != english), "\(language) \(phrase)")
                #expect(Self.places(in: text) == Self.places(in: english), "\(language) \(phrase)")
            }
            for command in FormCommand.allCases {
                let word = FormLexicon.word(command, in: language)
                #expect(FormCommand(FoldedText(word)) == command, "\(language) \(word)")
            }
        }
    }

    private static func places(in text: String) -> Set<String> {
        Set(text.matches(of: /\{[a-z]+\}/).map { String($0.output) })
    }

    @Test("no word of one language's commands means another command elsewhere")
    func commandsAreDistinct() {
        var meanings: [String: Set<FormCommand>] = [:]
        for lexicon in FormLexicon.all.values {
            for (command, words) in lexicon.commands {
                for word in words { meanings[FoldedText(word).line, default: []].insert(command) }
            }
        }
        #expect(meanings.filter { $0.value.count > 1 }.isEmpty)
    }
}
