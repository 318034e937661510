import Foundation
import Testing

/// What one visitor may take away from the others; a proxy in front names whose request it is.
@Suite("Limits of one address", .serialized)
struct VisitorLimitTests {
    private func visitor(_ number: Int) -> [String: String] { ["X-Forwarded-For": "203.0.113.\(number)"] }

    @Test("C6, S7: with the key of a page one address is refused before it has used up what everybody shares")
    func requests() async throws {
        let desk = try await RunningDesk(environment: ["FRONTDESK_RATE_LIMIT": "20"])
        let shop = try await desk.business()
        func open(_ number: Int) async throws -> HTTPReply {
            try await desk.call(
                "POST", "/api/chat-sessions", key: shop.widget, json: ["business": shop.id], headers: visitor(number))
        }
        for _ in 0..<10 { #expect(try await open(1).status == 201) }
        for _ in 0..<12 {
            let refused = try await open(1)
            #expect(refused.status == 429 && refused.errorCode == "rate_limited" && refused.saysWhatToDo)
            #expect(refused.headers["retry-after"] != nil)
            #expect(refused.headers["ratelimit-policy"] == #""address";q=10;w=60"#)
        }
        #expect(try await open(2).status == 201)
        // The business's own program is no visitor: its key's whole quota is its own.
        for _ in 0..<12 {
            let listed = try await desk.call("GET", "/api/contacts", key: shop.key, headers: visitor(1))
            #expect(listed.status == 200)
        }
    }

    @Test("C6, S7: who has many addresses in one IPv6 network is one visitor, with a key of a page and with bad keys")
    func networks() async throws {
        let desk = try await RunningDesk(environment: ["FRONTDESK_RATE_LIMIT": "20"])
        let shop = try await desk.business()
        func open(_ address: String, _ key: String) async throws -> Int {
            try await desk.call(
                "POST", "/api/chat-sessions", key: key, json: ["business": shop.id],
                headers: ["X-Forwarded-For": address]
            ).status
        }
        for number in 1...10 { #expect(try await open("2001:db8:0:7::\(number)", shop.widget) == 201) }
        #expect(try await open("2001:db8:0:7:ffff::1", shop.widget) == 429)
        #expect(try await open("2001:db8:0:8::1", shop.widget) == 201)
        // Past the burst that anonymous requests have, each is refused from wherever in the network it comes.
        var statuses: [Int] = []
        for number in 1...2000 where statuses.last != 429 {
            statuses.append(try await open("2001:db8:0:9::\(String(number, radix: 16))", "fd_wk_guess"))
        }
        #expect(statuses.first == 401 && statuses.last == 429)
        #expect(try await open("2001:db8:0:a::1", "fd_wk_guess") == 401)
    }

    @Test("S7: one address holds a quarter of the sockets at most, of chats and dashboards together")
    func sockets() async throws {
        let desk = try await RunningDesk(environment: ["FRONTDESK_MAX_SOCKETS": "8"])
        let shop = try await desk.business()
        let session = try await desk.session(shop)
        func chat(_ number: Int) async throws -> ChatClient {
            try await desk.chat(shop, session, headers: visitor(number))
        }
        let first = try await chat(1)
        let dashboard = try await ChatClient.connect(
            port: desk.port, path: "/ws/dashboard",
            headers: visitor(1).merging(["Authorization": "Bearer \(shop.key)"]) { $1 })
        #expect(try await dashboard.next().type == "snapshot")
        let path = RunningDesk.path(shop.id, session)
        let refused = try await desk.handshake(path, headers: visitor(1))
        #expect(refused.status == 429 && refused.errorCode == "rate_limited" && refused.saysWhatToDo)
        #expect(refused.headers["retry-after"] != nil)
        let dashboards = try await desk.handshake(
            "/ws/dashboard", headers: visitor(1).merging(["Authorization": "Bearer \(shop.key)"]) { $1 })
        #expect(dashboards.status == 429)
        var held = [first, dashboard]
        for number in [2, 2, 3, 3, 4, 4] { held.append(try await chat(number)) }
        #expect(try await desk.handshake(path, headers: visitor(5)).status == 503)
        // Whoever hangs up makes room again.
        try await first.leave()
        let isFree = try await withPatience("room for a socket") {
            while true {
                if let back = try? await desk.chat(shop, session, headers: ["X-Forwarded-For": "203.0.113.1"]) {
                    return try await back.next().sender == "assistant"
                }
                try await Task.sleep(for: .milliseconds(50))
            }
        }
        #expect(isFree)
        #expect(held.count == 8)
    }
}
