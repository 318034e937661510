import Answering
import DeskModel
import Testing

@Suite("Questions that lean on what was said")
struct FollowUpTests {
    static func resolve(_ question: String, after turns: String...) -> FollowUp {
        FollowUp(question, history: turns.map { TestDesk.message(.user, $0) })
    }

    @Test(
        "a follow-up without its topic is looked up with it",
        arguments: [
            ("How much does parking cost?", "Can it be reserved?", "parking"),
            ("When does the pool open?", "And for children?", "pool"),
            ("Are dogs allowed in the hotel?", "What about cats?", "dogs"),
        ])
    func carriesTopic(first: String, second: String, document: String) async throws {
        let desk = try await TestDesk(Hotel.documents)
        let history = [TestDesk.message(.user, first), TestDesk.message(.assistant, "See our papers.")]
        let receipt = try await desk.receipt(second, history: history)
        #expect(receipt.question == second)
        #expect(receipt.query != second)
        #expect(receipt.sources.first?.document == document)
    }

    @Test(
        "a pronoun is replaced by what it means",
        arguments: [
            ("Can it be cancelled?", "Do you offer airport transfer?", "Can airport transfer be cancelled?"),
            ("Can I cancel it?", "How do I book a massage?", "Can I cancel the massage?"),
            ("Do they have a balcony?", "Tell me about the Garden Rooms.", "Do the Garden Rooms have a balcony?"),
            ("When does he start?", "Who is the new chef, is it Marco Bellini?", "When does Marco Bellini start?"),
            ("What is its depth?", "How warm is the pool?", "What is the pool's depth?"),
            ("It is heated?", "How deep is the pool?", "The pool is heated?"),
        ])
    func replacesPronouns(question: String, before: String, expected: String) {
        #expect(Self.resolve(question, after: before).question == expected)
    }

    @Test("the name that a noun had before is put back")
    func namesAgain() {
        let resolved = Self.resolve("How do I file the order?", after: "How can I get a restraining order?")
        #expect(resolved.question == "How do I file the restraining order?")
    }

    @Test(
        "a fragment is completed by the question before it",
        arguments: [
            ("And on Sundays?", "When does the pool open?", "When does the pool open on Sundays?"),
            ("and on Sundays?", "Is the pool open on Saturdays?", "Is the pool open on Sundays?"),
            ("for two nights?", "How much is a double room?", "How much is a double room for two nights?"),
            ("¿Y los domingos?", "¿A qué hora abre la biblioteca?", "¿A qué hora abre la biblioteca los domingos?"),
            ("¿y los domingos?", "¿A qué hora abren los sábados?", "¿A qué hora abren los domingos?"),
            ("e aos domingos?", "A que horas abre a biblioteca?", "A que horas abre a biblioteca aos domingos?"),
            (
                "und sonntags?", "Wann hat die Bibliothek samstags geöffnet?",
                "Wann hat die Bibliothek sonntags geöffnet?"
            ),
            ("और रविवार को?", "पुस्तकालय कब खुलता है?", "रविवार को पुस्तकालय कब खुलता है?"),
            ("और रविवार को?", "शनिवार को पुस्तकालय कब खुलता है?", "रविवार को पुस्तकालय कब खुलता है?"),
            ("ஞாயிற்றுக்கிழமை?", "நூலகம் எப்போது திறக்கும்?", "ஞாயிற்றுக்கிழமை நூலகம் எப்போது திறக்கும்?"),
            ("మరి ఆదివారం?", "గ్రంథాలయం శనివారం ఎప్పుడు తెరుస్తారు?", "గ్రంథాలయం ఆదివారం ఎప్పుడు తెరుస్తారు?"),
        ])
    func completesFragments(fragment: String, before: String, expected: String) {
        let resolved = Self.resolve(fragment, after: before)
        #expect(resolved.question == expected)
        #expect(resolved.searched == expected)
    }

