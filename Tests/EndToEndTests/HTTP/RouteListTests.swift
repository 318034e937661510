import Foundation
import Testing

@testable import ChatServer
@testable import frontdesk

@Suite("The routes as the server has them")
struct RouteListTests {
    /// Pages of the dashboard, which are for people; and what providers call, whose form is theirs (docs/channels.md).
    private static func isUndescribed(_ route: String) -> Bool {
        let path = String(route.drop { $0 != "/" })
        return path.hasPrefix("/b/") || path.hasPrefix("/channels/{provider}")
            || path.hasPrefix("/api/whatsapp/webhook") || path == "/businesses/new"
            || ["GET /assets/{hash}/{name}", "GET /go", "POST /language"].contains(route)
    }

    @Test("L27: every route is in openapi.json, those of channels too, and every path there is a route")
    func complete() async throws {
        let folder = try DeskFolder()
        // What writes embeddings is elsewhere, so that no model is read; the folder need not hold one.
        try folder.write(Data("{}".utf8), to: "models/openvino/manifest.json")
        let settings = try Settings(
            arguments: [.data: folder.data, .port: "0", .models: folder.path("models"), .logLevel: "CRITICAL"],
            environment: [
                "OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1", "OPENAI_EMBEDDING_MODEL": "m",
            ])
        let system = try await DeskSystem.open(settings, quiet: true)
        let accounts = try await system.accounts()
        let (access, _) = try await AccessControl.load(
            businesses: system.store, adminToken: "route-list-test", accounts: accounts)
        let server = try system.server(access: access, accounts: accounts, version: "0")
        let served = Set(
            server.routes.map { route in
                let parts = route.path.split(separator: "/").map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : "\($0)" }
                return "\(route.method) /" + parts.joined(separator: "/")
            })
        let document = try OpenAPIDocument(Data(contentsOf: Self.document))
        let described = Set(document.operations.map { "\($0.method) \($0.path)" })
        #expect(described.count > 150)
        #expect(described.contains("GET /api/businesses/{business}/calls/{call}/recording"))
        #expect(described.subtracting(served).sorted() == [])
        let rest = served.subtracting(described).filter { !Self.isUndescribed($0) }
        #expect(rest.sorted() == [])
    }

    private static let document = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../Sources/ChatServer/openapi.json").standardizedFileURL
}
