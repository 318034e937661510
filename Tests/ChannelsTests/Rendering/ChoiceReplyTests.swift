import DeskModel
import Testing

@testable import Channels

@Suite("Choices")
struct ChoiceReplyTests {
    private func reply(_ choices: [String], _ channel: Conversation.Channel = .whatsapp) -> ChoiceReply? {
        ChoiceReply(choices, capabilities: .of(channel))
    }

    private func said(_ id: String, title: String) -> String {
        ChoiceReply.said(
            InboundMessage(
                provider: .whatsapp, channel: .whatsapp, eventID: "e", messageID: "m", address: "+15005550001",
                text: title,
                choice: id))
    }

    @Test("W16, L14: a choice comes back as the words that it stands for, however its title was cut")
    func comesBack() throws {
        let long = "A cleaning with the dentist on a weekday morning"
        let options = try #require(reply(["Check-up", long, "Other", "None"])?.options)
        #expect(options.map(\.title)[1] == String(long.prefix(24)))
        #expect(options[1].detail == long)
        #expect(options[0].detail == nil)
        #expect(said(options[1].id, title: options[1].title) == long)
        #expect(said("handoff:yes", title: "Yes, please") == "Yes, please")
    }

    @Test("W16: ids that do not fit are the choice's number; titles that would look the same are not shown")
    func limits() throws {
        let long = String(repeating: "ä", count: 40)
        let options = try #require(reply(["Short", long], .telegram)?.options)
        #expect(options.map(\.id) == ["say:Short", "say:2"])
        #expect(reply([long + "1", long + "2"]) == nil)
        #expect(reply((1...11).map { "Choice \($0)" }) == nil)
        #expect(reply([]) == nil)
        #expect(reply(["Yes", "No"], .sms) == nil)
    }
}
