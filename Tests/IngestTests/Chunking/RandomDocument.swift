import DeskModel

@testable import Ingest

/// Documents made at random, the same for the same seed.
struct RandomDocument {
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    private static let latin = [
        "refund", "shipping", "the", "a", "of", "customer", "invoice", "größer", "café", "opening", "hours", "is",
        "within", "days",
        "contact", "support", "naïve", "address", "order", "number", "warranty", "extraordinarily",
    ]
    private static let other = [
        "営業時間は毎日午前九時から午後六時までです", "返品については", "商店每天上午九点开门", "ร้านเปิดทุกวันตั้งแต่เก้าโมงเช้า", "திருப்பி", "அனுப்ப", "दुकान", "खुलती", "है",
        "👩‍👩‍👧‍👦", "e\u{301}tude",
    ]

    mutating func document(pages: Int = 4, blocks: Int = 14) -> ExtractedDocument {
        let pages = (1...pages).map { number in
            ExtractedPage(
                number: number, blocks: (0..<Int.random(in: 0...blocks, using: &generator)).map { _ in block() })
        }
        return ExtractedDocument(kind: .docx, encoding: nil, title: nil, pages: pages, warnings: [])
    }

    mutating func block() -> ExtractedBlock {
        switch Int.random(in: 0..<12, using: &generator) {
        case 0, 1: ExtractedBlock(kind: .heading, level: Int.random(in: 1...4, using: &generator), text: words(1...6))
        case 2, 3: ExtractedBlock(kind: .listItem, level: 1, text: sentence())
        case 4: ExtractedBlock(kind: .tableRow, text: "Plan: \(words(1...3)); Price: \(words(1...30))")
        case 5: ExtractedBlock(kind: .code, text: "    let \(words(1...4))")
        case 6: ExtractedBlock(kind: .footnote, text: sentence())
        case 7: ExtractedBlock(kind: .paragraph, text: words(300...400))
        case 8:
            ExtractedBlock(
                kind: .paragraph,
                text: String(repeating: Self.other[Int.random(in: 0..<4, using: &generator)], count: 60))
        default:
            ExtractedBlock(
                kind: .paragraph,
                text: (0..<Int.random(in: 1...12, using: &generator)).map { _ in sentence() }.joined(separator: " "))
        }
    }

    private mutating func sentence() -> String {
        let text = words(3...18)
        return text.prefix(1).uppercased() + text.dropFirst() + "."
    }

    private mutating func words(_ range: ClosedRange<Int>) -> String {
        (0..<Int.random(in: range, using: &generator)).map { _ in
            Int.random(in: 0..<12, using: &generator) == 0
                ? Self.other.randomElement(using: &generator) ?? "" : Self.latin.randomElement(using: &generator) ?? ""
        }.joined(separator: " ")
    }
}
