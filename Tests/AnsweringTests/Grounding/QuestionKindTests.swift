import Testing

@testable import Answering

@Suite("The kind of answer that a question asks for")
struct QuestionKindTests {
    static let cases: [(String, String, QuestionKind)] = [
        ("es", "¿Cuánto cuesta el envío?", .money), ("es", "¿Qué tarifa tiene el envío?", .money),
        ("es", "¿Qué porcentaje se devuelve?", .number), ("es", "¿A qué hora abren?", .time),
        ("es", "¿Por qué está cerrado?", .reason), ("es", "¿Cómo se llama el gerente?", .person),
        ("pt", "Qual é o preço da entrega?", .money), ("pt", "Em que ano abriram?", .time),
        ("de", "Was kostet der Versand?", .money), ("de", "Um wie viel Uhr öffnen Sie?", .time),
        ("de", "Wie viele Tage habe ich Zeit?", .number), ("de", "Was ist im Preis enthalten?", .other),
        ("fr", "Quels sont les frais de livraison ?", .money), ("fr", "Comment s’appelle le chef ?", .person),
        ("hi", "डिलीवरी का शुल्क कितना है?", .money), ("hi", "दुकान कितने बजे खुलती है?", .time),
        ("hi", "कौन सा कार्ड चलता है?", .other), ("hi", "दुकान किसने खोली?", .person),
        ("ta", "டெலிவரி கட்டணம் எவ்வளவு?", .money), ("ta", "கடை எத்தனை மணிக்கு திறக்கும்?", .time),
        ("te", "డెలివరీ ధర ఎంత?", .money), ("te", "దుకాణం ఎన్ని గంటలకు తెరుస్తారు?", .time),
    ]

    @Test("is told in each language by its own phrases", arguments: QuestionKindTests.cases)
    func ownPhrases(language: String, question: String, kind: QuestionKind) {
        #expect(QuestionKind(question, in: language) == kind)
    }

    @Test("is told by the question words of all where a language has no phrases of its own")
    func otherLanguages() {
        #expect(QuestionKind("When do you open?", in: "en") == .time)
        #expect(QuestionKind("Wanneer zijn jullie open?", in: "nl") == .time)
        #expect(QuestionKind("¿Quién fundó la tienda?", in: "es") == .person)
    }
}
