import Accounts
import DeskModel
import HTTPTypes
import Testing

@testable import ChatServer

@Suite("Access and limits")
struct SupportTests {
    @Test("a signed token holds for its purpose, until it expires, and in no altered form")
    func signedTokens() {
        let signer = Signer(secret: [1, 2, 3])
        let now = Timestamp(milliseconds: 1_000)
        let token = signer.token("page", payload: "7", expires: Timestamp(milliseconds: 2_000))
        #expect(signer.payload(of: token, purpose: "page", now: now) == "7")
        #expect(signer.payload(of: token, purpose: "operator", now: now) == nil)
        #expect(signer.payload(of: token, purpose: "page", now: Timestamp(milliseconds: 2_000)) == nil)
        #expect(signer.payload(of: token.replacing(".7.", with: ".8."), purpose: "page", now: now) == nil)
        #expect(Signer(secret: [9]).payload(of: token, purpose: "page", now: now) == nil)
    }

    @Test("the sign-in link works once")
    func signInLink() {
        let link = SignInLink(secret: "s")
        #expect(!link.redeem("other"))
        #expect(link.redeem("s"))
        #expect(!link.redeem("s"))
    }

    @Test(
        "a visitor behind trusted proxies is told apart, and nobody can pass for another",
        arguments: [
            ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
            ("127.0.0.1", nil, "127.0.0.1"),
            ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
            ("127.0.0.1", "192.0.2.7, 198.51.100.1", "198.51.100.1"),
            ("127.0.0.1", "198.51.100.1, ::1", "198.51.100.1"),
            ("127.0.0.1", "2001:db8::5", "2001:db8::5"),
            ("127.0.0.1", "198.51.100.1, <script>", "127.0.0.1"),
            ("127.0.0.1", String(repeating: "1.", count: 100_000), "127.0.0.1"),
            ("127.0.0.1", ", ,", "127.0.0.1"),
            ("::ffff:127.0.0.1", "198.51.100.1", "198.51.100.1"),
            ("::FFFF:7f00:1", "198.51.100.1, 0:0:0:0:0:0:0:1", "198.51.100.1"),
            ("10.1.2.3", "198.51.100.1, fd12::7, ::ffff:10.9.9.9", "198.51.100.1"),
            ("11.1.2.3", "198.51.100.1", "11.1.2.3"),
            ("fe00::1", "198.51.100.1", "fe00::1"),
            ("unknown", "198.51.100.1", "unknown"),
        ])
    func clientAddress(peer: String, forwarded: String?, expected: String) {
        let trusted = ["127.0.0.1", "::1", "10.0.0.0/8", "fd00::/8"].compactMap { AddressRange($0) }
        #expect(ClientAddress.of(peer: peer, forwarded: forwarded, trusted: trusted) == expected)
    }

    @Test("a bucket lets a burst through, then as many as its rate")
    func tokenBucket() {
        let start = ContinuousClock.now
        var bucket = TokenBucket(burst: 3, perSecond: 2, now: start)
        var taken: [Bool] = []
        for _ in 0..<5 { taken.append(bucket.take(now: start)) }
        #expect(taken == [true, true, true, false, false])
        let later = bucket.take(now: start + .milliseconds(600))
        let tooSoon = bucket.take(now: start + .milliseconds(700))
        #expect(later)
        #expect(!tooSoon)
    }

    @Test("a full rate limiter refuses newcomers instead of growing")
    func rateLimiterIsBounded() {
        let limiter = RateLimiter(burst: 1, perSecond: 0.001, capacity: 10)
        let now = ContinuousClock.now
        let allowed = (0..<100).filter { limiter.allows("address \($0)", now: now) }
        #expect(allowed.count == 10)
    }

