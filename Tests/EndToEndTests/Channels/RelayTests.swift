import Channels
import Foundation
import LoopbackServer
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

    @Test("C16, C12: a socket that breaks off in the middle of an answer leaves nothing waiting; what was sent is kept")
    func brokenOff() async throws {
        let model = try ScriptedModel()
        let name = "Broken Line Ltd"
        model.when(name, .drip("Goods can be returned within 30 days [1]. "))
        let settings = GeneratingDesk.settings(of: model).merging(["FRONTDESK_PUBLIC_URL": Wire.publicURL]) { $1 }
        let desk = try await RunningDesk(environment: settings)
        let shop = try await desk.business(name)
        try await desk.learn(Guides.returns, as: "returns.txt", business: shop)
        try await desk.connect("twilio", shop)
        let path = "/channels/twilio/\(shop.id)/relay"
        let signature = TwilioSignature.sign(
            url: Wire.publicURL.replacing("https", with: "wss") + path, authToken: Wire.authToken)
        func call(_ sid: String) async throws -> ChatClient {
            let socket = try await ChatClient.connect(
                port: desk.port, path: path, headers: ["X-Twilio-Signature": signature])
            try await socket.send(Self.setup.replacing("CAc93bf9a243a391a65da5b60116ee9a5c", with: sid))
            try await socket.send(prompt(Guides.returnQuestion))
            return socket
        }
        let sid = "CA" + String(repeating: "5f", count: 16)
        let socket = try await call(sid)
        var heard = ""
        while !heard.contains("30 days") {
            heard += try await socket.next { $0.type == "text" }.json["token"] as? String ?? ""
        }
        // No close frame: the line is just gone.
        try await socket.leave()
        try await model.waitForHangUps(1, of: name)
        let calls = try await desk.call("GET", "/api/businesses/\(shop.id)/calls", key: shop.key).results
        let conversation = try #require(calls.first?["conversation_id"] as? String)
        let kept = try await withPatience("what was sent of the answer") {
            while true {
                let messages = try await desk.messages(conversation, shop)
                if let text = messages.dropFirst().first?["message"] as? String, messages.count == 2 { return text }
                try await Task.sleep(for: .milliseconds(50))
            }
        }
        #expect(kept.hasPrefix(heard.trimmingCharacters(in: .whitespaces)), "\(kept) / \(heard)")
        // The word is free, and the next call is answered.
        model.when(name, .write(["Unused goods can be returned within 30 days of delivery [1]."]))
        let next = try await call("CA" + String(repeating: "6e", count: 16))
        #expect(try await said(next).contains("30 days"))
        try await next.leave()
        // Nothing is made up for after a restart either, of this call or of one that was on the line meanwhile.
        let gate = Gate()
        model.when(name, .hold(gate, ["Unused goods can be returned within 30 days of delivery [1]."]))
        let held = try await call("CA" + String(repeating: "7d", count: 16))
        try await model.waitForCalls(3, of: name)
        await desk.killHard()
        gate.open()
        try? await held.leave()
        let again = try await RunningDesk(folder: desk.folder, environment: settings)
        #expect(try await again.messages(conversation, shop).count == 2)
        let last = try await again.call("GET", "/api/businesses/\(shop.id)/calls", key: shop.key).results.first
        let left = try #require(last?["conversation_id"] as? String)
        let (_, chat) = try await again.chat(shop)
        // The desk has taken up what waited before this is answered.
        model.when(name, .write(["Unused goods can be returned within 30 days of delivery [1]."]))
        #expect(try await chat.answer(to: Guides.returnQuestion).message.contains("30 days"))
        #expect(try await again.messages(left, shop).compactMap { $0["sender"] as? String } == ["user"])
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
        // Kim thinks about it.
        #expect(try await said(socket) == "One moment, please.")
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
