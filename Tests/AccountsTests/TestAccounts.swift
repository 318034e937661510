import DeskModel
import Foundation
import Storage
import Synchronization
import Testing

@testable import Accounts

/// Accounts over a real database in a folder of their own, with a clock that tests turn.
final class TestAccounts: Sendable {
    let store: SQLStore
    let service: AccountService
    let business: BusinessID
    let mail: CollectedMail
    private let clock: TestClock

    private init(
        _ store: SQLStore, _ business: BusinessID, _ secret: SigningSecret, publicURL: String?, start: Timestamp
    ) {
        self.store = store
        self.business = business
        let (mail, clock) = (CollectedMail(), TestClock(start))
        self.mail = mail
        self.clock = clock
        var configuration = AccountConfiguration(publicURL: publicURL)
        configuration.passwordCost = 10
        service = AccountService(
            store: store, businesses: store, mail: mail, secret: secret, configuration: configuration,
            now: { clock.now })
    }

    var now: Timestamp {
        get { clock.now }
        set { clock.now = newValue }
    }

    func pass(seconds: Int64) { now = now.advanced(byMilliseconds: seconds * 1000) }

    static let visitor = Visitor(address: "192.0.2.7", agent: "Tests")
    static let password = "vier bunte Segel"

    static func with(
        publicURL: String? = "https://desk.example", _ body: (TestAccounts) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "accounts-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try await SQLStore.open(at: folder)
        let business = try await store.createBusiness(name: "Bakery", settings: .init()).business.id
        let secret = try await SigningSecret.load(from: store)
        try await body(
            TestAccounts(
                store, business, secret, publicURL: publicURL, start: Timestamp(milliseconds: 1_800_000_000_000)))
    }

    /// Makes a member of the business by way of an invitation.
    @discardableResult
    func join(_ email: String, as role: Role = .owner, business: BusinessID? = nil) async throws -> OpenedSession {
        let issued = try await service.invite(email, as: role, to: business ?? self.business, by: .operator)
        return try await service.accept(
            issued.token, name: "Somebody", password: Self.password, from: Self.visitor
        ).session
    }

    func signIn(
        _ email: String, _ password: String = password, code: String? = nil, from address: String = "192.0.2.7"
    ) async throws -> OpenedSession {
        try await service.signIn(
            email: email, password: password, code: code, from: Visitor(address: address, agent: "Tests"))
    }

    /// The code that the user's app would show now.
    func code(_ proposed: AccountService.ProposedSecret, steps: Int64 = 0) throws -> String {
        TimeBasedCode.code(Self.bytes(proposed.secret), step: now.milliseconds / 30_000 + steps)
    }

    private static func bytes(_ base32: String) -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        let bits = base32.compactMap { alphabet.firstIndex(of: $0) }
            .flatMap { value in (0..<5).map { UInt8(value >> (4 - $0) & 1) } }
        return stride(from: 0, to: bits.count - 7, by: 8).map { bits[$0..<$0 + 8].reduce(0) { $0 << 1 | $1 } }
    }
}

/// A clock that stands still until it is set.
final class TestClock: Sendable {
    private let held: Mutex<Timestamp>

    init(_ start: Timestamp) { held = Mutex(start) }

    var now: Timestamp {
        get { held.withLock { $0 } }
        set { held.withLock { $0 = newValue } }
    }
}

/// Keeps what would be sent.
final class CollectedMail: AccountMail {
    private let sent = Mutex<[AccountMessage]>([])
    var isAvailable: Bool { true }
    var messages: [AccountMessage] { sent.withLock { $0 } }

    func enqueue(_ message: AccountMessage) async throws -> Bool {
        sent.withLock { $0.append(message) }
        return true
    }
}

extension IssuedLink {
    /// What stands behind the last slash.
    var token: String { String(path.split(separator: "/").last ?? "") }
}
