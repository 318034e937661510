import DeskModel
import Storage
import Testing

@testable import Accounts

@Suite("C26: teams and links")
struct TeamTests {
    private static func authority(_ role: Role?) -> Authority { Authority(role: role, name: "tests") }

    @Test("C26: owners are made, changed and removed by owners, everybody else by admins, nobody by agents and viewers")
    func ranks() async throws {
        try await TestAccounts.with { accounts in
            let service = accounts.service
            let owner = try await accounts.join("owner@example.com", as: .owner).user.id
            try await accounts.join("second@example.com", as: .owner)
            let agent = try await accounts.join("agent@example.com", as: .agent).user.id
            for role in [Role.viewer, .agent, .admin] {
                let by = Self.authority(role)
                await #expect(throws: AccountError.ownersOnly) {
                    try await service.invite("x@example.com", as: .owner, to: accounts.business, by: by)
                }
                await #expect(throws: AccountError.ownersOnly) {
                    try await service.setRole(.viewer, of: owner, in: accounts.business, by: by)
                }
                await #expect(throws: AccountError.ownersOnly) {
                    try await service.setRole(.owner, of: agent, in: accounts.business, by: by)
                }
                await #expect(throws: AccountError.ownersOnly) {
                    try await service.removeMember(owner, from: accounts.business, by: by)
                }
            }
            for role in [Role.viewer, .agent] {
                await #expect(throws: AccountError.ownersOnly) {
                    try await service.setRole(.viewer, of: agent, in: accounts.business, by: Self.authority(role))
                }
            }
            let raised = try await service.setRole(.admin, of: agent, in: accounts.business, by: Self.authority(.admin))
            #expect(raised.role == .admin)
            let lowered = try await service.setRole(
                .agent, of: owner, in: accounts.business, by: Self.authority(.owner))
            #expect(lowered.role == .agent)
        }
    }

    @Test("C26: a removed member comes back as they were, with password and codes, but signed out")
    func restored() async throws {
        try await TestAccounts.with { accounts in
            let service = accounts.service
            let by = Self.authority(.owner)
            try await accounts.join("owner@example.com", as: .owner)
            let joined = try await accounts.join("agent@example.com", as: .agent)
            let proposed = try await service.proposeSecondFactor(
                for: joined.user, password: TestAccounts.password, from: TestAccounts.visitor)
            let signedIn = try #require(await service.signedIn(bearing: joined.token))
            let confirmed = try await service.confirmSecondFactor(of: signedIn, code: try accounts.code(proposed))
            let code = confirmed.recoveryCodes[0]
            let removed = try await service.removeMember(joined.user.id, from: accounts.business, by: by)
            await #expect(throws: AccountError.wrongCredentials) {
                try await accounts.signIn("agent@example.com", code: code)
            }
            await #expect(throws: AccountError.ownersOnly) {
                try await service.restore(removed, by: Self.authority(.agent))
            }
            let back = try await service.restore(removed, by: by)
            #expect(back.role == .agent && back.user.id == joined.user.id && back.user.hasSecondFactor)
            #expect(try await service.signedIn(bearing: confirmed.token) == nil)
            await #expect(throws: AccountError.codeRequired) { try await accounts.signIn("agent@example.com") }
            #expect(try await accounts.signIn("agent@example.com", code: code).user.id == joined.user.id)
            // Once more changes nothing.
            #expect(try await service.restore(removed, by: by) == back)
        }
    }

    @Test("C26: nobody comes back whose address has another account by now")
    func replaced() async throws {
        try await TestAccounts.with { accounts in
            let by = Self.authority(.owner)
            try await accounts.join("owner@example.com", as: .owner)
            let first = try await accounts.join("agent@example.com", as: .agent).user.id
            let removed = try await accounts.service.removeMember(first, from: accounts.business, by: by)
            let second = try await accounts.join("agent@example.com", as: .viewer).user.id
            await #expect(throws: AccountError.unknownMember) { try await accounts.service.restore(removed, by: by) }
            let members = try await accounts.service.members(of: accounts.business, limit: 9)
            #expect(Set(members.map(\.role)) == [.owner, .viewer])
            #expect(members.contains { $0.user.id == second })
        }
    }

    @Test("C26: the last owner stays one, unless the operator says otherwise")
    func lastOwner() async throws {
        try await TestAccounts.with { accounts in
            let owner = try await accounts.join("owner@example.com").user.id
            let by = Self.authority(.owner)
            await #expect(throws: AccountError.lastOwner) {
                try await accounts.service.setRole(.admin, of: owner, in: accounts.business, by: by)
            }
            await #expect(throws: AccountError.lastOwner) {
                try await accounts.service.removeMember(owner, from: accounts.business, by: by)
            }
            try await accounts.service.removeMember(owner, from: accounts.business, by: .operator)
        }
    }

    @Test("C26: a change of role ends the user's sessions; removal from the last business takes the account along")
    func sessionsEnd() async throws {
        try await TestAccounts.with { accounts in
            let service = accounts.service
            try await accounts.join("owner@example.com")
            let agent = try await accounts.join("agent@example.com", as: .agent)
            _ = try await service.setRole(.viewer, of: agent.user.id, in: accounts.business, by: .operator)
            #expect(try await service.signedIn(bearing: agent.token) == nil)
            let again = try await accounts.signIn("agent@example.com")
            #expect(try await service.signedIn(bearing: again.token)?.roles == [accounts.business: .viewer])
            try await service.removeMember(agent.user.id, from: accounts.business, by: .operator)
            #expect(try await service.signedIn(bearing: again.token) == nil)
            await #expect(throws: AccountError.wrongCredentials) { try await accounts.signIn("agent@example.com") }
            await #expect(throws: AccountError.unknownMember) {
                try await service.removeMember(agent.user.id, from: accounts.business, by: .operator)
            }
        }
    }

    @Test("C26: an invitation works once, is mailed to its address, and a newer one takes its place")
    func invitations() async throws {
        try await TestAccounts.with { accounts in
            let service = accounts.service
            let first = try await service.invite("New@Example.com", as: .agent, to: accounts.business, by: .operator)
            let second = try await service.invite("new@example.com", as: .viewer, to: accounts.business, by: .operator)
            #expect(accounts.mail.messages.map(\.to.text) == ["new@example.com", "new@example.com"])
            #expect(accounts.mail.messages.last?.url == "https://desk.example/\(second.path)")
            #expect(try await service.invitations(to: accounts.business).count == 1)
            func accept(_ token: String) async throws -> Member {
                try await service.accept(
                    token, name: "New", password: TestAccounts.password, from: TestAccounts.visitor
                ).member
            }
            await #expect(throws: AccountError.deadLink) { try await accept(first.token) }
            await #expect(throws: AccountError.self) {
                try await service.accept(second.token, name: "", password: "short", from: TestAccounts.visitor)
            }
            #expect(try await accept(second.token).role == .viewer)
            await #expect(throws: AccountError.deadLink) { try await accept(second.token) }
            await #expect(throws: AccountError.alreadyMember) {
                try await service.invite("new@example.com", as: .owner, to: accounts.business, by: .operator)
            }
            let third = try await service.invite("late@example.com", as: .agent, to: accounts.business, by: .operator)
            accounts.pass(seconds: AccountConfiguration().invitationLifetime / 1000)
            await #expect(throws: AccountError.deadLink) { try await accept(third.token) }
            #expect(try await service.invitations(to: accounts.business).isEmpty)
        }
    }

    @Test("C26: an altered, foreign or invented link leads nowhere, and the two kinds do not stand in for each other")
    func forgedLinks() async throws {
        try await TestAccounts.with { accounts in
            let service = accounts.service
            try await accounts.join("ana@example.com")
            let invite = try await service.invite("x@example.com", as: .agent, to: accounts.business, by: .operator)
            let reset = try await service.resetLink(forAddress: "ana@example.com")
            var forged = [
                "", "invite", "invite.a.b.c", reset.token, invite.token + "0", String(invite.token.dropLast()),
                String(repeating: "invite.", count: 100_000),
            ]
            let parts = invite.token.split(separator: ".").map(String.init)
            forged.append([parts[0], parts[1], "9999999999999", parts[3]].joined(separator: "."))
            for token in forged {
                await #expect(throws: AccountError.deadLink) { try await service.invitation(token) }
            }
            await #expect(throws: AccountError.deadLink) {
                try await service.reset(invite.token, password: "neun alte Tonnen")
            }
        }
    }

    @Test("C26: whoever has an account takes an invitation on by signing in, not by setting a password")
    func knownAddress() async throws {
        try await TestAccounts.with { accounts in
            let service = accounts.service
            let other = try await accounts.store.createBusiness(name: "Other", settings: .init()).business.id
            let ana = try await accounts.join("ana@example.com")
            let bob = try await accounts.join("bob@example.com", as: .agent)
            let issued = try await service.invite("ana@example.com", as: .admin, to: other, by: .operator)
            #expect(try await service.invitation(issued.token).hasAccount)
            await #expect(throws: AccountError.signInToAccept) {
                try await service.accept(
                    issued.token, name: "Thief", password: "neun alte Tonnen", from: TestAccounts.visitor)
            }
            let wrong = try #require(await service.signedIn(bearing: bob.token))
            await #expect(throws: AccountError.invitedAnother) { try await service.accept(issued.token, as: wrong) }
            let right = try #require(await service.signedIn(bearing: ana.token))
            #expect(try await service.accept(issued.token, as: right).role == .admin)
            await #expect(throws: AccountError.deadLink) { try await service.accept(issued.token, as: right) }
            #expect(
                try await service.signedIn(bearing: ana.token)?.roles == [accounts.business: .owner, other: .admin])
        }
    }

    @Test("L24: a link to a new password works once, ends all sessions, and holds for an hour")
    func reset() async throws {
        try await TestAccounts.with { accounts in
            let service = accounts.service
            let ana = try await accounts.join("ana@example.com")
            let old = try await service.resetLink(forAddress: "ana@example.com")
            let link = try await service.resetLink(forAddress: "ANA@example.com")
            await #expect(throws: AccountError.deadLink) { try await service.checkReset(old.token) }
            await #expect(throws: AccountError.self) { try await service.reset(link.token, password: "short") }
            _ = try await service.reset(link.token, password: "neun alte Tonnen")
            #expect(try await service.signedIn(bearing: ana.token) == nil)
            await #expect(throws: AccountError.deadLink) {
                try await service.reset(link.token, password: "sieben nasse Katzen")
            }
            _ = try await accounts.signIn("ana@example.com", "neun alte Tonnen")
            let late = try await service.resetLink(forAddress: "ana@example.com")
            accounts.pass(seconds: 3600)
            await #expect(throws: AccountError.deadLink) {
                try await service.reset(late.token, password: "sieben nasse Katzen")
            }
        }
    }

    @Test("L24: asking for a link answers the same for every address, mails only whom it knows, and not too often")
    func askForReset() async throws {
        try await TestAccounts.with { accounts in
            let service = accounts.service
            try await accounts.join("ana@example.com")
            let before = accounts.mail.messages.count
            for email in ["nobody@example.com", "ana@example.com", "no address"] {
                for _ in 0..<4 { try await service.requestReset(email: email, from: TestAccounts.visitor) }
                await #expect(throws: AccountError.lockedOut(60_000)) {
                    try await service.requestReset(email: email, from: TestAccounts.visitor)
                }
            }
            let sent = accounts.mail.messages.dropFirst(before)
            #expect(sent.count == 4)
            #expect(sent.allSatisfy { $0.to.text == "ana@example.com" && $0.kind == .reset })
        }
    }

    @Test("L24: without a public URL no link is mailed, for a request's own host could be anybody's")
    func noPublicURL() async throws {
        try await TestAccounts.with(publicURL: nil) { accounts in
            try await accounts.join("ana@example.com")
            try await accounts.service.requestReset(email: "ana@example.com", from: TestAccounts.visitor)
            #expect(!accounts.service.sendsMail)
            #expect(accounts.mail.messages.isEmpty)
        }
    }

    @Test("C26: a link that would let somebody act as an equal, a superior or a member of another business is not made")
    func resetOfOthers() async throws {
        try await TestAccounts.with { accounts in
            let service = accounts.service
            let business = accounts.business
            let owner = try await accounts.join("owner@example.com").user.id
            let admin = try await accounts.join("admin@example.com", as: .admin).user.id
            let agent = try await accounts.join("agent@example.com", as: .agent)
            func reset(_ user: UserID, _ role: Role?) async throws {
                _ = try await service.resetLink(for: user, in: business, by: Self.authority(role))
            }
            try await reset(agent.user.id, .admin)
            try await reset(admin, .owner)
            try await reset(owner, nil)
            for (user, role) in [(owner, Role.owner), (owner, .admin), (admin, .admin), (agent.user.id, .agent)] {
                await #expect(throws: AccountError.resetNotAllowed) { try await reset(user, role) }
            }
            let other = try await accounts.store.createBusiness(name: "Other", settings: .init()).business.id
            let issued = try await service.invite("agent@example.com", as: .owner, to: other, by: .operator)
            let signedIn = try #require(await service.signedIn(bearing: agent.token))
            _ = try await service.accept(issued.token, as: signedIn)
            await #expect(throws: AccountError.resetNotAllowed) { try await reset(agent.user.id, .owner) }
            await #expect(throws: AccountError.unknownMember) {
                _ = try await service.resetLink(for: owner, in: other, by: .operator)
            }
        }
    }
}
