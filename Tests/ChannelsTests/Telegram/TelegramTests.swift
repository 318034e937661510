import DeskModel
import Testing

@testable import Channels

@Suite("Telegram")
struct TelegramTests {
    private static let sender =
        #""from":{"id":555000111222,"is_bot":false,"first_name":"Ana","last_name":"Lopez","language_code":"es"},"chat":{"id":555000111222,"type":"private"}"#

    private func item(_ update: String, takesGroups: Bool = false) throws -> TelegramItem? {
        try TelegramUpdate.item(in: Array(update.utf8), takesGroups: takesGroups)
    }

    @Test("W16: the secret must be whole, and of the characters that Telegram takes")
    func secret() {
        #expect(TelegramSecret.isValid("s3cret_Token-42", secret: "s3cret_Token-42"))
        #expect(!TelegramSecret.isValid("s3cret_Token-4", secret: "s3cret_Token-42"))
        #expect(!TelegramSecret.isValid(nil, secret: "s3cret_Token-42"))
        #expect(!TelegramSecret.isValid("", secret: ""))
        #expect(!TelegramSecret.isValid("a b", secret: "a b"))
    }

    @Test("W16: a text in a private chat is a message, its ids of 64 bits")
    func text() throws {
        let found = try #require(
            try item(
                #"{"update_id":900001,"message":{"message_id":11,\#(Self.sender),"date":1786356900,"text":"¿Abren?"}}"#)
        )
        #expect(found.kind == .message)
        let message = try #require(found.inbound)
        #expect(message.address == "555000111222")
        #expect(message.text == "¿Abren?")
        #expect(message.name == "Ana Lopez")
        #expect(message.language == "es")
        #expect(message.eventID == "update:900001")
        // Each bot counts anew: its number keeps its ids apart.
        var theirs = found
        theirs.bot = "123456"
        #expect(theirs.inbound?.eventID == "update:123456:900001")
        #expect(theirs.inbound?.messageID == "telegram:123456:555000111222:11")
        #expect(TelegramBot(token: "123456:ABC").number == "123456")
        #expect(TelegramBot(token: "none").number == nil)
    }

    @Test("W16: a time of no era is none, and nobody has a message wait for ages")
    func absurdNumbers() throws {
        for date in ["9223372036854775807", "-1"] {
            let found = try item(
                #"{"update_id":1,"message":{"message_id":1,\#(Self.sender),"date":\#(date),"text":"Hi"}}"#)
            #expect(try #require(found?.inbound).sentAt == nil)
        }
        let body =
            #"{"ok":false,"error_code":429,"description":"x","parameters":{"retry_after":9223372036854775807}}"#
        let failure = TelegramSending.failure(of: ProviderResponse(status: 429, body: Array(body.utf8)))
        #expect(failure.retry == .after(seconds: 86_400))
    }

    @Test("W16: a button that was pressed is a choice, and says how it is acknowledged")
    func button() throws {
        let found = try #require(
            try item(
                #"{"update_id":2,"callback_query":{"id":"q1","from":{"id":5,"is_bot":false,"first_name":"A"},"message":{"message_id":12,"chat":{"id":5,"type":"private"}},"data":"handoff:yes"}}"#
            ))
        #expect(found.kind == .choice)
        #expect(found.callbackID == "q1")
        #expect(found.inbound?.choice == "handoff:yes")
    }

    @Test("W16: bots, groups, channels and unknown kinds are ignored; edits are stored only")
    func ignored() throws {
        let bot = Self.sender.replacing(#""is_bot":false"#, with: #""is_bot":true"#)
        let group = Self.sender.replacing("private", with: "supergroup")
        #expect(try item(#"{"update_id":1,"message":{"message_id":1,\#(bot),"text":"x"}}"#) == nil)
        #expect(try item(#"{"update_id":1,"message":{"message_id":1,\#(group),"text":"x"}}"#) == nil)
        #expect(try item(#"{"update_id":1,"message":{"message_id":1,\#(group),"text":"x"}}"#, takesGroups: true) != nil)
        #expect(try item(#"{"update_id":1,"poll":{"id":"1"}}"#) == nil)
        #expect(try item(#"{"message":{"message_id":1,\#(Self.sender),"text":"x"}}"#) == nil)
        let edit = try #require(
            try item(#"{"update_id":1,"edited_message":{"message_id":1,\#(Self.sender),"text":"x"}}"#))
        #expect(edit.kind == .edit)
        #expect(edit.inbound == nil)
        #expect(throws: (any Error).self) { try item("no json") }
    }

    @Test("W21: files come with their kinds and captions; of a photo the largest")
    func media() throws {
        let photo = try #require(
            try item(
                #"{"update_id":1,"message":{"message_id":1,\#(Self.sender),"photo":[{"file_id":"s"},{"file_id":"L"}],"caption":"look"}}"#
            )?.inbound)
        #expect(photo.kind == .image && photo.text == "look")
        #expect(photo.media.map(\.reference) == ["L"])
        let file = try #require(
            try item(
                #"{"update_id":1,"message":{"message_id":1,\#(Self.sender),"document":{"file_id":"D","mime_type":"application/pdf","file_name":"a.pdf"}}}"#
            )?.inbound)
        #expect(file.kind == .document && file.media.first?.filename == "a.pdf")
        let voice = try #require(
            try item(#"{"update_id":1,"message":{"message_id":1,\#(Self.sender),"voice":{"file_id":"V"}}}"#)?.inbound)
        #expect(voice.kind == .voice)
    }

    @Test("W16: whoever blocks the bot is told apart from whoever comes back")
    func blocking() throws {
        let update =
            #"{"update_id":1,"my_chat_member":{\#(Self.sender),"date":1,"new_chat_member":{"status":"kicked"}}}"#
        #expect(try item(update)?.isBlocked == true)
        #expect(try item(update.replacing("kicked", with: "member"))?.isBlocked == false)
    }

    @Test("W16: an answer is plain text, and its refusals say whether to try again")
    func sending() throws {
        let bot = TelegramBot(token: "123456:TEST", apiBase: "http://127.0.0.1:9")
        let request = TelegramSending.text("5 < 6 *b*", to: 555_000_111_222, bot: bot)
        #expect(request.url == "http://127.0.0.1:9/bot123456:TEST/sendMessage")
        #expect(try JSONValue(parsing: request.body) == ["chat_id": 555_000_111_222, "text": "5 < 6 *b*"])
        func outcome(_ status: Int, _ body: String) -> SendOutcome {
            TelegramSending.outcome(of: ProviderResponse(status: status, body: Array(body.utf8)))
        }
        #expect(
            outcome(200, #"{"ok":true,"result":{"message_id":14,"chat":{"id":5}}}"#)
                == .accepted(providerID: "telegram:5:14"))
        guard
            case .refused(let limited) = outcome(
                429, #"{"ok":false,"error_code":429,"description":"Too Many","parameters":{"retry_after":11}}"#),
            case .refused(let blocked) = outcome(
                403, #"{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}"#)
        else {
            Issue.record("refusals must be refusals")
            return
        }
        #expect(limited.retry == .after(seconds: 11))
        #expect(blocked.reason == .optedOut && blocked.retry == .never)
    }
}
