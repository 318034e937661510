import Testing

@testable import Answering

@Suite("Words that survive translation")
struct SurvivingWordsTests {
    private func shares(_ question: String, _ sentences: [String], in language: String = "es") -> [Double] {
        SurvivingWords(question, in: language, to: "en").shares(in: sentences)
    }

    @Test("numbers, codes, names and words of one origin do")
    func survivors() {
        let sentences = [
            "The AX-200 has a charger.", "Marta Olsen founded the shop in 1998.", "The reception is upstairs.",
            "Hello.",
        ]
        #expect(shares("¿Qué trae el AX-200?", sentences) == [1, 0, 0, 0])
        #expect(shares("¿Qué pasó en 1998?", sentences) == [0, 1, 0, 0])
        #expect(shares("¿De dónde es Olsen?", sentences) == [0, 1, 0, 0])
        #expect(shares("¿Dónde está la recepción?", sentences) == [0, 0, 1, 0])
        #expect(shares("Olsen की दुकान कहाँ है?", sentences, in: "hi") == [0, 1, 0, 0])
    }

    @Test("words of the grammar, words that only begin alike and other numbers do not")
    func others() {
        #expect(shares("¿Son más de 30 o no?", ["His son has no idea, or so he says.", "It takes 3 days."]) == [0, 0])
        #expect(shares("¿Hay mesas?", ["The meal is at noon."]) == [0])
        #expect(shares("", ["A sentence."]) == [0])
        #expect(shares("¿Hay mesas?", []) == [])
    }

    @Test("what few sentences hold says more than what most do")
    func rarity() {
        let sentences = ["Olsen sells tents.", "Olsen sells the AX-200.", "Olsen is closed."]
        let shares = self.shares("¿Vende Olsen el AX-200?", sentences)
        #expect(shares[1] == 1)
        #expect(shares[0] == shares[2] && shares[0] < 0.3 && shares[0] > 0)
    }
}
