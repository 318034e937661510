import Foundation
import LoopbackServer
import Testing
import Transfer

@Suite("Proxies of the environment", .timeLimit(.minutes(1)))
struct TransferProxyTests {
    // In processes of their own, because the environment belongs to the whole process.

    @Test("loopback is reached directly, whatever proxy the environment names")
    func loopbackWithoutProxy() async {
        await #expect(processExitsWith: .success) {
            let proxy = try LoopbackServer { $0.respond(502) }
            setenv("http_proxy", proxy.url(), 1)
            setenv("all_proxy", proxy.url(), 1)
            let server = try LoopbackServer { connection in
                while connection.request() != nil { connection.respond(200) }
            }
            for host in ["127.0.0.1", "localhost", "127.0.0.1.", "0x7f000001"] {
                let url = "http://\(host):\(server.port)/"
                let response = try? await TransferClient().send(TransferRequest(.get, url, addresses: .operator))
                // The odd spellings need not resolve, but must not reach the proxy as if they were elsewhere.
                #expect(response == nil || response?.status == 200)
                if host == "127.0.0.1" || host == "localhost" { #expect(response?.status == 200) }
            }
            #expect(proxy.connections == 0)
        }
    }

    @Test("elsewhere the operator's requests go through it, and public ones never do")
    func proxied() async {
        await #expect(processExitsWith: .success) {
            let requests = Reports<ReceivedRequest>()
            let proxy = try LoopbackServer { connection in
                guard let request = connection.request() else { return }
                requests.send(request)
                connection.respond(200, body: "by proxy")
            }
            setenv("http_proxy", proxy.url(), 1)
            let client = TransferClient()
            let url = "http://models.invalid/v1"
            let response = try await client.send(TransferRequest(.get, url, addresses: .operator))
            #expect(response.body == Array("by proxy".utf8))
            #expect(await requests.next()?.line == "GET http://models.invalid/v1 HTTP/1.1")
            let refused = try? await client.send(TransferRequest(.get, url, addresses: .publicOnly))
            #expect(refused == nil)
            #expect(proxy.connections == 1)
        }
    }
}
