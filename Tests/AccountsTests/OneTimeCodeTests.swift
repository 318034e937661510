import DeskModel
import Foundation
import Testing

@testable import Accounts

@Suite("L24: one-time codes")
struct OneTimeCodeTests {
    private let secret = Array("12345678901234567890".utf8)
    private func at(_ seconds: Int64) -> Timestamp { Timestamp(milliseconds: seconds * 1000) }

    @Test(
        "L24: codes are those of RFC 6238 appendix B",
        arguments: [
            (Int64(59), "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"), (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
        ])
    func vectors(seconds: Int64, expected: String) {
        #expect(TimeBasedCode.code(secret, step: seconds / 30, digits: 8) == expected)
        #expect(TimeBasedCode.code(secret, step: seconds / 30) == String(expected.suffix(6)))
    }

    @Test(
        "L24: secrets are written as RFC 4648 section 10 says",
        arguments: [
            ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ])
    func base32(text: String, expected: String) {
        #expect(Base32.encode(text.utf8) == expected)
    }

    @Test("L24: a code holds in its step and the ones beside it, once, and in no other form")
    func window() {
        let now = at(1_000_000_000)
        let present = Int64(1_000_000_000) / 30
        func taken(_ step: Int64, after last: Int64 = 0) -> Int64? {
            TimeBasedCode.step(of: TimeBasedCode.code(secret, step: step), secret, after: last, now: now)
        }
        #expect(taken(present) == present && taken(present - 1) == present - 1 && taken(present + 1) == present + 1)
        #expect(taken(present - 2) == nil && taken(present + 2) == nil)
        #expect(taken(present, after: present) == nil)
        #expect(taken(present - 1, after: present) == nil)
        #expect(taken(present + 1, after: present) == present + 1)
        let code = TimeBasedCode.code(secret, step: present)
        #expect(TimeBasedCode.step(of: "\(code.prefix(3)) \(code.suffix(3))", secret, after: 0, now: now) == present)
        for wrong in ["", "1", code + "0", String(code.dropLast()), "٣٣٣٣٣٣", String(repeating: "0", count: 1_000_000)]
        {
            #expect(TimeBasedCode.step(of: wrong, secret, after: 0, now: now) == nil)
        }
    }

    @Test("L24: a clock that was put back locks nobody out of their codes")
    func clockBack() {
        let present = Int64(1_000_000_000) / 30
        let code = TimeBasedCode.code(secret, step: present)
        #expect(
            TimeBasedCode.step(of: code, secret, after: present + 1_000_000, now: at(1_000_000_000)) == present)
    }

    @Test("L24: the address for apps holds nothing of the account unescaped")
    func uri() throws {
        let uri = TimeBasedCode.uri(secret, account: "a&b=c?d#e/f:g@x.org", issuer: "Frontdesk")
        #expect(uri.hasPrefix("otpauth://totp/Frontdesk:a%26b%3Dc%3Fd%23e%2Ff%3Ag%40x.org?secret=GEZDGNBVGY3TQOJQ"))
        #expect(uri.hasSuffix("&issuer=Frontdesk&algorithm=SHA1&digits=6&period=30"))
    }

    @Test("L24: a sealed secret opens for its own user alone, and not when altered")
    func sealed() throws {
        let box = SecretBox(SigningSecret(bytes: [UInt8](repeating: 7, count: 32)))
        let sealed = try box.seal(secret, for: "one")
        #expect(!sealed.hexadecimal.contains(secret.hexadecimal))
        #expect(try box.open(sealed, of: "one") == secret)
        #expect(throws: AccountError.self) { try box.open(sealed, of: "two") }
        var altered = sealed
        altered[20] ^= 1
        #expect(throws: AccountError.self) { try box.open(altered, of: "one") }
        #expect(throws: AccountError.self) { try box.open([], of: "one") }
        let other = SecretBox(SigningSecret(bytes: [UInt8](repeating: 8, count: 32)))
        #expect(throws: AccountError.self) { try other.open(sealed, of: "one") }
    }

    @Test("L24: recovery codes are read as people type them, and are never twice the same")
    func recovery() throws {
        let codes = (0..<100).map { _ in RecoveryCode.make() }
        #expect(Set(codes).count == 100)
        #expect(codes.allSatisfy { $0.wholeMatch(of: /[a-z2-7]{4}(-[a-z2-7]{4}){3}/) != nil })
        let hash = try #require(RecoveryCode.hash(codes[0]))
        #expect(RecoveryCode.hash(codes[0].uppercased().replacing("-", with: " ")) == hash)
        #expect(RecoveryCode.hash("123456") == nil && RecoveryCode.hash("") == nil)
    }

    @Test("L24: the QR code of a secret has its three finder patterns and a quiet margin")
    func qrCode() throws {
        let drawing = try #require(
            QRCode.drawing(of: TimeBasedCode.uri(secret, account: "a@b.c", issuer: "Frontdesk")))
        let size = drawing.size
        var dark: Set<[Int]> = []
        for run in drawing.path.matches(of: /M(\d+) (\d+)h(\d+)/) {
            let (x, y, length) = (Int(run.1) ?? 0, Int(run.2) ?? 0, Int(run.3) ?? 0)
            for column in x..<x + length { dark.insert([column, y]) }
        }
        let finder = (0..<7).flatMap { y in
            (0..<7).compactMap { x in max(abs(x - 3), abs(y - 3)) == 2 ? nil : [x, y] }
        }
        for corner in [[4, 4], [size - 11, 4], [4, size - 11]] {
            #expect(finder.allSatisfy { dark.contains([$0[0] + corner[0], $0[1] + corner[1]]) })
            #expect(!dark.contains([corner[0] + 1, corner[1] + 1]))
        }
        #expect(dark.allSatisfy { $0.allSatisfy { (4..<size - 4).contains($0) } })
        #expect(QRCode.drawing(of: String(repeating: "x", count: 10_000)) == nil)
    }
}
