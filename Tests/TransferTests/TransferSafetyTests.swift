import LoopbackServer
import Testing
import Transfer

@Suite("Safety of transfers", .timeLimit(.minutes(1)))
struct TransferSafetyTests {
    let client = TransferClient()

    private func reason(_ request: TransferRequest) async -> TransferError.Reason? {
        do throws(TransferError) {
            _ = try await client.send(request)
            return nil
        } catch { return error.reason }
    }

    @Test(
        "loopback is refused unless the operator asked for it, however it is spelled",
        arguments: [
            "127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.0.0.1", "0.0.0.0", "[::ffff:127.0.0.1]", "[::1]",
            "[::]",
        ])
    func loopbackRefused(host: String) async throws {
        let server = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.respond(200)
        }
        #expect(await reason(TransferRequest(.get, "http://\(host):\(server.port)/")) == .addressRefused)
        #expect(server.connections == 0)
    }

    @Test(
        "private and link-local networks are refused before a packet leaves",
        arguments: [
            "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "[fd00::1]", "[fe80::1]",
            "[64:ff9b::10.0.0.1]",
        ])
    func privateRefused(host: String) async throws {
        var request = TransferRequest(.get, "http://\(host)/")
        request.limits.connect = .seconds(1)
        #expect(await reason(request) == .addressRefused)
    }

    @Test("a pooled connection that the operator opened is not lent to a public request")
    func pooledConnection() async throws {
        let server = try LoopbackServer { connection in
            while connection.request() != nil { connection.respond(200, body: "internal") }
        }
        #expect(await reason(TransferRequest(.get, server.url(), addresses: .operator)) == nil)
        #expect(await reason(TransferRequest(.get, server.url(), addresses: .publicOnly)) == .addressRefused)
    }

    @Test(
        "URLs that are not plain http or https are refused",
        arguments: [
            "file:///etc/passwd", "ftp://example.com/", "gopher://127.0.0.1:6379/_x", "dict://127.0.0.1/",
            "//example.com/",
            "example.com/path", "/relative", "", "http://", "http://user:secret@example.com/", "http://exa mple.com/",
            "http://example.com/\r\nX-Injected: 1", "http://example.com/ü", "http://example.com:99999/",
        ])
    func badURLs(url: String) async throws {
        #expect(await reason(TransferRequest(.get, url, addresses: .operator)) == .invalidRequest)
    }

    @Test(
        "headers that would inject another line, or frame the body anew, are refused",
        arguments: [
            ("X-A", "one\r\nX-B: two"), ("X-A", "one\ntwo"), ("X-A", "nul\0"), ("X-A: y\r\nX-B", "z"), ("", "x"),
            ("X A", "x"), ("Größe", "x"), ("Content-Length", "3"), ("Transfer-Encoding", "chunked"), ("Host", "other"),
            ("X-Long", String(repeating: "x", count: 40_000)),
        ])
    func headerInjection(name: String, value: String) async throws {
        let request = TransferRequest(
            .get, "http://127.0.0.1:1/", headers: TransferHeaders([.init(name, value)]), addresses: .operator)
        #expect(await reason(request) == .invalidRequest)
    }

    @Test("a redirect is not followed unless asked for")
    func redirectNotFollowed() async throws {
        let target = try LoopbackServer { $0.respond(200) }
        let server = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.respond(302, ["Location": target.url()])
        }
        let response = try await client.send(TransferRequest(.get, server.url(), addresses: .operator))
        #expect(response.status == 302)
        #expect(target.connections == 0)
    }

    @Test("a redirect that is followed carries no credentials along")
    func redirectDropsCredentials() async throws {
        let arrived = Reports<ReceivedRequest>()
        let target = try LoopbackServer { connection in
            guard let request = connection.request() else { return }
            arrived.send(request)
            connection.respond(200, body: "moved")
        }
        let server = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.respond(307, ["Location": target.url("/new")])
        }
        let response = try await client.send(
            TransferRequest(
                .get, server.url(),
                headers: ["Authorization": "Bearer s", "Cookie": "c=1", "X-Api-Key": "s", "Accept": "text/html"],
                redirects: .follow(maximum: 1), addresses: .operator))
        #expect(response.body == Array("moved".utf8))
        let request = try #require(await arrived.next())
        #expect(request.line == "GET /new HTTP/1.1")
        #expect(request.headers["accept"] == "text/html")
        #expect(Set(request.headers.keys) == ["host", "accept", "user-agent"])
    }

    @Test(
        "redirects end at their bound, at other schemes and at refused bodies",
        arguments: [
            ("/again", TransferError.Reason.tooManyRedirects), ("file:///etc/passwd", .malformedResponse),
            ("gopher://127.0.0.1/", .malformedResponse), ("http://user:secret@127.0.0.1/", .malformedResponse),
        ])
    func redirectBounds(location: String, expected: TransferError.Reason) async throws {
        let server = try LoopbackServer { connection in
            while connection.request() != nil { connection.respond(301, ["Location": location]) }
        }
        let request = TransferRequest(.get, server.url(), redirects: .follow(maximum: 3), addresses: .operator)
        #expect(await reason(request) == expected)
    }

    @Test("where the operator's host redirects to is fetched from no private network")
    func redirectInward() async throws {
        let target = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.respond(200, body: "inside")
        }
        let inward = target.url("/x").replacing("127.0.0.1", with: "localhost")
        let server = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.respond(302, ["Location": inward])
        }
        let request = TransferRequest(.get, server.url(), redirects: .follow(maximum: 3), addresses: .operator)
        #expect(await reason(request) == .addressRefused)
        #expect(target.connections == 0)
    }

    @Test("a POST is never sent on to where a redirect points")
    func postNotRedirected() async throws {
        let server = try LoopbackServer { connection in
            while connection.request() != nil { connection.respond(307, ["Location": "/other"]) }
        }
        let response = try await client.send(
            TransferRequest(
                .post, server.url(), body: [1], redirects: .follow(maximum: 3), addresses: .operator))
        #expect(response.status == 307)
    }

    @Test("limits that make no sense are refused")
    func limits() async throws {
        var request = TransferRequest(.get, "http://127.0.0.1:1/", addresses: .operator)
        request.limits.total = .zero
        #expect(await reason(request) == .invalidRequest)
        #expect(await reason(TransferRequest(.get, "http://127.0.0.1:1/", body: [1])) == .invalidRequest)
    }
}