    @Test(
        "where words cannot be put in place the topic is searched for beside the question",
        arguments: [
            ("Why?", "Are dogs allowed in the pool?", "dogs"),
            ("¿Cuánto cuesta?", "¿Tienen servicio de aparcamiento?", "aparcamiento"),
            ("E o preço?", "Vocês têm estacionamento?", "estacionamento"),
            ("Wie lange dauert das?", "Wie kann ich eine Rücksendung anmelden?", "Rücksendung"),
            ("इसका शुल्क कितना है?", "सदस्यता कार्ड कैसे मिलता है?", "सदस्यता"),
            ("அதன் கட்டணம் எவ்வளவு?", "உறுப்பினர் அட்டை எப்படி பெறுவது?", "அட்டை"),
            ("దాని ధర ఎంత?", "సభ్యత్వ కార్డు ఎలా పొందాలి?", "కార్డు"),
        ])
    func carriesWords(question: String, before: String, topic: String) {
        let resolved = Self.resolve(question, after: before)
        #expect(resolved.question == question)
        #expect(resolved.searched.hasPrefix(question))
        #expect(resolved.searched.contains(topic))
    }

    @Test(
        "a question that stands alone is left as it is",
        arguments: [
            "What does a massage cost in the spa?", "When was the hotel built by its shipowner?",
            "Is it true that the bar closes at noon?", "Do guinea pigs eat their food at night?",
            "¿Cuánto cuesta un masaje relajante?", "Wann öffnet das Hallenbad morgens?",
            "Quanto custa a massagem relaxante?",
            "मालिश की कीमत कितनी है?", "மசாஜ் கட்டணம் எவ்வளவு?",
        ])
    func standsAlone(question: String) {
        let resolved = Self.resolve(question, after: "How much does parking cost?")
        #expect(resolved.question == question)
        #expect(resolved.searched == question)
    }

    @Test("a topic lives on through turns that only point at it")
    func chains() {
        let resolved = Self.resolve("And when does it open?", after: "How much does the sauna cost?", "Can I book it?")
        #expect(resolved.question == "And when does the sauna open?")
    }

    @Test("the newest topic wins over an older one")
    func newest() {
        let resolved = Self.resolve("Can it be booked?", after: "How deep is the pool?", "How much is the sauna?")
        #expect(resolved.question == "Can the sauna be booked?")
    }

    @Test("without history, after small talk and after itself a question stays as it is")
    func nothingToLeanOn() {
        #expect(FollowUp("What about it?", history: []).searched == "What about it?")
        #expect(Self.resolve("What about it?", after: "thanks").searched == "What about it?")
        #expect(Self.resolve("Can it be booked?", after: "Can it be booked?").searched == "Can it be booked?")
    }

    @Test(
        "hostile histories cost nothing and change nothing",
        arguments: [
            String(repeating: "it they them his ", count: 1_250), String(repeating: "\u{202E}\u{200F}", count: 10_000),
            String(repeating: "?!", count: 10_000), String(repeating: "🙂", count: 5_000), "it it it they",
        ])
    func hostile(turn: String) {
        let resolved = Self.resolve("Can it be booked?", after: turn, turn + "?")
        #expect(resolved.question == "Can it be booked?")
        #expect(resolved.searched.count < 400)
    }

    @Test("a history of 500 long turns is read as far as it may matter")
    func bounded() {
        let long = (0..<500).map { TestDesk.message(.user, String(repeating: "word\($0) ", count: 300)) }
        #expect(FollowUp("And it?", history: long).searched.count < 400)
        let longest = [TestDesk.message(.user, String(repeating: "refund ", count: 2_857))]
        #expect(FollowUp("Can it be booked?", history: longest).searched.count < 400)
    }

    @Test("direction marks neither hide a pronoun nor reach the search")
    func directionMarks() {
        let resolved = Self.resolve(
            "Can \u{202E}i\u{200F}t be booked\u{2069}?", after: "How much is the sa\u{200E}una?")
        #expect(resolved.question == "Can the sauna be booked?")
    }

    @Test("history is never a source: an answer cites documents alone")
    func noSource() async throws {
        let desk = try await TestDesk(
            Hotel.documents, others: [.init(id: "theirs", title: "Pool", text: "Pool secret.")])
        let history = [TestDesk.message(.user, "When does the pool open?"), TestDesk.message(.assistant, "At 3 am.")]
        let (answer, receipt) = try await desk.answerer.answer(
            AnswerRequest(business: desk.business, question: "And on Sundays?", history: history))
        #expect(!answer.text.contains("3 am"))
        #expect(!receipt.sources.isEmpty)
        #expect(receipt.sources.allSatisfy { source in Hotel.documents.contains { $0.id == source.document } })
    }
}
