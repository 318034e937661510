import DeskModel
import Testing

@testable import Answering

@Suite("Replays, reports and regression cases")
struct ImprovementTests {
    private static func source(_ document: String, _ hash: String) -> Receipt.Source {
        Receipt.Source(
            chunk: 1, chunkHash: hash, document: document, documentVersion: 1, pages: 1...1, score: 0.5, dense: nil,
            lexical: nil)
    }

    @Test("a replay of an unchanged desk is equal")
    func unchanged() async throws {
        let desk = try await TestDesk(Hotel.documents)
        let request = AnswerRequest(business: desk.business, question: "What does parking cost?")
        let (answer, receipt) = try await desk.answerer.answer(request)
        let replay = try await desk.answerer.replay(
            receipt, text: answer.text, history: [], in: desk.business, versions: ["parking": 1])
        #expect(replay.isEqual && replay.isSameGeneration && replay.isSameAnswer)
        #expect(!replay.passages.isEmpty && replay.passages.allSatisfy { $0.kind == .same })
    }

    @Test("a replay after a change says which passages came and went, and what is said now")
    func changed() async throws {
        let before = try await TestDesk(Hotel.documents)
        let request = AnswerRequest(business: before.business, question: "What does parking cost?")
        let (answer, receipt) = try await before.answerer.answer(request)
        var documents = Hotel.documents.filter { $0.id != "parking" }
        documents.append(
            .init(id: "parking", title: "Parking and arrival", text: "Parking costs $14 a night for every car."))
        let after = try await TestDesk(documents, generation: 9)
        let replay = try await after.answerer.replay(
            receipt, text: answer.text, history: [], in: after.business, versions: ["parking": 2])
        #expect(!replay.isEqual && !replay.isSameAnswer && !replay.isSameGeneration)
        #expect(replay.answerNow.contains("$14") && replay.answerThen.contains("$12"))
        #expect(replay.passages.contains { $0.kind == .gained && $0.document == "parking" })
        #expect(replay.passages.contains { $0.kind == .lost && $0.document == "parking" && $0.rankNow == nil })
        #expect(replay.documents.contains { $0.document == "parking" && $0.versionNow == 2 })
        #expect(replay.documents.contains { $0.document != "parking" && $0.versionNow == nil })
    }

    @Test("passages are compared by document and words, so that a new number of the same text is no change")
    func passageChanges() {
        let then = [Self.source("a", "1"), Self.source("b", "2"), Self.source("c", "3")]
        let now = [Self.source("b", "2"), Self.source("a", "1"), Self.source("c", "4")]
        let changes = Answerer.changes(from: then, to: now)
        #expect(changes.map(\.kind) == [.moved, .moved, .gained, .lost])
        #expect(changes[0].rankThen == 2 && changes[0].rankNow == 1)
        #expect(Answerer.changes(from: then, to: then).allSatisfy { $0.kind == .same })
        #expect(Answerer.changes(from: [], to: []).isEmpty)
    }

    private static func asked(_ question: String, at moment: Int64, topics: [String] = [], disliked: Bool = false)
        -> UnansweredQuestion
    {
        UnansweredQuestion(
            answer: UUIDv7.next(), question: question, isDisliked: disliked,
            askedAt: Timestamp(milliseconds: moment), topics: topics)
    }

    @Test("questions are put together by meaning, the most frequent first, with when and about what they were asked")
    func clusters() {
        let questions = [
            Self.asked("Do you rent boats?", at: 5, topics: ["Parking"]),
            Self.asked("do you rent boats", at: 9, topics: ["Spa"]),
            Self.asked("Can I rent a boat?", at: 7, topics: ["Spa"], disliked: true),
            Self.asked("Is there a gym?", at: 8),
        ]
        let wordings = QuestionClusters.wordings(of: questions)
        #expect(wordings == ["Do you rent boats?", "Can I rent a boat?", "Is there a gym?"])
        let vectors: [[Float]] = [[1, 0], [0.8, 0.6], [0, 1]]
        let clusters = QuestionClusters.clusters(of: questions, vectors: vectors, modelID: "model")
        #expect(clusters.map(\.count) == [3, 1])
        #expect(clusters[0].questions == ["Do you rent boats?", "Can I rent a boat?"])
        #expect(clusters[0].disliked == 1 && clusters[0].lastAsked.milliseconds == 9)
        #expect(clusters[0].topics == ["Spa", "Parking"])
        #expect(Set(clusters[0].answers) == Set(questions.prefix(3).map(\.answer)))
    }

