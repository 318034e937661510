import DeskModel
import Testing

@testable import Channels

@Suite("Providers' bodies")
struct ProtocolTests {
    @Test("L15: form fields are decoded in order, and encoded back")
    func forms() throws {
        let form = try #require(FormFields(decoding: "a=1&b=&c&=d&a=%2b+%zz%e2%98%95%".utf8))
        #expect(
            form.fields == [
                .init("a", "1"), .init("b", ""), .init("c", ""), .init("", "d"), .init("a", "+ %zz☕%"),
            ])
        #expect(FormFields(decoding: form.encoded.utf8) == form)
        #expect(form["a"] == "1")
        #expect(form.filled("b") == nil)
        #expect(FormFields(decoding: String(repeating: "a&", count: 2_000).utf8) == nil)
        #expect(FormFields(decoding: "".utf8)?.fields.isEmpty == true)
    }

    @Test("W7: JSON is read whatever its types, and written with its keys in order")
    func json() throws {
        let value = try JSONValue(
            parsing: Array(#"{"b":[1,2.5,null,true],"a":"9007199254740993","n":9007199254740993}"#.utf8))
        #expect(value["n"].integer == 9_007_199_254_740_993)
        #expect(value["a"].integer == 9_007_199_254_740_993)
        #expect(value["b"].elements.count == 4)
        #expect(value["b"]["x"]["y"].isNull)
        #expect(value.text == #"{"a":"9007199254740993","b":[1,2.5,null,true],"n":9007199254740993}"#)
    }

    @Test("L16: only numbers that somebody can be reached under are")
    func numbers() {
        #expect(PhoneAddress.isReachable("+15005550001"))
        for text in [
            "+266696687", "client:ana", "sip:a@b", "ALDER", "+0155", "15005550001", "+1500555000155555",
            "+1500 5550001",
        ] {
            #expect(!PhoneAddress.isReachable(text), "\(text)")
        }
    }

    @Test("a comparison tells equal from unequal, also of different lengths")
    func comparison() {
        #expect(ConstantTime.equal("abc", "abc"))
        #expect(!ConstantTime.equal("abc", "abd"))
        #expect(!ConstantTime.equal("abc", "abcd"))
        #expect(ConstantTime.equal("", ""))
    }

    @Test("W21: a file that is not there yet is tried again, ever more patiently, and given up in the end")
    func mediaRetries() {
        let delays = (1...8).map { MediaRetry().delay(after: $0) { $0.upperBound } }
        #expect(delays == [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, nil])
        #expect(MediaRetry().delay(after: 1) { $0.lowerBound } == 500)
        #expect(MediaRetry().delay(after: 1_000_000) == nil)
    }
}
