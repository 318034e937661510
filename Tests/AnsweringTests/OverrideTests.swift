import DeskModel
import Testing

@testable import Answering

/// FAQs in memory.
actor InMemoryFAQStore: FAQStore {
    private var faqs: [FAQ]
    private var vectors: [String: [PhrasingVector]] = [:]
    private(set) var stored = 0

    init(_ faqs: [FAQ]) { self.faqs = faqs }

    func add(_ faq: FAQ) { faqs.append(faq) }
    func faq(_ id: FAQID, in business: BusinessID) -> FAQ? { faqs.first { $0.id == id && $0.business == business } }
    func faqs(in business: BusinessID, status: FAQ.Status?, after: FAQID?, limit: Int) -> [FAQ] { faqs }
    func update(_ faq: FAQ) -> Bool { false }
    func deleteFAQ(_ id: FAQID, in business: BusinessID) -> Bool { false }
    func approvedFAQs(in business: BusinessID, modelID: String) -> ApprovedFAQs {
        ApprovedFAQs(
            revision: 1, faqs: faqs.filter { $0.business == business && $0.status == .approved },
            vectors: vectors[modelID] ?? [])
    }
    func store(_ vectors: [PhrasingVector], of modelID: String, in business: BusinessID) {
        stored += vectors.count
        self.vectors[modelID, default: []] += vectors
    }
}

@Suite("The owner's own answers")
struct OverrideTests {
    private static let business = Business(
        id: BusinessID(1), name: "Harbour Hotel", settings: BusinessSettings(), createdAt: .now(), faqRevision: 1)

    private static func faq(
        _ question: String, _ answer: String, variants: [String] = [], language: String? = nil,
        status: FAQ.Status = .approved, from: Timestamp? = nil, until: Timestamp? = nil, priority: Int = 0,
        business: BusinessID = BusinessID(1), citations: [Citation] = []
    ) -> FAQ {
        FAQ(
            id: UUIDv7.next(), business: business, question: question, variants: variants, answer: answer,
            language: language, citations: citations, validFrom: from, validUntil: until, status: status,
            priority: priority, createdAt: .now(), updatedAt: .now())
    }

    private static func answer(
        _ question: String, _ faqs: [FAQ], history: [Message] = [], embedder: any Embedder = HashingEmbedder(),
        configuration: AnswererConfiguration = AnswererConfiguration()
    ) async throws -> (Answer, Receipt) {
        let desk = try await TestDesk(
            Hotel.documents, embedder: embedder, configuration: configuration, faqs: InMemoryFAQStore(faqs))
        return try await desk.answerer.answer(
            AnswerRequest(business: Self.business, question: question, history: history))
    }

    @Test("the same words in another case, spacing and punctuation get the owner's answer, with its citations")
    func exact() async throws {
        let citation = Citation(documentID: "pool", title: "Pool rules", page: 2, quote: "The indoor pool is open")
        let faq = Self.faq("When is the pool open?", "The pool is closed for repairs.", citations: [citation])
        for question in ["when is the POOL open", "  When is the pool – open ?! ", "When is\nthe pool open."] {
            let (answer, receipt) = try await Self.answer(question, [faq])
            #expect(answer.text == "The pool is closed for repairs.")
            #expect(answer.method == .faq && answer.answered && answer.faq == faq.id)
            #expect(answer.citations == [citation])
            #expect(receipt.override == Receipt.Override(faq: faq.id, phrasing: faq.question, similarity: nil))
        }
    }

    @Test(
        "number words without end are compared with the owner's questions like any others",
        arguments: [
            String(repeating: "hundred ", count: 12), String(repeating: "thousand million crore ", count: 6),
            String(repeating: "dozen hundred ", count: 6), "nine nine " + String(repeating: "hundred dozen ", count: 6),
            String(repeating: "99999999999999999999 million ", count: 4), "ninety-nine-nine crore crores lakh",
        ])
    func numberWords(_ question: String) async throws {
        let faq = Self.faq("When is the pool open?", "It is closed.", variants: [question + "guests"])
        let (answer, _) = try await Self.answer(question, [faq])
        #expect(answer.faq == nil && !answer.text.isEmpty)
    }

    @Test(
        "marks of letters count: a question that differs in them alone is another one",
        arguments: [("பால் விலை என்ன?", "பல் விலை என்ன?"), ("¿Cuántos años?", "¿Cuántos anos?"), ("दिन", "दीन")])
    func marks(_ faq: String, _ question: String) {
        #expect(QuestionForm.exact(faq) != QuestionForm.exact(question))
    }

    @Test("only approved answers, and only while they are valid, are said")
    func validity() async throws {
        let now = Timestamp.now()
        let hour: Int64 = 3_600_000
        let silent = [
            Self.faq("When is the pool open?", "x", status: .draft),
            Self.faq("When is the pool open?", "x", status: .archived),
            Self.faq("When is the pool open?", "x", from: now.advanced(byMilliseconds: hour)),
            Self.faq("When is the pool open?", "x", until: now.advanced(byMilliseconds: -hour)),
            Self.faq("When is the pool open?", "x", business: BusinessID(2)),
        ]
        for faq in silent {
            let (answer, _) = try await Self.answer("When is the pool open?", [faq])
            #expect(answer.method == .extracted, "\(faq.status)")
        }
        let valid = Self.faq(
            "When is the pool open?", "x", from: now.advanced(byMilliseconds: -hour),
            until: now.advanced(byMilliseconds: hour))
        #expect(try await Self.answer("When is the pool open?", [valid]).0.text == "x")
    }

