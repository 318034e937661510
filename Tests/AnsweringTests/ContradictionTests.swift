import DeskModel
import Testing

@testable import Answering

@Suite("Documents that contradict each other")
struct ContradictionTests {
    private static let early = Timestamp(milliseconds: 1_700_000_000_000)
    private static let late = Timestamp(milliseconds: 1_750_000_000_000)

    private static func desk(
        _ one: String, _ other: String, titles: (String, String) = ("Price list 2023", "Price list 2024"),
        dates: (Timestamp?, Timestamp?) = (early, late), now: Timestamp = .now()
    ) async throws -> TestDesk {
        try await TestDesk(
            [
                .init(id: "a", title: titles.0, text: one, effectiveAt: dates.0),
                .init(id: "b", title: titles.1, text: other, effectiveAt: dates.1),
            ] + Hotel.documents, now: { now })
    }

    @Test("the newer document's value is said, both are cited, and the receipt tells of the pair")
    func newerWins() async throws {
        for isReversed in [false, true] {
            let texts = [
                "Renting a kayak costs 12 euros per hour. Life vests are free.",
                "Renting a kayak costs 15 euros per hour. Paddles are free.",
            ]
            let desk = try await Self.desk(
                texts[0], texts[1], dates: isReversed ? (Self.late, Self.early) : (Self.early, Self.late))
            let (answer, receipt) = try await desk.answerer.answer(
                AnswerRequest(business: desk.business, question: "How much does renting a kayak cost?"))
            let (right, wrong) = isReversed ? ("12 euros", "15 euros") : ("15 euros", "12 euros")
            #expect(answer.text.contains(right) && !answer.text.contains(wrong))
            #expect(Set(answer.citations.map(\.documentID)).isSuperset(of: ["a", "b"]))
            let pair = try #require(receipt.contradictions?.first)
            #expect(receipt.contradictions?.count == 1)
            #expect(pair.newer.value == right && pair.older.value == wrong)
            #expect(pair.subject.contains("kayak"))
        }
    }

    @Test("a document that takes effect later corrects nothing until then")
    func notYetInForce() async throws {
        for (now, right, wrong) in [
            (Self.late.advanced(byMilliseconds: -1), "12 euros", "15 euros"), (Self.late, "15 euros", "12 euros"),
        ] {
            let desk = try await Self.desk(
                "Renting a kayak costs 12 euros per hour. Life vests are free.",
                "Renting a kayak costs 15 euros per hour. Paddles are free.", now: now)
            let (answer, receipt) = try await desk.answerer.answer(
                AnswerRequest(business: desk.business, question: "How much does renting a kayak cost?"))
            #expect(answer.text.contains(right) && !answer.text.contains(wrong))
            let pair = try #require(receipt.contradictions?.first)
            #expect(pair.newer.value == right && pair.older.value == wrong)
        }
    }

    @Test("what only a document says that does not hold yet is told with the day from which it holds")
    func onlyLater() async throws {
        let document = TestDesk.Document(
            id: "a", title: "Boat house", text: "Renting a kayak costs 12 euros per hour.", effectiveAt: Self.late)
        for (now, isTold) in [(Self.early, true), (Self.late, false)] {
            let desk = try await TestDesk([document] + Hotel.documents, now: { now })
            var text = ""
            var answer: Answer?
            let request = AnswerRequest(business: desk.business, question: "How much does renting a kayak cost?")
            for try await event in desk.answerer.events(for: request) {
                switch event {
                case .delta(let piece): text += piece
                case .final(let whole, _): answer = whole
                }
            }
            #expect(text.contains("12 euros"))
            #expect(text.contains("“Boat house” holds only from 2025-06-15 on.") == isTold, "\(text)")
            #expect(answer?.text == text)
        }
    }

    @Test("of two that hold from the same moment neither is taken away, and the pair is told all the same")
    func undecided() async throws {
        let desk = try await Self.desk(
            "Renting a kayak costs 12 euros per hour.", "Renting a kayak costs 15 euros per hour.",
            dates: (Self.early, Self.early))
        let (_, receipt) = try await desk.answerer.answer(
            AnswerRequest(business: desk.business, question: "How much does renting a kayak cost?"))
        #expect(receipt.contradictions?.count == 1)
        #expect(receipt.sources.count { ["a", "b"].contains($0.document) } == 2)
    }

    @Test(
        "values of every kind are told apart",
        arguments: [
            ("The sauna in the basement opens at 3 pm.", "The sauna in the basement opens at 4 pm."),
            ("The members' discount on rentals is 10 %.", "The members' discount on rentals is 15 %."),
            ("Refunds for rentals arrive within 5 working days.", "Refunds for rentals arrive within 10 working days."),
            ("The rental season ends on 5 May.", "The rental season ends on 12 May."),
            ("| Kayak, single | € 12.50", "| Kayak, single | € 14"),
            ("La devolución de un kayak cuesta 12 euros.", "La devolución de un kayak cuesta 14 euros."),
        ])
    func found(_ one: String, _ other: String) async throws {
        let desk = try await Self.desk(one, other)
        let found = try await desk.answerer.explain(
            AnswerRequest(business: desk.business, question: one), limit: 10)
        #expect(found.contradictions.count == 1)
    }

