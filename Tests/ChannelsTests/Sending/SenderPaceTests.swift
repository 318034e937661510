import DeskModel
import Testing

@testable import Channels

@Suite("How fast a sender sends")
struct SenderPaceTests {
    private let start = ContinuousClock.now

    private func pace(_ perSecond: Double, burst: Int) -> SenderPace {
        SenderPace(SenderRule("+15005550006", perSecond: perSecond, burst: burst), now: start)
    }

    @Test("W16: a burst goes at once, and what follows one by one at the sender's rate")
    func burst() {
        var pace = pace(1, burst: 3)
        let waits = (0..<6).map { pace.wait("\($0)", now: start) }
        #expect(waits == [.zero, .zero, .zero, .seconds(1), .seconds(2), .seconds(3)])
        // An idle sender has saved up no more than a burst.
        let later = start + .seconds(3_600)
        let next = (6..<10).map { pace.wait("\($0)", now: later) }
        #expect(next == [.zero, .zero, .zero, .seconds(1)])
    }

    @Test("W16: whoever waited is let through at their time, whoever comes early is not, and nobody jumps the queue")
    func places() {
        var pace = pace(2, burst: 1)
        #expect(pace.wait("a", now: start) == .zero)
        #expect(pace.wait("b", now: start) == .milliseconds(500))
        #expect(pace.wait("c", now: start) == .milliseconds(1_000))
        #expect(pace.wait("b", now: start + .milliseconds(400)) == .milliseconds(100))
        // A newcomer gets the place behind those that are kept.
        #expect(pace.wait("d", now: start + .milliseconds(500)) == .milliseconds(1_000))
        #expect(pace.wait("b", now: start + .milliseconds(500)) == .zero)
        #expect(pace.wait("c", now: start + .milliseconds(1_000)) == .zero)
        #expect(pace.wait("d", now: start + .milliseconds(1_500)) == .zero)
    }

    @Test("W16: after the provider asked for rest nobody goes before its end, and then they go one by one")
    func rest() {
        var pace = pace(1, burst: 3)
        #expect(pace.wait("a", now: start) == .zero)
        pace.pause(until: start + .seconds(10))
        #expect(pace.wait("b", now: start + .seconds(1)) == .seconds(9))
        #expect(pace.wait("c", now: start + .seconds(1)) == .seconds(10))
        #expect(pace.wait("b", now: start + .seconds(10)) == .zero)
        #expect(pace.wait("c", now: start + .seconds(10)) == .seconds(1))
    }

    @Test("W16: one sender slows no other, nor one business another")
    func apart() {
        let paces = SenderPaces()
        let rule = SenderRule("+15005550006", perSecond: 1, burst: 1)
        let other = SenderRule("+15005550007", perSecond: 1, burst: 1)
        let business = BusinessID(1)
        #expect(paces.wait("a", by: rule, of: business, .twilio, now: start) == 0)
        #expect(paces.wait("b", by: rule, of: business, .twilio, now: start) == 1_000)
        #expect(paces.wait("c", by: other, of: business, .twilio, now: start) == 0)
        #expect(paces.wait("d", by: rule, of: BusinessID(2), .twilio, now: start) == 0)
        paces.pause(rule, of: business, .twilio, seconds: 60, now: start)
        #expect(paces.wait("b", by: rule, of: business, .twilio, now: start) == 60_000)
        #expect(paces.wait("e", by: other, of: business, .twilio, now: start + .seconds(1)) == 0)
    }

    @Test("W16: the rate follows from the kind of sender, and the business's own setting goes before")
    func rates() throws {
        let adapter = TwilioAdapter(environment: ChannelEnvironment(publicURL: nil))
        func rate(_ own: String, _ channel: Conversation.Channel = .sms, _ settings: [String: String] = [:]) -> Double?
        {
            let connection = ChannelConnection(business: BusinessID(1), provider: .twilio, settings: settings)
            let thread = ChannelThread(
                conversation: "c", business: BusinessID(1), provider: .twilio, channel: channel,
                address: "+15005550001", ownAddress: own, lastInboundAt: .now(), lastInboundID: nil, language: nil,
                isOptedOut: false)
            let piece = OutgoingPiece(text: "x", thread: thread, reference: "m:0", isOutsideWindow: false)
            return adapter.pace(of: piece, for: connection)?.perSecond
        }
        #expect(rate("+14155550100") == 1)
        #expect(rate("+18885550100") == 3)
        #expect(rate("12345") == 10)
        #expect(rate("MG" + String(repeating: "1", count: 32)) == 10)
        #expect(rate("+14155550100", .whatsapp) == 80)
        #expect(rate("+14155550100", .sms, ["twilio_messages_per_second": "25"]) == 25)
    }

    @Test("W16: too much to one customer does not rest the whole WhatsApp number")
    func pair() {
        let adapter = WhatsAppAdapter(environment: ChannelEnvironment(publicURL: nil))
        func rests(_ code: Int) -> Bool {
            let body = #"{"error":{"code":\#(code),"message":"x"}}"#
            return adapter.restsSender(
                WhatsAppErrors.failure(of: ProviderResponse(status: 429, body: Array(body.utf8))))
        }
        #expect(rests(130_429))
        #expect(!rests(131_056))
        #expect(!rests(131_026))
    }
}