    @Test("the answer of the highest priority wins")
    func priority() async throws {
        let faqs = [
            Self.faq("Is there parking?", "low"),
            Self.faq("Parking?", "high", variants: ["is there parking"], priority: 5),
        ]
        #expect(try await Self.answer("Is there parking?", faqs).0.text == "high")
    }

    @Test("other words of the same meaning get the answer when the meaning is close, too; vectors are made once")
    func semantic() async throws {
        let store = InMemoryFAQStore([Self.faq("How do I cancel my booking?", "Call us.")])
        let desk = try await TestDesk(Hotel.documents, faqs: store)
        for _ in 0..<3 {
            let (answer, receipt) = try await desk.answerer.answer(
                AnswerRequest(business: Self.business, question: "How can I cancel my booking, please?"))
            #expect(answer.text == "Call us.")
            #expect(try #require(receipt.override?.similarity) < 1)
        }
        #expect(await store.stored == 1)
    }

    @Test("a question that leans on what was said before is matched by its words alone")
    func followUp() async throws {
        let faq = Self.faq("Can I cancel it?", "Yes.")
        let history = [TestDesk.message(.user, "Do you have a spa treatment?"), TestDesk.message(.assistant, "Yes.")]
        #expect(try await Self.answer("Can I cancel it?", [faq], history: history).0.method == .faq)
        #expect(try await Self.answer("And can I cancel it?", [faq], history: history).0.method != .faq)
    }

    @Test("an answer in one language is not given to a question in another")
    func language() async throws {
        let faq = Self.faq("Wie viel kostet das Frühstück am Wochenende?", "Gratis.", language: "de")
        let (answer, _) = try await Self.answer("¿Cuánto cuesta el desayuno en el fin de semana?", [faq])
        #expect(answer.method != .faq)
    }

    @Test("without a model the same words still match, and other words ask the documents")
    func withoutModel() async throws {
        let faq = Self.faq("How do I cancel my booking?", "Call us.")
        let same = try await Self.answer("How do I cancel my booking?", [faq], embedder: OverloadedEmbedder()).0
        #expect(same.method == .faq)
        let other = try await Self.answer("How can I cancel a booking?", [faq], embedder: OverloadedEmbedder()).0
        #expect(other.method != .faq)
    }

    @Test("without a model in time the same words still match", .timeLimit(.minutes(1)))
    func silentModel() async throws {
        let faq = Self.faq("How do I cancel my booking?", "Call us.")
        let configuration = AnswererConfiguration(embeddingTimeout: .milliseconds(200))
        for question in ["How do I cancel my booking?", "How can I cancel a booking?"] {
            let answer = try await Self.answer(
                question, [faq], embedder: SilentEmbedder(), configuration: configuration
            ).0
            #expect((answer.method == .faq) == (question == faq.question))
        }
    }

    @Test(
        "questions that ask the same agree in what they are about",
        arguments: [
            ("What are your opening hours?", "When are you open?"),
            ("How do I get a refund?", "How can I get my money back?"),
            ("Where are you located?", "What is your address?"), ("Is there free Wi-Fi?", "Do you have free wifi?"),
            ("How much does parking cost?", "What is the price of parking?"),
            ("Can I bring my dog?", "Are dogs allowed?"),
            ("How do I cancel my booking?", "How can I cancel a reservation?"),
            ("Do you deliver on Sundays?", "Is there delivery on Sunday?"),
        ])
    func sameConcepts(_ one: String, _ other: String) {
        #expect(QuestionConcepts(one, language: "en").agree(with: QuestionConcepts(other, language: "en")))
    }

    @Test(
        "near misses do not agree, however close an embedding finds them",
        arguments: [
            ("When does the sauna open?", "When does the sauna close?"),
            ("Do you deliver to France?", "Do you deliver to Germany?"),
            ("Do you deliver?", "Do you deliver to France?"),
            ("Do you deliver on Sundays?", "Do you deliver on Mondays?"),
            ("Can I cancel after the deadline?", "Can I cancel before the deadline?"),
            ("What is your phone number?", "What is my phone number?"),
            ("Is the X200 waterproof?", "Is the X300 waterproof?"),
            ("Can I return goods within 30 days?", "Can I return goods within 14 days?"),
            ("Is smoking allowed?", "Isn't smoking allowed?"), ("Is breakfast included?", "When is breakfast?"),
            ("What does it cost without breakfast?", "What does it cost with breakfast?"),
            ("Do you repair laptops?", "Do you sell laptops?"),
        ])
    func differentConcepts(_ one: String, _ other: String) {
        #expect(!QuestionConcepts(one, language: "en").agree(with: QuestionConcepts(other, language: "en")))
    }

    @Test(
        "questions that say nothing, or next to nothing, meet no answer",
        arguments: ["?", "the", "what is it", "🙂", "5"])
    func empty(_ question: String) async throws {
        let faqs = [
            Self.faq("?", "wrong"), Self.faq("What is there?", "wrong"), Self.faq("How do you do it?", "wrong"),
        ]
        #expect(try await Self.answer(question, faqs).0.method != .faq)
    }
}
