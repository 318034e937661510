import Answering
import DeskModel
import Testing

@Suite("Questions that are not quite questions")
struct HostileQuestionTests {
    @Test(
        "whatever is typed gets a reply",
        arguments: [
            "", " ", "?", "a", "🙂🙂🙂", "...", "the of and to", "\u{200B}\u{200E}\u{FEFF}", "\u{202E}loop eht", "\0\0\0",
            "क्या pool खुला है?", "東京タワーの高さは？", "مرحبا كيف الحال", String(repeating: "pool ", count: 4_000),
            String(repeating: "a", count: 20_000), String(repeating: "🏊", count: 20_000), "\u{1F468}\u{200D}\u{1F469}",
            "' OR 1=1; --", "\"pool\" AND NEAR(", "pool* OR *", "<script>alert(1)</script>", "%s%n%x",
        ])
    func replies(question: String) async throws {
        let answer = try await TestDesk(Hotel.documents).ask(question)
        #expect(!answer.text.isEmpty)
        #expect(answer.text.count < 2_000)
        #expect((0...1).contains(answer.confidence))
    }

    @Test("nothing is answered from an empty knowledge base")
    func empty() async throws {
        let answer = try await TestDesk([]).ask("When does the pool open?")
        #expect(!answer.answered)
        #expect(answer.citations.isEmpty)
    }

    @Test("one sentence is knowledge enough")
    func oneSentence() async throws {
        let one = TestDesk.Document(id: "one", title: "Note", text: "The library closes at 8 pm on weekdays.")
        let answer = try await TestDesk([one]).ask("When does the library close on weekdays?")
        #expect(answer.text.contains("8 pm"))
    }

    @Test("fifty copies of a file answer once")
    func copies() async throws {
        let copies = (0..<50).map { TestDesk.Document(id: "copy-\($0)", title: "Pool", text: Hotel.documents[0].text) }
        let desk = try await TestDesk(copies + Hotel.documents.dropFirst())
        let found = try await desk.answerer.search("pool opening", in: desk.business, limit: 20)
        #expect(found.count { $0.chunk.text == Hotel.documents[0].text } == 1)
        let answer = try await desk.ask("When does the indoor pool open?")
        #expect(answer.text.contains("7 am"))
        #expect(Set(answer.sentences.map(\.text)).count == answer.sentences.count)
    }

    @Test("an empty page is no answer")
    func emptyPages() async throws {
        let blank = (0..<5).map { TestDesk.Document(id: "blank-\($0)", title: "", text: "") }
        #expect(try await !TestDesk(blank).ask("When does the pool open?").answered)
    }

    @Test(
        "greetings and thanks get a friendly reply that is no answer",
        arguments: [
            ("hi", "Hello"), ("Hello there!", "Hello"), ("thanks a lot", "welcome"), ("gracias", "De nada"),
            ("நன்றி", "நன்றி"),
        ])
    func smallTalk(message: String, reply: String) async throws {
        let answer = try await TestDesk(Hotel.documents).ask(message)
        #expect(!answer.answered)
        #expect(answer.citations.isEmpty)
        #expect(answer.text.contains(reply))
    }

    @Test("a greeting with a question in it is a question")
    func greetingWithQuestion() async throws {
        #expect(try await TestDesk(Hotel.documents).ask("Hi, when does the pool open?").text.contains("7 am"))
    }

    @Test("a business greets in its own words")
    func ownGreeting() async throws {
        let desk = try await TestDesk(Hotel.documents, settings: BusinessSettings(greeting: "Ahoy!"))
        #expect(try await desk.ask("hello").text == "Ahoy!")
    }

    @Test("search of nothing finds nothing, and limits are kept")
    func search() async throws {
        let desk = try await TestDesk(Hotel.documents)
        #expect(try await desk.answerer.search("🙂", in: desk.business, limit: 10).isEmpty)
        #expect(try await desk.answerer.search("pool", in: desk.business, limit: 0).count == 1)
        let all = try await desk.answerer.search("the hotel costs", in: desk.business, limit: 1_000_000)
        #expect(all.count <= 100)
        #expect(zip(all, all.dropFirst()).allSatisfy { $0.score >= $1.score })
        #expect(all.allSatisfy { (0...1).contains($0.score) })
    }
}
