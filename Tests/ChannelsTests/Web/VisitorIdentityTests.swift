import Testing

@testable import Channels

@Suite("Who visitors of web pages are")
struct VisitorIdentityTests {
    private static let key = "k_5c1d0e2f3a4b59687786950a1b2c3d4e"
    private static let hash = "7eb0ffe85e0e739da08c690a606f85f1a69adc4d0859447c4e3665ef6af007c3"

    @Test("an identifier is proven by its lower-case hexadecimal HMAC-SHA256, and by nothing else")
    func proof() {
        #expect(VisitorIdentity.hash(of: "user-42", key: Self.key) == Self.hash)
        #expect(VisitorIdentity.isProven("user-42", by: Self.hash, key: Self.key))
        let wrong = [
            "", Self.hash.uppercased(), String(Self.hash.dropLast()), Self.hash + "0", " \(Self.hash)",
            String(repeating: "0", count: 64), String(repeating: "é", count: 32),
        ]
        for hash in wrong { #expect(!VisitorIdentity.isProven("user-42", by: hash, key: Self.key), "\(hash)") }
        for identifier in ["user-43", "User-42", "user-42 ", "user-42\u{0}", ""] {
            #expect(!VisitorIdentity.isProven(identifier, by: Self.hash, key: Self.key), "\(identifier)")
        }
        #expect(!VisitorIdentity.isProven("user-42", by: Self.hash, key: "another"))
    }

    @Test("what is hashed is the bytes as they are: two ways to write a letter are two identifiers")
    func bytes() {
        let (one, other) = ("e\u{301}", "\u{e9}")
        #expect(one == other)
        let hash = VisitorIdentity.hash(of: one, key: Self.key)
        #expect(VisitorIdentity.isProven(one, by: hash, key: Self.key))
        #expect(!VisitorIdentity.isProven(other, by: hash, key: Self.key))
    }

    @Test("an identifier has 1 to 255 characters, and none for control")
    func bounds() {
        let family = "👨‍👩‍👧"
        #expect(family.count == 1 && family.unicodeScalars.count == 5)
        let good = [
            "7", "ana@example.com", "'; DROP TABLE contacts; --", " ", "மாலா",
            String(repeating: "x", count: 255), String(repeating: family, count: 51),
        ]
        for identifier in good { #expect(VisitorIdentity.isUsable(identifier), "\(identifier)") }
        let bad = [
            "", String(repeating: "x", count: 256), String(repeating: family, count: 52), "a\u{0}", "a\nb", "\t",
            "\u{7F}", "\u{85}", "\u{1B}[2J",
        ]
        for identifier in bad { #expect(!VisitorIdentity.isUsable(identifier), "\(identifier.debugDescription)") }
    }
}
