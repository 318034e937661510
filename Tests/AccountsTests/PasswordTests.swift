import Testing

@testable import Accounts

@Suite("L24: passwords")
struct PasswordTests {
    private static let cheap = PasswordHash.Parameters(cost: 10, blockSize: 8, parallelism: 1)

    @Test(
        "L24: scrypt gives what RFC 7914 section 12 says",
        arguments: [
            (
                "password", "NaCl", PasswordHash.Parameters(cost: 10, blockSize: 8, parallelism: 16),
                "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb9"
                    + "4a83ee6d8360cbdfa2cc0640"
            ),
            (
                "pleaseletmein", "SodiumChloride", PasswordHash.Parameters(cost: 14, blockSize: 8, parallelism: 1),
                "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc"
                    + "0d651e40dfcf017b45575887"
            ),
        ])
    func vectors(password: String, salt: String, parameters: PasswordHash.Parameters, expected: String) throws {
        let hash = try PasswordHash(of: password, parameters: parameters, salt: Array(salt.utf8), length: 64)
        #expect(hash.hash.hexadecimal == expected)
    }

    @Test("L24: a hash is stored with its parameters, read back, and matches its own password alone")
    func text() throws {
        let hash = try PasswordHash(of: "vier bunte Segel", parameters: Self.cheap)
        #expect(hash.text.wholeMatch(of: /\$scrypt\$ln=10,r=8,p=1\$[A-Za-z0-9+\/]{22}\$[A-Za-z0-9+\/]{43}/) != nil)
        let read = try #require(PasswordHash(hash.text))
        #expect(read == hash)
        #expect(try read.matches("vier bunte Segel"))
        for wrong in ["vier bunte segel", "vier bunte Segel ", "", "\u{0}", String(repeating: "x", count: 100_000)] {
            #expect(try !read.matches(wrong))
        }
        #expect(try PasswordHash(of: "vier bunte Segel", parameters: Self.cheap).text != hash.text)
    }

    @Test("L24: a password typed in another Unicode form is the same password")
    func unicode() throws {
        let hash = try PasswordHash(of: "cafe\u{301} au lait", parameters: Self.cheap)
        #expect(try hash.matches("caf\u{E9} au lait"))
        #expect(try !hash.matches("cafe au lait"))
    }

    @Test("L24: the parameters in force are those of OWASP")
    func parameters() {
        #expect(PasswordHash.Parameters.current == PasswordHash.Parameters(cost: 17, blockSize: 8, parallelism: 1))
    }

    @Test(
        "L24: stored text that is none of ours, or asks for more than a machine should give, is refused",
        arguments: [
            "", "$", "plain", "$scrypt$ln=10,r=8,p=1$$",
            "$scrypt$ln=31,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=20,r=32,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=1,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=-1,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
            "$argon2id$v=19$m=1,t=1,p=1$AAAA$AAAA", String(repeating: "$scrypt", count: 100_000),
        ])
    func damaged(text: String) {
        #expect(PasswordHash(text) == nil)
    }

    @Test("L24: a right password under older parameters gives a hash of the present ones")
    func rehash() async throws {
        let old = try PasswordHash(of: "vier bunte Segel", parameters: Self.cheap).text
        let hasher = PasswordHasher(parameters: PasswordHash.Parameters(cost: 11))
        guard case .outdated(let new) = try await hasher.check("vier bunte Segel", against: old) else {
            Issue.record("the hash was not renewed")
            return
        }
        #expect(new.hasPrefix("$scrypt$ln=11,"))
        #expect(try await hasher.check("vier bunte Segel", against: new) == .right)
        #expect(try await hasher.check("vier bunte segel", against: old) == .wrong)
        #expect(try await hasher.check("vier bunte Segel", against: nil) == .wrong)
        await #expect(throws: AccountError.failed("a stored password is damaged")) {
            try await hasher.check("x", against: "nonsense")
        }
    }

    @Test("L24: more checks at once than may wait are refused, and the rest are done")
    func bounded() async throws {
        let hasher = PasswordHasher(parameters: PasswordHash.Parameters(cost: 14), concurrency: 1, mostWaiting: 3)
        let results = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<40 {
                group.addTask { (try? await hasher.hash("vier bunte Segel")) != nil }
            }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(results.contains(true))
        #expect(results.contains(false))
        #expect(try await hasher.hash("vier bunte Segel").hasPrefix("$scrypt$ln=14,"))
    }

    @Test(
        "L24: long and unlike others is enough: no rules of composition",
        arguments: [
            "correct horse battery staple", "vier bunte segel", "x#9!k$2@Lq&7", "purple-monkey-dishwasher",
            "नीला आकाश और हवा",
            "Tr0ub4dor&3xyz", "            zqjxv lamp", "mi perro come zanahorias", "🦊🌊 kelp grinder",
        ])
    func accepted(password: String) throws {
        try PasswordPolicy.check(password, known: ["ana", "example", "com", "Ana Silva"])
    }

    @Test(
        "L24: short ones, the commonest and what stands beside the account are refused with what to do",
        arguments: [
            "", "short", "elevenchars", "password1234", "P@ssw0rd2024!!", "passwordpassword", "qwertyuiop123",
            "123456789012",
            "aaaaaaaaaaaaaa", "abcdefghijklmnop", "zyxwvutsrqponm", "iloveyou2024!!", "Welcome2025!!!",
            "ana.example.com",
            "frontdesk1234", "anaanaanaana", "letmein-letmein", "!!!!!!!!!!!!!!", "1q2w3e4r5t6y", "admin admin admin",
            "xkxkxkxkxkxkxk", "tab\tseparated words", String(repeating: "correct horse ", count: 20),
        ])
    func weak(password: String) {
        let error = #expect(throws: AccountError.self) {
            try PasswordPolicy.check(password, known: ["ana", "example", "com", "Ana", "Silva"])
        }
        guard case .weakPassword(let sentence) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(sentence.hasSuffix(".") && sentence.split(separator: " ").count > 6)
    }
}
