import DeskModel
import Testing

@testable import Ingest

@Suite("Encodings")
struct TextDecoderTests {
    @Test("a single sentence comes back whole from every encoding its writers use", arguments: EncodingSamples.all)
    func sentence(sample: EncodingSamples.Sample) throws {
        let bytes = try #require(EncodingSamples.encode(sample.text, as: sample.encoding))
        #expect(TextDecoder.decode(bytes)?.text == sample.text)
    }

    @Test("so does a longer text with ASCII lines before it", arguments: EncodingSamples.all)
    func document(sample: EncodingSamples.Sample) throws {
        let text =
            "Order 1234: please see the notes below, thanks.\r\n\r\n"
            + [sample.text, sample.text].joined(separator: "\r\n") + "\r\n"
        let bytes = try #require(EncodingSamples.encode(text, as: sample.encoding))
        #expect(TextDecoder.decode(bytes)?.text == text)
    }

    @Test(
        "marks decide and are dropped",
        arguments: [
            ([0xEF, 0xBB, 0xBF], "UTF-8"), ([0xFF, 0xFE], "UTF-16LE"), ([0xFE, 0xFF], "UTF-16BE"),
            ([0xFF, 0xFE, 0, 0], "UTF-32LE"), ([0, 0, 0xFE, 0xFF], "UTF-32BE"),
        ] as [([UInt8], String)])
    func marks(mark: [UInt8], name: String) throws {
        let content = try #require(EncodingSamples.encode("Grüße 日本", as: name))
        let decoded = try #require(TextDecoder.decode(mark + content))
        #expect(decoded.text == "Grüße 日本")
        #expect(decoded.encoding == name)
    }

    @Test(
        "names are IANA's",
        arguments: [
            ("CP1251", "ru", "windows-1251"), ("KOI8-R", "ru", "KOI8-R"), ("SHIFT_JIS", "ja", "Shift_JIS"),
            ("EUC-JP", "ja", "EUC-JP"), ("ISO-2022-JP", "ja", "ISO-2022-JP"), ("BIG5", "zh-TW", "Big5"),
            ("EUC-KR", "ko", "EUC-KR"),
            ("GB18030", "zh", "GB18030"), ("UTF-8", "de", "UTF-8"), ("UTF-16LE", "de", "UTF-16LE"),
        ])
    func names(encoding: String, language: String, name: String) throws {
        let sample = try #require(EncodingSamples.all.first { $0.encoding == encoding && $0.language == language })
        let text = [String](repeating: sample.text, count: 3).joined(separator: "\n")
        let bytes = try #require(EncodingSamples.encode(text, as: encoding))
        #expect(TextDecoder.decode(bytes)?.encoding == name)
    }

    @Test("ASCII is ASCII, and UTF-8 with a few broken bytes is still UTF-8")
    func tolerant() {
        #expect(TextDecoder.decode("Plain text.".bytes)?.encoding == "US-ASCII")
        let broken = String(repeating: "Grüße aus Köln. ", count: 20).bytes + [0xFF] + " Ende".bytes
        #expect(TextDecoder.decode(broken)?.encoding == "UTF-8")
        let cut = Array(String(repeating: "日本語の文章です。", count: 20).bytes.dropLast(1))
        #expect(TextDecoder.decode(cut)?.encoding == "UTF-8")
    }

    @Test("noise and programs are not text")
    func binary() {
        var generator = SeededGenerator(seed: 3)
        for length in [64, 500, 4096] {
            let noise = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
            #expect(TextDecoder.decode(noise) == nil)
        }
        let program = [0x7F, 0x45, 0x4C, 0x46] + (0..<4000).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) }
        #expect(TextDecoder.decode(program) == nil)
    }

    @Test("every short byte string is decoded or refused, never a crash")
    func fuzz() {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<400 {
            let length = Int.random(in: 0...24, using: &generator)
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
            if let decoded = TextDecoder.decode(bytes) { #expect(!decoded.encoding.isEmpty) }
        }
    }
}