    @Test("the mean of a cluster decides: a chain of neighbours does not become one cluster")
    func chain() {
        let questions = (0..<3).map { Self.asked("q\($0) word\($0)", at: 1) }
        // Each is close to the next, the first and the last are not.
        let vectors: [[Float]] = [[1, 0], [0.766, 0.643], [0.174, 0.985]]
        let clusters = QuestionClusters.clusters(of: questions, vectors: vectors, modelID: "model")
        #expect(clusters.map(\.count) == [2, 1])
    }

    @Test("without vectors the same words alone are put together, and none is no cluster")
    func withoutVectors() {
        let questions = [Self.asked("Gym?", at: 1), Self.asked("gym", at: 2), Self.asked("Is there a gym?", at: 3)]
        #expect(QuestionClusters.clusters(of: questions, vectors: [], modelID: "").map(\.count) == [2, 1])
        #expect(QuestionClusters.clusters(of: [], vectors: [], modelID: "").isEmpty)
    }

    @Test("a case says what does not hold of an answer")
    func expectations() {
        let citation = Citation(documentID: "d", title: "t", page: 2, quote: "q")
        func answer(_ text: String, answered: Bool = true) -> Answer {
            Answer(
                text: text, sentences: [], citations: answered ? [citation] : [], confidence: 0.9, answered: answered,
                method: answered ? .extracted : .declined)
        }
        typealias Expectation = RegressionCase.Expectation
        #expect(Expectation(contains: "4.95 EUROS").problem(with: answer("It costs 4.95 euros.")) == nil)
        #expect(Expectation(contains: "95 euros").problem(with: answer("It costs 4.95 euros.")) != nil)
        #expect(Expectation(contains: "x").problem(with: answer("x", answered: false)) != nil)
        #expect(Expectation(document: "d", page: 2).problem(with: answer("x")) == nil)
        #expect(Expectation(document: "d", page: 3).problem(with: answer("x")) != nil)
        #expect(Expectation(document: "e").problem(with: answer("x")) != nil)
        #expect(Expectation(declines: true).problem(with: answer("x")) != nil)
        #expect(Expectation(declines: true).problem(with: answer("x", answered: false)) == nil)
    }

    @Test("cases of answers that are not said at the moment are left out, and named")
    func scheduled() async throws {
        let now = Timestamp.now()
        func faq(from: Int64, until: Int64) -> FAQ {
            FAQ(
                id: UUIDv7.next(), business: BusinessID(1), question: "Are you open at Christmas?", answer: "No.",
                validFrom: now.advanced(byMilliseconds: from), validUntil: now.advanced(byMilliseconds: until),
                status: .approved, createdAt: now, updatedAt: now)
        }
        let faqs = [faq(from: -9_000_000, until: 9_000_000), faq(from: 8_000_000, until: 9_000_000)]
        let cases = faqs.map {
            RegressionCase(
                id: UUIDv7.next(), business: BusinessID(1), question: $0.question,
                expectation: .init(contains: $0.answer), faq: $0.id, createdAt: now)
        }
        let business = Business(
            id: BusinessID(1), name: "Harbour Hotel", settings: BusinessSettings(), createdAt: now, faqRevision: 1)
        let desk = try await TestDesk(Hotel.documents, faqs: InMemoryFAQStore(faqs))
        let run = try await desk.answerer.run(cases, in: business, model: "m")
        #expect(run.results.map(\.caseID) == [cases[0].id] && run.passed == 1)
        #expect(run.skipped == [RegressionRun.Skipped(cases[1], .notLive)])
        let late = try await desk.answerer.run(cases, in: business, model: "m", within: .zero)
        #expect(late.total == 0 && late.skipped.map(\.reason) == [.noTime, .notLive])
    }

    @Test("the console names every candidate with the parts of its score, which add up to it")
    func console() async throws {
        let copy = TestDesk.Document(id: "copy", title: "Parking and arrival", text: Hotel.documents[2].text)
        let desk = try await TestDesk(Hotel.documents + [copy])
        let found = try await desk.answerer.explain(
            AnswerRequest(business: desk.business, question: "What does parking cost?"), limit: 3)
        let ranked = found.candidates.filter { $0.rank != nil }
        #expect(ranked.map(\.rank) == [1, 2, 3])
        let first = try #require(ranked.first)
        #expect(first.passage.documentTitle == "Parking and arrival")
        #expect(abs(first.parts.reduce(0) { $0 + $1.value * $1.weight } - first.passage.score) < 1e-9)
        #expect(first.terms.contains { $0.term == "park" && $0.weight > 0 })
        let duplicate = try #require(found.candidates.first { $0.rank == nil })
        #expect(duplicate.copyOf == first.passage.chunk.id)
        #expect(found.override == nil && found.confidence > 0)
    }
}
