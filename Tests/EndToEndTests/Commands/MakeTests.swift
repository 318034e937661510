import Foundation
import Testing

@Suite("What `make` does")
struct MakeTests {
    @Test("serve listens where the environment says and keeps its data there; make's own variables go before it")
    func environment() async throws {
        let variables = ["FRONTDESK_PORT": "9123", "FRONTDESK_DATA": "/srv/desk data"]
        let told = try await Checkout.run("make", "-n", "serve", environment: variables)
        #expect(told.output.contains(#"serve --data "/srv/desk data" --port 9123"#), "\(told)")
        #expect(told.output.contains(#"ingest --data "/srv/desk data" "#))
        let overruled = try await Checkout.run("make", "-n", "serve", "PORT=9124", environment: variables)
        #expect(overruled.output.contains("--port 9124"))
        let silent = ["FRONTDESK_PORT": "", "FRONTDESK_DATA": ""]
        let plain = try await Checkout.run("make", "-n", "serve", environment: silent)
        #expect(plain.output.contains(#"serve --data "data" --port 8080"#), "\(plain)")
    }
}
