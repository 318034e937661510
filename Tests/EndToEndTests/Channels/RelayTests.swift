import Channels
import Foundation
import Testing

@Suite("Calls over ConversationRelay", .serialized)
struct RelayTests {
    private let provider: ProviderStandIn
    private let desk: RunningDesk
    private let business: TestBusiness

    init() async throws {
        provider = try ProviderStandIn()
        desk = try await .withChannels(provider)
        business = try await desk.business(knowing: "The clinic opens at nine on Monday to Friday.")
        try await desk.connect("twilio", business)
    }

    private var path: String { "/channels/twilio/\(business.id)/relay" }

    private func connect() async throws -> ChatClient {
        let signature = TwilioSignature.sign(
            url: Wire.publicURL.replacing("https", with: "wss") + path, authToken: Wire.authToken)
        return try await ChatClient.connect(port: desk.port, path: path, headers: ["X-Twilio-Signature": signature])
    }

    private static let setup = """
        {"type":"setup","sessionId":"VX258cb419d6960ba171260e83e1c2dbb3","accountSid":"\(Wire.account)",\
        "callSid":"CAc93bf9a243a391a65da5b60116ee9a5c","from":"\(Wire.customer)","to":"\(Wire.number)","direction":"inbound"}
        """

    /// What is said until the last token of a turn.
    private func said(_ socket: ChatClient) async throws -> String {
        var text = ""
        while true {
            let frame = try await socket.next()
            guard frame.type == "text" else { continue }
            text += frame.json["token"] as? String ?? ""
            if frame.json["last"] as? Bool == true { return text }
        }
    }

    @Test("C12, C13, C25: a call is let in by its signature, answered from the documents, and kept")
    func answered() async throws {
        #expect(try await desk.handshake(path).status == 403)
        #expect(
            try await desk.handshake(path, headers: ["X-Twilio-Signature": "AAAAAAAAAAAAAAAAAAAAAAAAAAA="]).status
                == 403)
        #expect(try await desk.handshake("/channels/twilio/999/relay").status == 403)
        let socket = try await connect()
        try await socket.send(Self.setup)
        try await socket.send(
            #"{"type":"prompt","voicePrompt":"When does the clinic open?","lang":"en-US","last":true}"#)
        let answer = try await said(socket)
        #expect(answer.contains("nine"))
        #expect(answer.contains("page 1"))
        try await socket.send(#"{"type":"dtmf","digit":"0"}"#)
        let end = try await socket.next()
        #expect(end.type == "end")
        #expect((end.json["handoffData"] as? String)?.contains("reason") == true)
        let calls = try await desk.call("GET", "/api/businesses/\(business.id)/calls", key: business.key).results
        #expect(calls.first?["transfer"] as? String == "requested")
        let conversation = try #require(calls.first?["conversation_id"] as? String)
        let messages = try await desk.messages(conversation, business)
        #expect(messages.compactMap { $0["sender"] as? String } == ["user", "assistant"])
    }

    @Test("C16: what the caller did not hear is not kept as said")
    func interrupted() async throws {
        let socket = try await connect()
        try await socket.send(Self.setup)
        try await socket.send(
            #"{"type":"prompt","voicePrompt":"When does the clinic open?","lang":"en-US","last":true}"#)
        _ = try await said(socket)
        try await socket.send(
            #"{"type":"interrupt","utteranceUntilInterrupt":"The clinic opens","durationUntilInterruptMs":640}"#)
        let call = try await desk.call("GET", "/api/businesses/\(business.id)/calls", key: business.key).results.first
        let conversation = try #require(call?["conversation_id"] as? String)
        try await withPatience("the cut") {
            while try await desk.messages(conversation, business).last?["message"] as? String != "The clinic opens" {
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }

    private func prompt(_ text: String, _ language: String = "en-US") -> String {
        #"{"type":"prompt","voicePrompt":"\#(text)","lang":"\#(language)","last":true}"#
    }

    private func conversation() async throws -> String {
        let call = try await desk.call("GET", "/api/businesses/\(business.id)/calls", key: business.key).results.first
        return try #require(call?["conversation_id"] as? String)
    }

    @Test("L14, C15: a form is filled in on a call, a number by keys, a choice by a key")
    func form() async throws {
        try await desk.form(
            [
                ["question_text": "How many pets?", "type": "number"],
                ["question_text": "Which day?", "type": "choice", "choices": ["Monday", "Tuesday"]],
            ], for: business)
        let socket = try await connect()
        try await socket.send(Self.setup)
        try await socket.send(prompt("form"))
        #expect(try await said(socket).contains("How many pets?"))
        for key in ["1", "2", "#"] { try await socket.send(#"{"type":"dtmf","digit":"\#(key)"}"#) }
        #expect(try await said(socket).contains("Which day?"))
        try await socket.send(#"{"type":"dtmf","digit":"2"}"#)
        _ = try await said(socket)
        let kept = try #require(try await desk.submissions(business).first)
        let answers = try #require(kept["responses"] as? [[String: Any]]).compactMap { $0["value"] as? String }
        #expect(answers == ["12", "Tuesday"])
    }

    @Test("C12: an agent who takes the word is spoken, and the assistant after the hand-back")
    func people() async throws {
        let socket = try await connect()
        try await socket.send(Self.setup)
        try await socket.send(prompt("When does the clinic open?"))
        _ = try await said(socket)
        let path = "/api/conversations/\(try await conversation())"
        let taken = try await desk.call("POST", "\(path)/take", key: business.key, json: ["author": "Kim"])
        #expect(taken.status == 200, "\(taken.text)")
        #expect(try await said(socket).contains("Kim"))
        // The assistant is silent; what the caller says is kept for the agent.
        try await socket.send(prompt("Hello Kim"))
        #expect(try await said(socket).isEmpty)
        let released = try await desk.call("POST", "\(path)/release", key: business.key, json: ["author": "Kim"])
        #expect(released.status == 200, "\(released.text)")
        #expect(try await said(socket).contains("assistant"))
        try await socket.send(prompt("When does the clinic open?"))
        #expect(try await said(socket).contains("nine"))
    }

    @Test("C12, C25: who asks for a person is put through once they were told, with the reason in handoffData")
    func transfer() async throws {
        try await desk.connect("twilio", business, ["agent_phone_number": "+15005550199"])
        let socket = try await connect()
        try await socket.send(Self.setup)
        try await socket.send(prompt("Can I talk to a person?"))
        #expect(try await said(socket).contains("person"))
        let end = try await socket.next()
        #expect(end.type == "end")
        #expect((end.json["handoffData"] as? String)?.contains("customer") == true)
    }
}
