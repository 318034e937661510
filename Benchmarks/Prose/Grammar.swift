/// Writes sentences by expanding the slots of templates, each from a list of its own, as a support handbook reads.
struct Grammar {
    private var random: SeededGenerator
    /// What `<product>` stands for in the sentences of a section.
    var product = ""

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &random)]
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    mutating func sentence() -> String { capitalized(expand(pick(Self.sentences))) }

    /// `<name>` becomes one of the name's phrases, which may hold slots themselves; `<n:LOW:HIGH>` becomes a number.
    mutating func expand(_ template: String) -> String {
        var result = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
            result += rest[..<open]
            let slot = String(rest[rest.index(after: open)..<close])
            if slot == "product" {
                result += product
            } else if let range = Self.range(slot) {
                result += String(number(range))
            } else if let phrases = Self.phrases[slot] {
                result += expand(pick(phrases))
            }
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    private static func range(_ slot: String) -> ClosedRange<Int>? {
        let parts = slot.split(separator: ":")
        guard parts.count == 3, parts[0] == "n", let low = Int(parts[1]), let high = Int(parts[2]) else { return nil }
        return low...high
    }

    private func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}

/// SplitMix64 (Steele, Lea and Flood 2014): the same numbers from the same seed, on any machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// About normal, mean 0, variance 1: the sum of four uniform numbers.
    mutating func normal() -> Float {
        (0..<4).reduce(Float(0)) { sum, _ in sum + Float.random(in: -0.866...0.866, using: &self) }
    }
}