    @Test(
        "what is about different things, or says the same in another form, is no contradiction",
        arguments: [
            ("Renting a kayak costs 12 euros.", "Renting a canoe costs 15 euros."),
            ("The sauna opens at 3 pm on Mondays.", "The sauna opens at 5 pm on Tuesdays."),
            ("The sauna opens every day at 3 pm.", "The sauna opens every day at 15:00."),
            ("A day's rental costs $1,200.00 in all.", "A day's rental costs $1200 in all."),
            ("Room 12 has a view of the lake.", "Room 14 has a view of the lake."),
            ("The fee in 2023 was 12 euros a night.", "The fee in 2024 was 15 euros a night."),
            ("The AX-200 charger weighs 2 kg in its box.", "The AX-300 charger weighs 3 kg in its box."),
            ("Adults pay 12 euros for the tour.", "Children pay 6 euros for the tour."),
            ("Open 9:00", "Open 10:00"),
        ])
    func nearMisses(_ one: String, _ other: String) async throws {
        let desk = try await Self.desk(one, other)
        let found = try await desk.answerer.explain(
            AnswerRequest(business: desk.business, question: one), limit: 10)
        #expect(found.contradictions.isEmpty, "\(found.contradictions)")
    }

    @Test(
        "the same sentence in two products' papers is no contradiction",
        arguments: [("Kettle manual", "Toaster manual"), ("AX-200 guide", "AX-300 guide")])
    func siblings(_ one: String, _ other: String) async throws {
        let desk = try await Self.desk(
            "The warranty on all parts lasts 2 years.", "The warranty on all parts lasts 3 years.",
            titles: (one, other))
        let found = try await desk.answerer.explain(
            AnswerRequest(business: desk.business, question: "How long does the warranty on parts last?"), limit: 10)
        #expect(found.contradictions.isEmpty)
    }

    /// A delivery policy of about eighty words.
    private static func policy(_ days: String, refusal: String = "are not") -> String {
        "Orders placed in our shop are packed by hand in the warehouse at the old harbour. "
            + "Parcels are delivered within \(days) days after payment has arrived. "
            + "The courier leaves a card when nobody opens the door and tries again the next morning. "
            + "Fragile goods travel in wooden crates with straw, and the driver asks for a signature on receipt. "
            + "Gift wrapping, greeting cards and ribbons \(refusal) part of the parcel unless chosen at checkout. "
            + "Addresses on islands are served by the mail boat whenever wind and ice permit."
    }

    @Test("two versions of one long text that differ in one number are no copies: the newer one's is said")
    func versionsOfOneText() async throws {
        for (days, right) in [(("5", "3"), "3 days"), (("3", "5"), "5 days")] {
            for isReversed in [false, true] {
                let texts = (Self.policy(days.0), Self.policy(days.1))
                let desk = try await Self.desk(
                    isReversed ? texts.1 : texts.0, isReversed ? texts.0 : texts.1,
                    titles: ("Delivery policy 2023", "Delivery policy 2024"),
                    dates: isReversed ? (Self.late, Self.early) : (Self.early, Self.late))
                let (answer, receipt) = try await desk.answerer.answer(
                    AnswerRequest(
                        business: desk.business, question: "Within how many days are parcels delivered after payment?"))
                #expect(answer.text.contains(right), "\(answer.text)")
                #expect(!answer.text.contains("\(days.0) days"), "\(answer.text)")
                let pair = try #require(receipt.contradictions?.first)
                #expect(pair.newer.value == right && pair.newer.document == (isReversed ? "a" : "b"))
            }
        }
    }

    @Test("texts that differ in a denial or a bound alone are no copies; the same text twice is one")
    func denialsAreNoCopies() async throws {
        func kept(_ one: String, _ other: String) async throws -> Set<DocumentID> {
            let desk = try await Self.desk(one, other)
            let found = try await desk.answerer.explain(
                AnswerRequest(business: desk.business, question: one), limit: 10)
            return Set(found.candidates.filter { $0.copyOf == nil }.map(\.passage.chunk.document))
                .intersection(["a", "b"])
        }
        for (one, other) in [
            ("Ferrets are allowed.", "Ferrets are not allowed."),
            ("Ferrets enter after noon.", "Ferrets enter before noon."),
            (Self.policy("five"), Self.policy("three")), (Self.policy("5"), Self.policy("5", refusal: "are")),
        ] {
            #expect(try await kept(one, other) == ["a", "b"], "\(other)")
        }
        #expect(try await kept(Self.policy("5"), Self.policy("5")).count == 1)
    }

    @Test("a pair has one key, whichever side was found first")
    func key() {
        func side(_ document: String) -> Contradiction.Side {
            Contradiction.Side(
                document: document, title: "t", page: 1, quote: "q\(document)", value: "1", effectiveAt: nil)
        }
        let one = Contradiction(subject: "s", newer: side("a"), older: side("b"))
        let other = Contradiction(subject: "s", newer: side("b"), older: side("a"))
        #expect(one.key == other.key)
        #expect(one.key != Contradiction(subject: "s", newer: side("a"), older: side("c")).key)
    }
}
