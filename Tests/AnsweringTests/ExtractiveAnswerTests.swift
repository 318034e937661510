import Answering
import DeskModel
import Testing

@Suite("Answers taken word for word")
struct ExtractiveAnswerTests {
    @Test(
        "a question that a document answers gets that document's sentence, with its page",
        arguments: [
            ("When does the pool open?", "7 am", "pool"),
            ("How much does parking cost a night?", "$12 a night", "parking"),
            ("Who built the hotel?", "Clara Jensen", "history"),
            ("Are cats allowed?", "Cats are not allowed", "dogs"),
            ("What is the network called?", "HarbourGuest", "wifi"),
            ("Where do electric cars charge, at AX200 posts?", "near the gate", "parking"),
        ])
    func answers(question: String, expected: String, document: String) async throws {
        let answer = try await TestDesk(Hotel.documents).ask(question)
        #expect(answer.answered)
        #expect(answer.method == .extracted)
        #expect(answer.text.contains(expected))
        #expect(answer.citations.contains { $0.documentID == document })
    }

    @Test("an answer has at most three sentences and eighty words, each with the quote that supports it")
    func bounds() async throws {
        let desk = try await TestDesk(Hotel.documents)
        for question in ["What does a massage cost?", "How do I cancel a booking?", "Tell me about breakfast"] {
            let answer = try await desk.ask(question)
            #expect((1...3).contains(answer.sentences.count))
            #expect(answer.text.split(separator: " ").count <= 80)
            for sentence in answer.sentences {
                #expect(sentence.citations.contains { answer.citations[$0].quote == sentence.text })
            }
        }
    }

    @Test("a quote stands in its document letter for letter, and the page is the passage's")
    func quotes() async throws {
        let answer = try await TestDesk(Hotel.documents).ask("What do towels cost at the pool?")
        let texts = Dictionary(uniqueKeysWithValues: Hotel.documents.map { ($0.id, $0) })
        #expect(!answer.citations.isEmpty)
        for citation in answer.citations {
            let document = try #require(texts[citation.documentID])
            #expect(document.text.contains(citation.quote))
            #expect(citation.page == document.page)
        }
    }

    @Test("a list item comes with the line that announces it")
    func listItem() async throws {
        let list = TestDesk.Document(
            id: "lost", title: "Lost property",
            text: "To report a lost umbrella, do this:\n- Fill in the yellow umbrella form.\n- Hand it to the porter.")
        let answer = try await TestDesk(Hotel.documents + [list]).ask("Which umbrella form do I fill in?")
        #expect(answer.text.contains("do this:"))
        #expect(answer.text.contains("yellow umbrella form"))
    }

    @Test("a question written in a document is answered by what follows it")
    func frequentQuestions() async throws {
        let list = TestDesk.Document(
            id: "faq", title: "Questions", text: "Do you lend bicycles?\nYes, six of them, at the porter's lodge.")
        let answer = try await TestDesk(Hotel.documents + [list]).ask("Do you lend bicycles?")
        #expect(answer.text.contains("porter's lodge"))
    }

    @Test(
        "what the documents do not hold is declined, with the closest titles and no citation",
        arguments: [
            "What is the capital of Mongolia?", "Which vaccines does a giraffe require?",
            "Quem ganhou o campeonato de xadrez?",
        ])
    func declines(question: String) async throws {
        let answer = try await TestDesk(Hotel.documents).ask(question)
        #expect(!answer.answered)
        #expect(answer.method == .declined)
        #expect(answer.citations.isEmpty)
        #expect(answer.confidence < AnswererConfiguration.defaultThreshold)
        #expect(!answer.text.isEmpty)
    }

