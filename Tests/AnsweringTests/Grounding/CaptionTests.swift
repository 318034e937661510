import DeskModel
import Testing

@testable import Answering

@Suite("Lines in brackets under what they belong to")
struct CaptionTests {
    @Test(
        "are told from numbers of lists and notes, and from brackets within a sentence",
        arguments: [
            ("(Exact name of Registrant as specified in its charter)", true), ("(In millions)", true),
            ("(closed)", true), ("[closed (always) on Sundays].", true), ("（祝日は休業）", true), ("(a)", false),
            ("(iv)", false), ("[12]", false), ("(a) cash (b) cards", false), ("(free) for guests", false),
            ("Closed (on Sundays)", false), ("(not closed", false), ("()", false), ("", false),
        ])
    func recognised(text: String, isCaption: Bool) {
        #expect(Caption.isCaption(text) == isCaption)
    }

    @Test("are quoted after that line, as one sentence with one source", arguments: ["# ", ""])
    func afterTheirLine(mark: String) async throws {
        let page = TestDesk.Document(
            id: "filing", title: "Quarterly report",
            text: "\(mark)Apple Orchard Ltd.\n(Exact name of the registrant as specified in its charter)\n"
                + "The orchard has eleven sheds for its cider.")
        let desk = try await TestDesk(
            Hotel.documents + [page], settings: BusinessSettings(answerThreshold: 0))
        let answer = try await desk.ask("What is the exact name of the registrant in its charter?")
        let whole = "Apple Orchard Ltd. (Exact name of the registrant as specified in its charter)"
        #expect(answer.text.hasPrefix(whole), "\(answer.text)")
        let sentence = try #require(answer.sentences.first)
        #expect(sentence.text == whole && sentence.citations.count == 1)
        let quote = answer.citations[sentence.citations[0]].quote
        #expect(quote == "Apple Orchard Ltd.\n(Exact name of the registrant as specified in its charter)")
    }

    @Test("bring the sentence before them, and not one of another passage")
    func sentenceBefore() {
        let chosen = EvidenceSelection.choose(from: [
            evidence("The gate closes at dusk.", passage: 0, 0, score: 0),
            evidence("(Closed on public holidays.)", passage: 0, 1, score: 5),
            evidence("Tents are sold out.", passage: 0, 2, score: 0),
        ])
        #expect(chosen.map(\.text) == ["The gate closes at dusk.", "(Closed on public holidays.)"])
        let alone = EvidenceSelection.choose(from: [
            evidence("The gate closes at dusk.", passage: 0, 0, score: 0),
            evidence("(Closed on public holidays.)", passage: 1, 0, score: 5),
        ])
        #expect(alone.map(\.text) == ["(Closed on public holidays.)"])
    }

    @Test("bring nothing over a sentence that is withheld")
    func withheld() {
        let chosen = EvidenceSelection.choose(from: [
            evidence("The gate closes at dusk.", passage: 0, 0, score: 0),
            evidence("(Closed on public holidays.)", passage: 0, 2, score: 5),
        ])
        #expect(chosen.map(\.text) == ["(Closed on public holidays.)"])
    }

    @Test("bring the line that several of them stand under")
    func several() {
        let chosen = EvidenceSelection.choose(from: [
            evidence("BALANCE SHEETS", passage: 0, 0, score: 0, kind: .heading),
            evidence("(In millions)", passage: 0, 1, score: 1),
            evidence("(Not audited)", passage: 0, 2, score: 5),
        ])
        #expect(chosen.map(\.text) == ["BALANCE SHEETS", "(In millions)", "(Not audited)"])
    }

    @Test("leave their line where both do not fit into an answer, and what is chosen stays within its bounds")
    func bounds() {
        let line = "The gate closes" + String(repeating: " early", count: 72) + " today."
        let chosen = EvidenceSelection.choose(from: [
            evidence(line, passage: 0, 0, score: 0),
            evidence("(Closed on public holidays and on Sundays.)", passage: 0, 1, score: 5),
        ])
        #expect(chosen.map(\.text) == [line])
        let many = EvidenceSelection.choose(from: [
            evidence("Tents are sold.", passage: 0, 0, score: 5), evidence("Boats are let.", passage: 0, 1, score: 4.9),
            evidence("The gate closes at dusk.", passage: 0, 2, score: 0),
            evidence("(Closed on public holidays.)", passage: 0, 3, score: 4.8),
        ])
        #expect(many.map(\.text) == ["Tents are sold.", "Boats are let."])
    }

    private func evidence(
        _ text: String, passage: Int, _ sentence: Int, score: Double, kind: ChunkSentence.Kind = .prose
    ) -> Evidence {
        var features = EvidenceFeatures()
        features.echo = kind == .heading ? 1 : 0
        return Evidence(
            passage: passage, sentence: sentence, text: text, page: 1, kind: kind, words: WordCount.of(text),
            features: features, score: score)
    }
}
