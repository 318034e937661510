import DeskModel
import Storage
import Testing

@testable import Accounts

@Suite("L24: signing in")
struct SignInTests {
    @Test("L24: who was invited signs in with their password, in whatever case the address is typed")
    func signIn() async throws {
        try await TestAccounts.with { accounts in
            try await accounts.join("ana@example.com", as: .agent)
            let opened = try await accounts.signIn(" ANA@example.com")
            let signedIn = try #require(await accounts.service.signedIn(bearing: opened.token))
            #expect(signedIn.user.email == "ana@example.com")
            #expect(signedIn.roles == [accounts.business: .agent])
        }
    }

    @Test("L24: an unknown address and a wrong password are the same error, and count alike")
    func enumeration() async throws {
        try await TestAccounts.with { accounts in
            try await accounts.join("ana@example.com")
            for email in ["ana@example.com", "nobody@example.com", "no address", ""] {
                var errors: [AccountError] = []
                for index in 0..<7 {
                    let error = await #expect(throws: AccountError.self) {
                        try await accounts.signIn(
                            email, "wrong and long enough", from: "192.0.2.\(email.count)\(index)")
                    }
                    if let error { errors.append(error) }
                }
                #expect(errors.prefix(6).allSatisfy { $0 == .wrongCredentials }, "\(email): \(errors)")
                #expect(errors.last == .lockedOut(30_000), "\(email): \(errors)")
            }
        }
    }

    @Test("X31: a locked account opens to nobody, not even with its password, until the wait is over, then clears")
    func lockOut() async throws {
        try await TestAccounts.with { accounts in
            try await accounts.join("ana@example.com")
            for index in 0..<6 {
                await #expect(throws: AccountError.wrongCredentials) {
                    try await accounts.signIn("ana@example.com", "x", from: "192.0.2.\(index)")
                }
            }
            await #expect(throws: AccountError.lockedOut(30_000)) {
                try await accounts.signIn("ana@example.com", from: "192.0.2.99")
            }
            accounts.pass(seconds: 30)
            _ = try await accounts.signIn("ana@example.com")
            // Cleared: five free tries again.
            for _ in 0..<5 {
                await #expect(throws: AccountError.wrongCredentials) {
                    try await accounts.signIn("ana@example.com", "x")
                }
            }
            _ = try await accounts.signIn("ana@example.com")
        }
    }

    @Test("X31: an address that tries many accounts is locked out; an account of its own does not free it")
    func addressLockOut() async throws {
        try await TestAccounts.with { accounts in
            try await accounts.join("ana@example.com")
            for index in 0..<31 {
                await #expect(throws: AccountError.wrongCredentials) {
                    try await accounts.signIn("victim\(index)@example.com", "x", from: "198.51.100.1")
                }
                if index == 15 { _ = try await accounts.signIn("ana@example.com", from: "198.51.100.1") }
            }
            await #expect(throws: AccountError.lockedOut(30_000)) {
                try await accounts.signIn("ana@example.com", from: "198.51.100.1")
            }
            _ = try await accounts.signIn("ana@example.com", from: "198.51.100.2")
        }
    }

    @Test("X31: who changes the address within its IPv6 network is locked out all the same")
    func networkLockOut() async throws {
        try await TestAccounts.with { accounts in
            try await accounts.join("ana@example.com")
            for index in 1...31 {
                await #expect(throws: AccountError.wrongCredentials) {
                    try await accounts.signIn("victim\(index)@example.com", "x", from: "2001:db8:0:7::\(index)")
                }
            }
            await #expect(throws: AccountError.lockedOut(30_000)) {
                try await accounts.signIn("ana@example.com", from: "2001:db8:0:7:ffff::1")
            }
            _ = try await accounts.signIn("ana@example.com", from: "2001:db8:0:8::1")
            // Mapped IPv4 addresses are no network, but as many addresses.
            for index in 1...31 {
                await #expect(throws: AccountError.wrongCredentials) {
                    try await accounts.signIn("mapped\(index)@example.com", "x", from: "::ffff:192.0.2.\(index)")
                }
            }
            let session = try await accounts.signIn("ana@example.com", from: "::ffff:192.0.2.40").session
            #expect(session.address == "::ffff:192.0.2.40")
        }
    }

    @Test("X31: many tries at once are no more than as many one after another")
    func parallel() async throws {
        try await TestAccounts.with { accounts in
            try await accounts.join("ana@example.com")
            let errors = await withTaskGroup(of: AccountError?.self) { group in
                for index in 0..<20 {
                    group.addTask {
                        do {
                            _ = try await accounts.signIn("ana@example.com", "x", from: "192.0.2.\(index)")
                            return nil
                        } catch { return error as? AccountError }
                    }
                }
                return await group.reduce(into: [AccountError?]()) { $0.append($1) }
            }
            #expect(errors.count { $0 == .wrongCredentials } == 6)
            #expect(errors.count { $0 == .lockedOut(30_000) } == 14)
        }
    }

    @Test("L24: a session ends when it is idle, when it is old, and lives on while it is used")
    func expiry() async throws {
        try await TestAccounts.with { accounts in
            let configuration = AccountConfiguration()
            let token = try await accounts.join("ana@example.com").token
            accounts.pass(seconds: configuration.sessionIdleTime / 1000 - 1)
            #expect(try await accounts.service.signedIn(bearing: token) != nil)
            accounts.pass(seconds: configuration.sessionIdleTime / 1000 - 1)
            #expect(try await accounts.service.signedIn(bearing: token) != nil)
            accounts.pass(seconds: configuration.sessionIdleTime / 1000)
            #expect(try await accounts.service.signedIn(bearing: token) == nil)
            let other = try await accounts.signIn("ana@example.com")
            let end = other.session.expiresAt
            while accounts.now.advanced(byMilliseconds: 3_600_000) < end {
                accounts.pass(seconds: 3600)
                #expect(try await accounts.service.signedIn(bearing: other.token) != nil)
            }
            accounts.now = end
            #expect(try await accounts.service.signedIn(bearing: other.token) == nil)
            #expect(try await accounts.service.sessions(of: other.user.id).isEmpty)
        }
    }

    @Test("L24: being looked up without doing anything keeps no session alive")
    func idle() async throws {
        try await TestAccounts.with { accounts in
            let token = try await accounts.join("ana@example.com").token
            let seconds = AccountConfiguration().sessionIdleTime / 1000
            accounts.pass(seconds: seconds - 1)
            #expect(try await accounts.service.signedIn(bearing: token, isActing: false) != nil)
            accounts.pass(seconds: 1)
            #expect(try await accounts.service.signedIn(bearing: token) == nil)
        }
    }

    @Test("L24: what is no secret of a session signs nobody in", arguments: ["", "fd_us_", "fd_us_' OR 1=1 --", "x"])
    func guesses(token: String) async throws {
        try await TestAccounts.with { accounts in
            let real = try await accounts.join("ana@example.com").token
            for guess in [
                token, String(real.dropLast()), real + "0", real.uppercased(), String(repeating: token, count: 9_999),
            ] {
                #expect(try await accounts.service.signedIn(bearing: guess) == nil)
            }
            #expect(try await accounts.service.signedIn(bearing: real) != nil)
        }
    }

    @Test("L24: a user has so many sessions and no more; the oldest goes")
    func manySessions() async throws {
        try await TestAccounts.with { accounts in
            let first = try await accounts.join("ana@example.com")
            for _ in 0..<AccountConfiguration().maximumSessions {
                accounts.pass(seconds: 1)
                _ = try await accounts.signIn("ana@example.com")
            }
            #expect(try await accounts.service.signedIn(bearing: first.token) == nil)
            #expect(
                try await accounts.service.sessions(of: first.user.id).count == AccountConfiguration().maximumSessions)
        }
    }

    @Test("L24: a new password ends every other session, and the old one opens nothing")
    func changePassword() async throws {
        try await TestAccounts.with { accounts in
            let first = try await accounts.join("ana@example.com")
            let other = try await accounts.signIn("ana@example.com")
            await #expect(throws: AccountError.wrongCredentials) {
                try await accounts.service.changePassword(
                    of: first.user, from: "guess", to: "neun alte Tonnen", by: TestAccounts.visitor)
            }
            await #expect(throws: AccountError.self) {
                try await accounts.service.changePassword(
                    of: first.user, from: TestAccounts.password, to: "ana@example.com", by: TestAccounts.visitor)
            }
            let new = try await accounts.service.changePassword(
                of: first.user, from: TestAccounts.password, to: "neun alte Tonnen", by: TestAccounts.visitor)
            #expect(try await accounts.service.signedIn(bearing: first.token) == nil)
            #expect(try await accounts.service.signedIn(bearing: other.token) == nil)
            #expect(try await accounts.service.signedIn(bearing: new.token) != nil)
            await #expect(throws: AccountError.wrongCredentials) { try await accounts.signIn("ana@example.com") }
            _ = try await accounts.signIn("ana@example.com", "neun alte Tonnen")
        }
    }

    @Test("L24: with one-time codes on, a password alone opens nothing; a code opens once, a recovery code once")
    func secondFactor() async throws {
        try await TestAccounts.with { accounts in
            let first = try await accounts.join("ana@example.com")
            let service = accounts.service
            let proposed = try await service.proposeSecondFactor(
                for: first.user, password: TestAccounts.password, from: TestAccounts.visitor)
            // Not in force before it is confirmed.
            _ = try await accounts.signIn("ana@example.com")
            let signedIn = try #require(await service.signedIn(bearing: first.token))
            await #expect(throws: AccountError.wrongCode) {
                try await service.confirmSecondFactor(of: signedIn, code: "000000")
            }
            let code = try accounts.code(proposed)
            let confirmed = try await service.confirmSecondFactor(of: signedIn, code: code)
            #expect(confirmed.recoveryCodes.count == 10)
            // The session's old secret is void, the new one good.
            #expect(try await service.signedIn(bearing: first.token) == nil)
            let again = try #require(await service.signedIn(bearing: confirmed.token))
            #expect(again.user.hasSecondFactor)

            await #expect(throws: AccountError.codeRequired) { try await accounts.signIn("ana@example.com") }
            // Used when it was confirmed.
            await #expect(throws: AccountError.wrongCode) { try await accounts.signIn("ana@example.com", code: code) }
            await #expect(throws: AccountError.wrongCredentials) {
                try await accounts.signIn("ana@example.com", "wrong", code: try accounts.code(proposed, steps: 1))
            }
            accounts.pass(seconds: 30)
            _ = try await accounts.signIn("ana@example.com", code: try accounts.code(proposed))
            await #expect(throws: AccountError.wrongCode) {
                try await accounts.signIn("ana@example.com", code: try accounts.code(proposed))
            }
            _ = try await accounts.signIn("ana@example.com", code: confirmed.recoveryCodes[3].uppercased())
            await #expect(throws: AccountError.wrongCode) {
                try await accounts.signIn("ana@example.com", code: confirmed.recoveryCodes[3])
            }
            await #expect(throws: AccountError.self) {
                try await service.proposeSecondFactor(
                    for: first.user, password: TestAccounts.password, from: TestAccounts.visitor)
            }
            let token = try await service.removeSecondFactor(
                of: again, password: TestAccounts.password, from: TestAccounts.visitor)
            #expect(try await service.signedIn(bearing: token)?.user.hasSecondFactor == false)
            _ = try await accounts.signIn("ana@example.com")
        }
    }

    @Test("L24: the second step holds for five minutes and for the password it was begun with; wrong codes lock out")
    func secondStep() async throws {
        try await TestAccounts.with { accounts in
            let first = try await accounts.join("ana@example.com")
            let service = accounts.service
            let proposed = try await service.proposeSecondFactor(
                for: first.user, password: TestAccounts.password, from: TestAccounts.visitor)
            let signedIn = try #require(await service.signedIn(bearing: first.token))
            _ = try await service.confirmSecondFactor(of: signedIn, code: try accounts.code(proposed))
            func begin() async throws -> String {
                let step = try await service.secondStep(
                    email: "ana@example.com", password: TestAccounts.password, from: TestAccounts.visitor)
                guard case .codeNeeded(let token) = step else { throw AccountError.failed("no code was asked for") }
                return token
            }
            func finish(_ token: String, _ code: String) async throws -> OpenedSession {
                try await service.signIn(secondStep: token, code: code, from: TestAccounts.visitor)
            }
            accounts.pass(seconds: 60)
            _ = try await finish(try await begin(), try accounts.code(proposed))
            let late = try await begin()
            accounts.pass(seconds: 300)
            await #expect(throws: AccountError.wrongCredentials) { try await finish(late, accounts.code(proposed)) }
            let old = try await begin()
            accounts.pass(seconds: 1)
            _ = try await accounts.store.setPassword("$", of: first.user.id, now: accounts.now)
            await #expect(throws: AccountError.wrongCredentials) { try await finish(old, accounts.code(proposed)) }
            await #expect(throws: AccountError.wrongCredentials) { try await finish("code.x.9.y", "1") }
            let link = try await service.resetLink(forAddress: "ana@example.com")
            _ = try await service.reset(link.token, password: TestAccounts.password)
            let step = try await begin()
            for _ in 0..<6 {
                await #expect(throws: AccountError.wrongCode) { try await finish(step, "000000") }
            }
            await #expect(throws: AccountError.lockedOut(30_000)) { try await finish(step, accounts.code(proposed)) }
        }
    }
}
