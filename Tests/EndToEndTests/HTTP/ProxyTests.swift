import Foundation
import Testing

/// Behind a proxy that asks for the desk by another name than people do.
@Suite("Behind a proxy that rewrites Host", .serialized)
struct ProxyTests {
    @Test("S4, S19: people sign in and send forms by the public URL, and pages of other sites send none")
    func forms() async throws {
        let own = "https://desk.shop.example"
        let desk = try await RunningDesk(environment: ["FRONTDESK_PUBLIC_URL": "\(own)/support"])
        let shop = try await desk.business("Before")
        let entry = try await desk.call("POST", "/sign-in", json: ["token": desk.admin], headers: ["Origin": own])
        #expect(entry.status == 204, "\(entry.text)")
        let cookie = ["Cookie": "frontdesk_session=\(try #require(entry.cookies["frontdesk_session"]))"]
        let path = "/b/\(shop.id)/settings"
        let page = try await desk.call("GET", path, headers: cookie.merging(["Accept": "text/html"]) { $1 })
        let token = try #require(page.text.firstMatch(of: /name="csrf_token" value="([^"]+)"/)?.output.1)
        for (origin, status, name) in [
            ("https://evil.example", 403, "Before"), ("http://desk.shop.example", 403, "Before"), (own, 303, "After"),
        ] {
            let sent = try await desk.form(
                path, ["name": "After", "csrf_token": String(token)],
                headers: cookie.merging(["Origin": origin, "Accept": "text/html"]) { $1 })
            #expect(sent.status == status, "\(origin): \(sent.text)")
            let now = try await desk.call("GET", "/api/businesses/\(shop.id)", key: shop.key)
            #expect(now.json["name"] as? String == name, "\(origin)")
        }
        for (origin, status) in [(own, 200), ("https://evil.example", 403)] {
            let user = try await desk.join(shop, as: "agent")
            let signedIn = try await desk.call(
                "POST", "/api/sign-in", json: ["email": user.email, "password": TestUser.password],
                headers: ["Origin": origin])
            #expect(signedIn.status == status, "\(origin)")
        }
    }
}
