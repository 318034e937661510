import DeskModel
import Testing

/// What each role may do.
private let roleTable: [(Role, Set<Permission>)] = [
    (.viewer, [.read]),
    (.agent, [.read, .converse, .editContacts]),
    (.admin, [.read, .converse, .editContacts, .editContent, .manageBusiness, .manageMembers, .readAudit]),
    (.owner, Set(Permission.allCases)),
]

@Suite("C26: roles")
struct RoleTests {
    @Test("C26: each role allows what its table says, and nothing more", arguments: roleTable)
    func table(role: Role, allowed: Set<Permission>) {
        #expect(Set(Permission.allCases.filter(role.allows)) == allowed)
    }

    @Test("C26: a higher role may do all that a lower one may")
    func monotone() {
        #expect(Role.allCases.sorted() == [.viewer, .agent, .admin, .owner])
        for (low, high) in zip(Role.allCases.sorted(), Role.allCases.sorted().dropFirst()) {
            #expect(Permission.allCases.filter(low.allows).allSatisfy(high.allows))
        }
    }
}

@Suite("X31: locking out")
struct LockOutTests {
    private let policy = LockOut.Policy(free: 3, first: 1_000, longest: 8_000)
    private func at(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: 1_000_000_000 + milliseconds) }

    @Test("X31: after the free tries each failure doubles the wait, up to the longest")
    func doubling() {
        var state = LockOut()
        var waits: [Int64] = []
        for _ in 0..<8 {
            state.fail(now: at(0))
            waits.append(state.wait(now: at(0), policy))
        }
        #expect(waits == [0, 0, 0, 1_000, 2_000, 4_000, 8_000, 8_000])
        #expect(state.wait(now: at(7_999), policy) == 1)
        #expect(state.wait(now: at(8_000), policy) == 0)
    }

    @Test("X31: a clock that jumps back makes nobody wait longer than the last wait; one that jumps ahead frees")
    func clockJumps() {
        var state = LockOut()
        for _ in 0..<4 { state.fail(now: at(365 * 24 * 3600 * 1000)) }
        #expect(state.wait(now: at(0), policy) == 1_000)
        #expect(state.wait(now: at(1_000), policy) == 0)
        var other = LockOut()
        for _ in 0..<100_000 { other.fail(now: at(0)) }
        #expect(other.wait(now: at(0), policy) == 8_000)
        #expect(other.wait(now: at(LockOut.memory), policy) == 0)
        #expect(other.failures == 0)
    }

    @Test("X31: a try that was counted ahead is taken back, and never below none")
    func forgiving() {
        var state = LockOut(failures: 1, lastFailure: at(0))
        state.forgive()
        state.forgive()
        #expect(state.failures == 0)
    }
}

@Suite("E-mail addresses")
struct EmailAddressTests {
    @Test(
        "an address has one form, whatever its case and the width of its letters",
        arguments: [
            (" Ana.Silva@Example.COM ", "ana.silva@example.com"), ("a+b@x.org", "a+b@x.org"),
            ("ａｎａ@example.com", "ana@example.com"), ("अना@उदाहरण.भारत", "अना@उदाहरण.भारत"), ("o'neil@x.ie", "o'neil@x.ie"),
        ])
    func normal(input: String, expected: String) {
        #expect(AccountAddress(input)?.text == expected)
    }

    @Test(
        "what is no address is refused",
        arguments: [
            "", "@", "a@", "@b.c", "a b@c.d", "a@b@c.d", "a@-b.c", "a@b..c", "a@b.c\r\nBcc: x@y.z", "<a@b.c>",
            "a@b.c,d@e.f", "a\u{0}@b.c", "a\u{202E}b@c.d", String(repeating: "a", count: 65) + "@b.c",
            "a@" + String(repeating: "b", count: 64) + ".c", String(repeating: "a@b.", count: 1_000_000),
        ])
    func refused(input: String) {
        #expect(AccountAddress(input) == nil)
    }
}
