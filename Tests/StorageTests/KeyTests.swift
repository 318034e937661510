import DeskModel
import Foundation
import Testing

@testable import Storage

@Suite struct KeyTests {
    @Test("a new business's two keys authenticate as what they are")
    func firstKeys() async throws {
        try await withStore { store, _ in
            let made = try await store.createBusiness(name: "a", settings: .init())
            #expect(made.secret.secret.wholeMatch(of: /fd_sk_[0-9a-f]{64}/) != nil)
            #expect(made.widget.secret.wholeMatch(of: /fd_wk_[0-9a-f]{64}/) != nil)
            #expect(made.secret.secret.hasPrefix(made.secret.key.prefix))
            #expect(made.secret.key.prefix.count < 20)
            #expect(try await store.authenticate(made.secret.secret) == made.secret.key)
            #expect(try await store.authenticate(made.widget.secret)?.kind == .widget)
            #expect(try await store.keys(of: made.business.id).count == 2)
        }
    }

    @Test(
        "anything else authenticates nobody",
        arguments: ["", "fd_sk_", "' OR 1=1 --", "fd_sk_\0", String(repeating: "f", count: 1_000_000)])
    func hostile(_ secret: String) async throws {
        try await withStore { store, _ in
            _ = try await store.makeBusiness()
            #expect(try await store.authenticate(secret) == nil)
        }
    }

    @Test("a revoked key authenticates nobody, stays listed, and keeps the moment it was revoked first")
    func revoke() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let issued = try await store.issueKey(for: business, kind: .secret, label: "till")
            #expect(try await store.revokeKey(issued.key.id, of: business))
            #expect(try await store.authenticate(issued.secret) == nil)
            let listed = try #require(await store.keys(of: business).first { $0.id == issued.key.id })
            #expect(listed.label == "till")
            let revokedAt = try #require(listed.revokedAt)
            #expect(try await store.revokeKey(issued.key.id, of: business))
            #expect(try await store.keys(of: business).first { $0.id == issued.key.id }?.revokedAt == revokedAt)
        }
    }

    @Test("a key for a business that does not exist is refused")
    func unknownBusiness() async throws {
        try await withStore { store, _ in
            await #expect(throws: StoreError.notFound) {
                try await store.issueKey(for: BusinessID(5), kind: .secret, label: "")
            }
        }
    }

    @Test("no secret is in any file of the data directory")
    func notStored() async throws {
        try await withStore { store, directory in
            let made = try await store.createBusiness(name: "a", settings: .init())
            for file in try FileManager.default.contentsOfDirectory(atPath: directory) {
                let bytes = try Data(contentsOf: URL(filePath: "\(directory)/\(file)"))
                #expect(bytes.range(of: Data(made.secret.secret.utf8)) == nil)
                #expect(bytes.range(of: Data(made.secret.secret.dropFirst(6).utf8)) == nil)
            }
        }
    }
}
