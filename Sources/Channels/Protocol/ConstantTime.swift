/// Comparisons whose duration tells nothing of where two values differ.
public enum ConstantTime {
    /// Whether both hold the same bytes. Their lengths may show.
    public static func equal(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        one.count == other.count && zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// Whether both have the same UTF-8.
    public static func equal(_ one: String, _ other: String) -> Bool { equal(Array(one.utf8), Array(other.utf8)) }
}
