import DeskModel
import Testing

@testable import Channels

@Suite("Answers on their channels")
struct RenderingTests {
    private func answer(_ text: String, citations: Int = 1, answered: Bool = true) -> Message {
        let sources = (0..<citations).map {
            Citation(documentID: "d\($0)", title: "Returns policy", page: 3 + $0, quote: "q")
        }
        return Message(
            id: "m", conversation: "c", business: BusinessID(1), sender: .assistant, text: text,
            answer: Answer(
                text: text, sentences: [], citations: sources, confidence: 1, answered: answered,
                method: answered ? .extracted : .declined), createdAt: Timestamp(milliseconds: 0))
    }

    private func renderer(_ channel: Conversation.Channel) -> ReplyRenderer {
        ReplyRenderer(ChannelCapabilities.of(channel)) { "https://d.example/s/\($0)" }
    }

    @Test("L15: by SMS an answer is plain, short and names its source by a short link")
    func sms() {
        let parts = renderer(.sms).parts(of: answer("You can **return** it – within “30 days”."), language: "en")
        #expect(
            parts == ["You can return it - within \"30 days\".\n\nSource: Returns policy, p. 3 https://d.example/s/0"])
    }

    @Test("W22: the words that name a source are those of the customer's language")
    func languages() {
        #expect(
            renderer(.whatsapp).parts(of: answer("Sí."), language: "es-MX") == [
                "Sí.\n\nFuente: Returns policy, pág. 3 https://d.example/s/0"
            ])
        #expect(renderer(.telegram).parts(of: answer("Ja."), language: "xx")[0].contains("Source:"))
    }

    @Test("W16: by WhatsApp up to three sources are named")
    func whatsApp() {
        let parts = renderer(.whatsapp).parts(of: answer("Yes.", citations: 5), language: nil)
        #expect(parts.count == 1)
        #expect(parts[0].matches(of: /Source:/).count == 3)
    }

    @Test("L15: what declines, greets or comes from a person names no source")
    func noSource() {
        #expect(
            renderer(.sms).parts(of: answer("I do not know.", citations: 0, answered: false), language: nil) == [
                "I do not know."
            ])
        #expect(
            renderer(.sms).parts(of: answer("I do not know.", citations: 2, answered: false), language: nil) == [
                "I do not know."
            ])
    }

    @Test("L15: a long answer is cut between sentences; beyond four messages the rest is a link")
    func long() {
        let sentence = "The clinic is open from nine to five on every working day of the week. "
        let some = renderer(.sms).parts(of: answer(String(repeating: sentence, count: 9)), language: nil)
        #expect(some.count > 1)
        #expect(some.allSatisfy { $0.utf16.count <= 320 })
        #expect(some.dropLast().allSatisfy { $0.hasSuffix("week.") })
        let much = renderer(.sms).parts(of: answer(String(repeating: sentence, count: 100)), language: nil)
        #expect(much.count <= 5)
        #expect(much.last?.contains("https://d.example/s/0") == true)
        let unlinked = ReplyRenderer(ChannelCapabilities.of(.sms)).parts(
            of: answer(String(repeating: sentence, count: 100)), language: nil)
        #expect(unlinked.count > 20)
    }

    @Test("C13: on a call a source is said, and nothing that a voice would stumble over")
    func call() {
        let spoken = renderer(.call).spoken(answer("See <b>this</b> at https://x.example/a **now**."), language: "en")
        #expect(spoken == "See b this /b at now. This is from Returns policy, page 3.")
    }

    @Test(
        "L15: no part is longer than the channel takes, and nothing but white space is lost",
        arguments: [
            "One. Two! Three? " + String(repeating: "x", count: 90), String(repeating: "👨‍👩‍👧", count: 40),
            "नमस्ते। " + String(repeating: "हम नौ बजे खुलते हैं। ", count: 20), String(repeating: "a ", count: 200), "  \n ", "",
            "Line one\nLine two\n\nLine three that is a good deal longer than the others are, so it must be cut.",
        ])
    func splitting(_ text: String) {
        for channel in [Conversation.Channel.sms, .whatsapp, .telegram] {
            let capabilities = ChannelCapabilities.of(channel)
            for limit in [20, 50, 67] {
                let parts = MessageSplitter(limit: limit, capabilities: capabilities).parts(of: text)
                #expect(parts.allSatisfy { capabilities.length(of: $0) <= limit })
                #expect(parts.allSatisfy { !$0.trimmed.isEmpty })
                #expect(parts.joined().filter { !$0.isWhitespace } == text.filter { !$0.isWhitespace })
            }
        }
    }
}
