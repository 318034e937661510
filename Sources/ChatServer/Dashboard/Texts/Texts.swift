import Foundation

/// What the dashboard says, in one language. Tables are JSON files, one per language, of the same keys; `{name}` in a
/// text stands for a value.
struct Texts: Sendable {
    /// BCP 47.
    let language: String
    /// By key: what templates read as `{{t.key}}`.
    let table: [String: String]

    /// In the order in which they are offered. The first is the one that the others fall back to.
    static let languages = ["en", "es", "pt", "hi", "ta", "te"]
    /// Each in itself.
    static let languageNames = [
        "en": "English", "es": "Español", "pt": "Português", "hi": "हिन्दी", "ta": "தமிழ்", "te": "తెలుగు",
    ]

    static func table(of language: String) -> [String: String] { tables[language] ?? [:] }

    // The tables are part of the program, and a test reads each: one that cannot be read cannot be shipped.
    private static let tables = DashboardFiles.named(".json").mapValues {
        (try? JSONDecoder().decode([String: String].self, from: Data($0))) ?? [:]
    }

    init(_ language: String) {
        let known = Self.languages.contains(language) ? language : Self.languages[0]
        self.language = known
        table = Self.table(of: Self.languages[0]).merging(Self.table(of: known)) { _, own in own }
    }

    /// The text, or its key where there is none.
    subscript(_ key: String) -> String { table[key] ?? key }

    /// The text with values in the places of their names.
    func fill(_ key: String, _ values: [String: String]) -> String {
        var result = ""
        var rest = Substring(self[key])
        // One pass, so that a value that looks like a place is never filled itself.
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            result += rest[..<open]
            let name = String(rest[rest.index(after: open)..<close])
            result += values[name] ?? "{\(name)}"
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    /// The text of the key with `_one` or `_other` behind it, by the language's plural (CLDR), the number in `{count}`.
    func count(_ key: String, _ count: Int, _ values: [String: String] = [:]) -> String {
        let isOne = count == 1 || (count == 0 && (language == "hi" || language == "pt"))
        return fill("\(key)_\(isOne ? "one" : "other")", values.merging(["count": String(count)]) { $1 })
    }

    /// The best of our languages for somebody's: one that they chose, else the first that their browser asks for.
    ///
    /// - Parameter accepted: the value of `Accept-Language`.
    static func language(chosen: String?, accepted: String?) -> String {
        if let chosen, languages.contains(chosen) { return chosen }
        var best = (language: languages[0], weight: 0.0)
        for item in (accepted ?? "").prefix(512).split(separator: ",") {
            let parts = item.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
            guard let primary = parts.first?.lowercased().prefix(while: { $0 != "-" }) else { continue }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            if languages.contains(String(primary)), quality > best.weight { best = (String(primary), quality) }
        }
        return best.language
    }
}