    @Test("a decline is in the question's language")
    func declineLanguage() async throws {
        let desk = try await TestDesk(Hotel.documents)
        #expect(try await desk.ask("¿Cuántos planetas tiene el sistema solar?").text.contains("prefiero no adivinar"))
        #expect(try await desk.ask("Wie viele Planeten hat das Sonnensystem?").text.contains("raten möchte ich nicht"))
        #expect(try await desk.ask("सौर मंडल में कितने ग्रह हैं?").text.contains("उत्तर नहीं मिला"))
        #expect(try await desk.ask("சூரிய குடும்பத்தில் எத்தனை கோள்கள் உள்ளன?").text.contains("ஆவணங்களில்"))
        #expect(try await desk.ask("సౌర వ్యవస్థలో ఎన్ని గ్రహాలు ఉన్నాయి?").text.contains("పత్రాల్లో"))
    }

    @Test("a business's own threshold decides what it dares to answer")
    func threshold() async throws {
        let shy = try await TestDesk(Hotel.documents, settings: BusinessSettings(answerThreshold: 1))
        let bold = try await TestDesk(Hotel.documents, settings: BusinessSettings(answerThreshold: 0))
        #expect(try await !shy.ask("When does the pool open?").answered)
        #expect(try await bold.ask("Which vaccines does a giraffe require in the pool?").answered)
    }

    @Test("deltas joined are the final text, and the final event is the last")
    func deltas() async throws {
        let desk = try await TestDesk(Hotel.documents)
        for question in ["When does the pool open?", "What is the capital of Mongolia?", "hello"] {
            var text = ""
            var final: Answer?
            for try await event in desk.answerer.events(for: AnswerRequest(business: desk.business, question: question))
            {
                #expect(final == nil)
                switch event {
                case .delta(let piece): text += piece
                case .final(let answer, _): final = answer
                }
            }
            #expect(final?.text == text)
        }
    }

    @Test("the receipt names what was searched, what was found and by which model")
    func receipt() async throws {
        let receipt = try await TestDesk(Hotel.documents).receipt("When does the pool open?")
        #expect(receipt.question == "When does the pool open?")
        #expect(receipt.embeddingModel == "hashing-384")
        #expect(receipt.languageModel == nil)
        #expect(receipt.promptHash == nil)
        #expect(receipt.method == .extracted)
        let source = try #require(receipt.sources.first)
        #expect(source.document == "pool")
        #expect(source.chunkHash.count == 64)
        #expect(source.pages == 2...2)
        #expect((0...1).contains(source.score))
    }

    @Test("without an embedder that works, words alone find the answer")
    func overloaded() async throws {
        let answer = try await TestDesk(Hotel.documents, embedder: OverloadedEmbedder()).ask(
            "Who built the hotel, Clara Jensen?")
        #expect(answer.text.contains("1911"))
    }

    @Test(
        "S16: with a model that cannot be found, or says nothing, words alone find the answer",
        .timeLimit(.minutes(1)), arguments: ["unreachable", "never found", "silent"])
    func unreachable(kind: String) async throws {
        let models: any ModelCatalog =
            kind == "silent"
            ? Catalog(embedder: SilentEmbedder(), model: nil) : UnreachableCatalog(isSilent: kind == "never found")
        let desk = try await TestDesk(
            Hotel.documents, configuration: AnswererConfiguration(embeddingTimeout: .milliseconds(200)), models: models)
        #expect(try await desk.ask("Who built the hotel, Clara Jensen?").text.contains("1911"))
        let found = try await desk.answerer.search("Clara Jensen", in: desk.business, limit: 3)
        #expect(!found.isEmpty)
        // Latin letters of another script ask what the model knows.
        _ = try await desk.ask("parking kitne ka hai aur kahan hai?")
    }

    @Test("no document of another business is ever shown")
    func tenants() async throws {
        let secret = TestDesk.Document(id: "secret", title: "Secret plan", text: "The vault code of Moonbase is 7731.")
        let desk = try await TestDesk(Hotel.documents, others: [secret])
        let answer = try await desk.ask("What is the vault code of Moonbase?")
        #expect(!answer.answered)
        #expect(!answer.text.contains("Secret plan"))
        #expect(
            try await desk.answerer.search("vault code Moonbase", in: desk.business, limit: 100).allSatisfy {
                $0.chunk.document != "secret"
            })
    }
}