    @Test("a rate limiter forgets whom it owes nothing, so that newcomers find room")
    func rateLimiterForgets() {
        let limiter = RateLimiter(burst: 100, perSecond: 10, capacity: 10)
        let start = ContinuousClock.now
        for number in 0..<10 { #expect(limiter.allows("address \(number)", now: start)) }
        #expect(!limiter.allows("newcomer", now: start))
        #expect(limiter.allows("newcomer", now: start + .milliseconds(200)))
    }

    @Test("of the sockets one address gets a quarter, and gives back what it leaves")
    func socketGate() throws {
        let gate = SocketGate(maximum: 4)
        let own = try gate.enter(from: "a")
        let greedy = #expect(throws: APIError.self) { _ = try gate.enter(from: "a") }
        #expect(greedy?.status == .tooManyRequests)
        let others = try ["b", "c", "d"].map { try gate.enter(from: $0) }
        let late = #expect(throws: APIError.self) { _ = try gate.enter(from: "e") }
        #expect(late?.status == .serviceUnavailable)
        own.leave()
        own.leave()
        #expect(gate.count == 3)
        let again = try gate.enter(from: "a")
        #expect(gate.count == 4)
        withExtendedLifetime((others, again)) {}
    }

    @Test("addresses of one IPv6 network share their part of the sockets, and others are let in")
    func socketNetworks() throws {
        let gate = SocketGate(maximum: 8)
        let own = try ["2001:db8:0:7::1", "2001:db8:0:7:1:2:3:4"].map { try gate.enter(from: $0) }
        let greedy = #expect(throws: APIError.self) { _ = try gate.enter(from: "2001:db8::7:0:0:0:9") }
        #expect(greedy?.status == .tooManyRequests)
        let other = try gate.enter(from: "2001:db8:0:8::1")
        let mapped = try ["::ffff:192.0.2.1", "192.0.2.1", "::ffff:192.0.2.2"].map { try gate.enter(from: $0) }
        #expect(throws: APIError.self) { _ = try gate.enter(from: "::ffff:192.0.2.1") }
        own[0].leave()
        let again = try gate.enter(from: "2001:db8:0:7::9")
        withExtendedLifetime((own, other, mapped, again)) {}
    }

    @Test("a place inside is given back once: by leaving, or when what held it is gone")
    func admission() throws {
        let full = APIError.busy("Full: try again.")
        let gate = AdmissionGate(maximum: 2)
        var abandoned: GatePlace? = try gate.enter(orThrow: full)
        let left = try gate.enter(orThrow: full)
        #expect(throws: APIError.self) { _ = try gate.enter(orThrow: full) }
        #expect(gate.count == 2 && abandoned != nil)
        abandoned = nil
        #expect(gate.count == 1)
        left.leave()
        left.leave()
        #expect(gate.count == 0)
    }

    @Test("S19: the same path is found under a prefix, and a longer word is no prefix")
    func prefixes() {
        let strip = { PrefixedResponderPath.strip(["/supportal", "/desk"], from: $0) }
        #expect(strip("/supportal/health/") == "/health/")
        #expect(strip("/desk") == "/")
        #expect(strip("/desk?x=1") == "/?x=1")
        #expect(strip("/desktop") == nil)
        #expect(strip("/health") == nil)
    }

    @Test("text cannot break out of a page, and a value that looks like a place is not filled")
    func templates() {
        let filled = PageTemplate.fill(Array("<p title=\"{{a}}\">{{b}}</p>".utf8), ["a": "\"><script>", "b": "{{a}}"])
        #expect(filled == "<p title=\"&quot;&gt;&lt;script&gt;\">{{a}}</p>")
    }

    @Test("S7: pages of other origins are refused where a business lists its own")
    func origins() throws {
        let policy = OriginPolicy(publicURL: nil)
        var settings = BusinessSettings()
        settings.allowedOrigins = ["https://shop.example"]
        let business = Business(id: BusinessID(1), name: "B", settings: settings, createdAt: .now())
        func request(_ origin: String?) -> HTTPRequest {
            var head = HTTPRequest(method: .get, scheme: "http", authority: "desk.example:8080", path: "/")
            head.headerFields[.origin] = origin
            return head
        }
        try policy.check(request(nil), for: business)
        try policy.check(request("https://shop.example"), for: business)
        try policy.check(request("http://desk.example:8080"), for: business)
        #expect(throws: APIError.self) { try policy.check(request("https://evil.example"), for: business) }
        #expect(throws: APIError.self) { try policy.check(request("https://shop.example.evil.example"), for: business) }
    }

    @Test("our own pages are those of the public URL and of the address that was asked, and no others")
    func ownPages() {
        func isOwn(_ origin: String?, _ publicURL: String?) -> Bool {
            var head = HTTPRequest(method: .post, scheme: "http", authority: "127.0.0.1:8080", path: "/")
            head.headerFields[.origin] = origin
            return OriginPolicy(publicURL: publicURL).isOwn(head)
        }
        let url = "https://Desk.example/support"
        for origin in [nil, "https://desk.example", "HTTPS://desk.example", "http://127.0.0.1:8080"] {
            #expect(isOwn(origin, url), "\(origin ?? "none")")
        }
        for origin in [
            "null", "https:", "https:/", "http://desk.example", "https://desk.example.evil.example",
            "https://desk.exampl", "https://evil.example", "",
        ] {
            #expect(!isOwn(origin, url), "\(origin)")
        }
        #expect(!isOwn("https://desk.example", nil))
    }

    @Test("the key of a model endpoint stays with the server that it was given for")
    func endpointKeys() throws {
        var settings = BusinessSettings(answerThreshold: 1)
        settings.languageModel = ModelEndpoint(baseURL: "https://one.example/v1", apiKey: "k", model: "m")
        let other = try settings.merged(with: ["language_model": ["model": "n"]])
        #expect(other.languageModel == ModelEndpoint(baseURL: "https://one.example/v1", apiKey: "k", model: "n"))
        #expect(other.answerThreshold == 1)
        let moved = try settings.merged(with: ["language_model": ["base_url": "https://two.example/v1"]])
        #expect(moved.languageModel == ModelEndpoint(baseURL: "https://two.example/v1", model: "m"))
        let cleared = try settings.merged(with: ["language_model": ["api_key": .null]])
        #expect(cleared.languageModel == ModelEndpoint(baseURL: "https://one.example/v1", model: "m"))
        #expect(throws: APIError.self) { try settings.merged(with: ["language_model": "none"]) }
    }

    @Test("S8: a frame that is none gives an error that says what to send")
    func frames() throws {
        guard case .user("hi") = try ChatFrame.decode(#"{"message":"hi","type":"user"}"#) else {
            Issue.record("no message of a customer")
            return
        }
        guard case .feedback(let input) = try ChatFrame.decode(#"{"type":"feedback","message_id":"x","rating":null}"#)
        else {
            Issue.record("no feedback")
            return
        }
        #expect(input.rating == nil)
        #expect(throws: APIError.self) { try input.validated() }
        for text in ["", "{", "[]", #"{"message":1,"type":"user"}"#, #"{"message":"x","type":"admin"}"#, "null"] {
            #expect(throws: APIError.self) { try ChatFrame.decode(text) }
        }
    }
}
