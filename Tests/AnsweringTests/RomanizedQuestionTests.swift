import Answering
import DeskModel
import Testing

@Suite("Questions in Indic languages typed in Latin letters")
struct RomanizedQuestionTests {
    private static let hindi: [TestDesk.Document] = [
        .init(id: "delivery", title: "डिलीवरी", text: "डिलीवरी तीन दिन में होती है। डिलीवरी का शुल्क पचास रुपये है।"),
        .init(id: "hours", title: "समय", text: "दुकान सुबह नौ बजे खुलती है। रविवार को दुकान बंद रहती है।"),
        .init(id: "warranty", title: "वारंटी", text: "मशीन की वारंटी दो साल की है। मरम्मत मुफ़्त होती है।"),
        .init(id: "address", title: "पता", text: "हमारा कार्यालय जयपुर के पुराने बाज़ार में है।"),
    ]

    @Test(
        "they find what is written in the native script, whose words answer",
        arguments: [
            ("delivery kitne din mein hoti hai", "तीन दिन", "delivery"),
            ("dukaan subah kitne baje khulti hai?", "नौ बजे", "hours"),
            ("machine ki vaaranti kitne saal ki hai", "दो साल", "warranty"),
        ])
    func found(question: String, answer: String, document: String) async throws {
        let desk = try await TestDesk(Self.hindi)
        let given = try await desk.ask(question)
        #expect(given.answered && given.text.contains(answer), "\(given.text)")
        #expect(given.citations.first?.documentID == document)
        let found = try await desk.answerer.search(question, in: desk.business, limit: 3)
        #expect(found.first?.chunk.document == document)
    }

    @Test("the receipt tells what was searched and the language, and keeps what was typed")
    func receipt() async throws {
        let receipt = try await TestDesk(Self.hindi).receipt("delivery kitne din mein hoti hai")
        #expect(receipt.question == "delivery kitne din mein hoti hai")
        #expect(receipt.query.hasPrefix("डिलीवरी कितने दिन में"))
        #expect(receipt.language == "hi")
    }

    @Test("what is not known is declined in the language that was typed")
    func declined() async throws {
        let answer = try await TestDesk(Self.hindi).ask("bharat ke pahle rashtrapati kaun the")
        #expect(!answer.answered)
        #expect(answer.text.unicodeScalars.contains { (0x900...0x97F).contains($0.value) }, "\(answer.text)")
    }

    @Test("a replay of what was declined in the language that was typed is equal")
    func replayed() async throws {
        let desk = try await TestDesk(Self.hindi)
        let request = AnswerRequest(business: desk.business, question: "bharat ke pahle rashtrapati kaun the")
        // The first question teaches the desk the documents' language.
        _ = try await desk.answerer.answer(request)
        let (answer, receipt) = try await desk.answerer.answer(request)
        let replay = try await desk.answerer.replay(
            receipt, text: answer.text, history: [], in: desk.business, versions: [:])
        #expect(!answer.answered && replay.isEqual, "\(replay.answerNow)")
    }

    @Test("an owner's answer in native script is given, explained and replayed alike")
    func ownersAnswer() async throws {
        let question = "delivery kitne din mein hoti hai"
        let native = try await TestDesk(Self.hindi).receipt(question).query
        let faq = FAQ(
            id: UUIDv7.next(), business: BusinessID(1), question: native, answer: "कल तक।", status: .approved,
            createdAt: .now(), updatedAt: .now())
        let desk = try await TestDesk(Self.hindi, faqs: InMemoryFAQStore([faq]))
        let business = Business(
            id: BusinessID(1), name: "Shop", settings: BusinessSettings(), createdAt: .now(), faqRevision: 1)
        let request = AnswerRequest(business: business, question: question)
        let (answer, receipt) = try await desk.answerer.answer(request)
        #expect(answer.faq == faq.id && receipt.query == native && receipt.language == "hi")
        let replay = try await desk.answerer.replay(
            receipt, text: answer.text, history: [], in: business, versions: [:])
        #expect(replay.isEqual, "\(replay.answerNow)")
        let explained = try await desk.answerer.explain(request, limit: 3)
        #expect(explained.override?.faq == faq.id && explained.query == native)
    }

    @Test(
        "other languages are searched as they are typed",
        arguments: [
            "When does the pool open?", "¿Cuánto cuesta el desayuno?", "Wo parke ich mein Auto?",
            "quanto custa o café da manhã para ela?", "Is the main car park full at the weekend?",
        ])
    func untouched(question: String) async throws {
        let receipt = try await TestDesk(Hotel.documents).receipt(question)
        #expect(receipt.query == question)
        #expect(receipt.language != "hi" && receipt.language != "ta" && receipt.language != "te")
    }

    @Test("English words of the documents are found from a question in another language's grammar")
    func mixed() async throws {
        let desk = try await TestDesk(Hotel.documents)
        let found = try await desk.answerer.search("massage kitne paise ka hai", in: desk.business, limit: 1)
        #expect(found.first?.chunk.document == "spa")
    }
}
