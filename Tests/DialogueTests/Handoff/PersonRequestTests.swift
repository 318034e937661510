import DeskModel
import Testing

@testable import Dialogue

@Suite struct PersonRequestTests {
    @Test(
        "asking for a person is recognised in every language of the desk",
        arguments: [
            ("Can I talk to a person?", "en"), ("human please", "en"),
            ("I want to speak with a real human being", "en"),
            ("Please connect me to an agent.", "en"), ("Could I speak to someone about my invoice from May?", "en"),
            ("operator", "en"), ("TALK TO A HUMAN!!", "en"), ("I’d like to chat with a live agent now", "en"),
            ("Quiero hablar con una persona", "es"), ("¿Puedo hablar con alguien sobre mi pedido?", "es"),
            ("páseme con un agente por favor", "es"), ("Quero falar com uma pessoa", "pt"),
            ("Posso falar com um atendente?", "pt"), ("Ich möchte mit einem Menschen sprechen", "de"),
            ("Kann ich bitte mit einem Mitarbeiter reden?", "de"), ("मुझे किसी इंसान से बात करनी है", "hi"),
            ("क्या मैं किसी व्यक्ति से बात कर सकता हूँ?", "hi"), ("mujhe kisi insaan se baat karni hai", "hi"),
            ("நான் ஒரு மனிதருடன் பேச வேண்டும்", "ta"), ("ஒரு நபரிடம் பேசலாமா?", "ta"),
            ("నేను ఒక మనిషితో మాట్లాడాలి", "te"), ("ఏజెంట్\u{200C}తో మాట్లాడించండి", "te"),
        ])
    func recognised(text: String, language: String) {
        #expect(PersonRequest.language(of: text) == language)
    }

    @Test(
        "a question that only speaks of people is a question",
        arguments: [
            "How many persons fit in the room?", "Can a person speak at the wedding?", "Are you a human?",
            "Which agent sells the house in Park Street?", "Does the price include a person for moving furniture?",
            "I was talking to a person yesterday who promised a refund", "What does an operator earn?", "help", "",
            "¿Cuánto cuesta por persona?", "Quantas pessoas cabem na sala?", "Was kostet es pro Person?",
            "प्रति व्यक्ति कितना खर्च है?", "ஒரு நபருக்கு எவ்வளவு?", "ఒక వ్యక్తికి ఎంత?", "human resources policy",
            String(repeating: "human ", count: 5_000),
        ])
    func questions(text: String) {
        #expect(PersonRequest.language(of: text) == nil)
    }

    @Test("keywords count as whole words in a row, in any case")
    func keywords() {
        #expect(HandoffHandler.holds("I will call my LAWYER!", ["lawyer"]))
        #expect(HandoffHandler.holds("this is a formal  complaint.", ["Formal complaint"]))
        #expect(!HandoffHandler.holds("the lawyers' building", ["lawyer"]))
        #expect(!HandoffHandler.holds("formal and complaint", ["formal complaint"]))
        #expect(!HandoffHandler.holds("anything", ["?!"]))
    }

    @Test("every line is there in every language, and a name that looks like a placeholder stays a name")
    func texts() {
        for line in HandoffLine.allCases {
            var seen: Set<String> = []
            for language in ["en", "es", "pt", "de", "hi", "ta", "te"] {
                let text = HandoffTexts.text(
                    line, in: language, settings: nil, company: "Shop", name: "Ana", opens: "Monday")
                #expect(!text.isEmpty && !text.contains("{"))
                seen.insert(text)
            }
            #expect(seen.count == 7, "\(line) is not said in every language")
        }
        let own = HandoffSettings(texts: ["taken": "{name} of {company} {is} here"])
        let text = HandoffTexts.text(.taken, in: "de-AT", settings: own, company: "{name}", name: "{opens}", opens: "x")
        #expect(text == "{opens} of {name} {is} here")
        let unknown = HandoffTexts.text(.released, in: "und", settings: nil, company: "", name: "", opens: nil)
        #expect(unknown == "The assistant is back.")
    }
}
