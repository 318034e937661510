import Foundation
import Testing

@testable import DeskModel

@Suite("JSON of strangers")
struct JSONParserTests {
    private func parse(_ text: String) -> JSONValue? { try? JSONValue(parsing: Array(text.utf8)) }

    @Test(
        "RFC 7396: a merge patch changes what it names, removes what it sets to null, and leaves the rest",
        arguments: [
            (#"{"a":"b"}"#, #"{"a":"c"}"#, #"{"a":"c"}"#), (#"{"a":"b"}"#, #"{"b":"c"}"#, #"{"a":"b","b":"c"}"#),
            (#"{"a":"b"}"#, #"{"a":null}"#, "{}"), (#"{"a":"b","b":"c"}"#, #"{"a":null}"#, #"{"b":"c"}"#),
            (#"{"a":["b"]}"#, #"{"a":"c"}"#, #"{"a":"c"}"#), (#"{"a":"c"}"#, #"{"a":["b"]}"#, #"{"a":["b"]}"#),
            (#"{"a":{"b":"c"}}"#, #"{"a":{"b":"d","c":null}}"#, #"{"a":{"b":"d"}}"#),
            (#"{"a":[{"b":"c"}]}"#, #"{"a":[1]}"#, #"{"a":[1]}"#), (#"["a","b"]"#, #"["c","d"]"#, #"["c","d"]"#),
            (#"{"a":"b"}"#, #"["c"]"#, #"["c"]"#), (#"{"e":null}"#, #"{"a":1}"#, #"{"a":1,"e":null}"#),
            (#"[1,2]"#, #"{"a":"b","c":null}"#, #"{"a":"b"}"#),
            ("{}", #"{"a":{"bb":{"ccc":null}}}"#, #"{"a":{"bb":{}}}"#),
        ])
    func merging(original: String, patch: String, result: String) throws {
        let value = try #require(parse(original))
        let change = try #require(parse(patch))
        #expect(value.merged(with: change).text == result)
    }

    @Test("W7: every kind of value is read, escapes and halves of characters included")
    func values() {
        #expect(
            parse(#" {"a":[1,-2.5,true,false,null,"x"],"b":{}} "#)?.text
                == #"{"a":[1,-2.5,true,false,null,"x"],"b":{}}"#)
        #expect(parse(#""\u00e9\n\/\ud83d\ude00\\""#) == .string("é\n/😀\\"))
        #expect(parse(#""a\ud83dz""#) == .string("a\u{FFFD}z"))
        #expect(parse(#""\udc00\ud83d\u0041""#) == .string("\u{FFFD}\u{FFFD}A"))
        #expect(parse("9223372036854775807") == .integer(.max))
        #expect(parse("9223372036854775808")?.number == 9_223_372_036_854_775_808)
        #expect(parse("1e3") == .number(1_000))
        #expect(parse(#"{"a":1,"a":2}"#)?["a"] == .integer(2))
    }

    @Test(
        "W7: what is no JSON is refused",
        arguments: [
            "", " ", "{", "[1,]", "{,}", #"{"a"}"#, #"{"a":1,}"#, "01", "+1", ".5", "1.", "-", "nul", "[1 2]", "\"a",
            "\"\u{1}\"", #""\x""#, #""\u12g4""#, "1e999", "[]x", "'a'", "NaN",
        ])
    func refused(text: String) { #expect(parse(text) == nil) }

    @Test("W7: bytes that are no UTF-8 and nesting without end are refused, not crashed on")
    func hostile() {
        #expect((try? JSONValue(parsing: [0x22, 0xFF, 0x22])) == nil)
        #expect((try? JSONValue(parsing: Array(repeating: UInt8(ascii: "["), count: 1 << 20))) == nil)
        #expect(parse(String(repeating: "[", count: 60) + String(repeating: "]", count: 60)) != nil)
        #expect(parse(String(repeating: "[", count: 70) + String(repeating: "]", count: 70)) == nil)
    }

    @Test("W7: it reads what Foundation reads, over random values")
    func likeFoundation() throws {
        var random = SystemRandomNumberGenerator()
        func value(_ depth: Int) -> JSONValue {
            switch Int.random(in: 0..<(depth > 4 ? 5 : 7), using: &random) {
            case 0: .null
            case 1: .bool(.random())
            case 2: .integer(.random(in: .min ... .max, using: &random))
            case 3: .number(Double.random(in: -1e6...1e6, using: &random) + 0.5)
            case 4:
                .string(
                    String(
                        String.UnicodeScalarView(
                            (0..<Int.random(in: 0..<9, using: &random)).map { _ in
                                ["a", "\"", "\\", "\n", "\u{1}", "é", "😀", "\u{2028}", "/"].randomElement(
                                    using: &random)
                                    ?? "x"
                            })))
            case 5: .array((0..<Int.random(in: 0..<4, using: &random)).map { _ in value(depth + 1) })
            default:
                .object(
                    Dictionary(
                        (0..<Int.random(in: 0..<4, using: &random)).map { ("k\($0)", value(depth + 1)) }
                    ) { $1 })
            }
        }
        for _ in 0..<500 {
            let made = value(0)
            let bytes = Array(made.text.utf8)
            let ours = try JSONValue(parsing: bytes)
            #expect(ours.text == (try JSONDecoder().decode(JSONValue.self, from: Data(bytes))).text)
        }
    }
}
