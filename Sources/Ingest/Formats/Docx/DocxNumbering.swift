/// List numbering (ECMA-376 part 1, 17.9): which paragraphs are list items, and the numbers they show.
struct DocxNumbering {
    private struct Level {
        var start = 1
        var format = "decimal"
        var text = ""
        /// Restart after this level counts; -1 for never.
        var restart: Int?
    }

    private var abstractLevels: [String: [Int: Level]] = [:]
    private var abstracts: [Int: String] = [:]
    private var overrides: [Int: [Int: Int]] = [:]
    /// Counters by abstract list, as numbering instances of one list share them, unless they restart it.
    private var counters: [String: [Int: Int]] = [:]
    private var started: Set<Int> = []
    /// The level that belongs to a paragraph style, by the style's id.
    private(set) var levelsOfStyles: [String: Int] = [:]

    init() {}

    init(_ content: [UInt8]) throws(XMLFailure) {
        let cursor = try XMLCursor(content)
        try cursor.enterRoot()
        try cursor.forEachChild { (cursor) throws(XMLFailure) in
            switch cursor.name {
            case "abstractNum": try readAbstract(cursor)
            case "num": try readInstance(cursor)
            default: break
            }
        }
    }

    /// Counts one paragraph and gives the number it shows, such as `2.` or `iii)`; `nil` for bullets and for lists whose
    /// definition is missing.
    mutating func label(_ numbering: Int, level: Int) -> String? {
        guard let abstract = abstracts[numbering], let levels = abstractLevels[abstract], let own = levels[level] else {
            return nil
        }
        if started.insert(numbering).inserted, let starts = overrides[numbering] {
            for (level, start) in starts { counters[abstract, default: [:]][level] = start - 1 }
        }
        var counts = counters[abstract] ?? [:]
        counts[level] = min((counts[level] ?? own.start - 1), Int(Int32.max)) + 1
        for (deeper, definition) in levels where deeper > level {
            if definition.restart.map({ $0 != 0 && level < $0 }) ?? true { counts[deeper] = nil }
        }
        counters[abstract] = counts
        if own.format == "bullet" || own.format == "none" { return nil }
        var label = ""
        var digits = own.text.makeIterator()
        while let character = digits.next() {
            guard character == "%" else {
                label.append(character)
                continue
            }
            guard let digit = digits.next()?.wholeNumberValue, digit >= 1 else { continue }
            let shown = levels[digit - 1] ?? Level()
            label += ListNumber.text(counts[digit - 1] ?? shown.start, format: shown.format)
        }
        let trimmed = BlockText.normalized(label)
        return trimmed.isEmpty || trimmed.count > 24 ? nil : trimmed
    }

    private mutating func readAbstract(_ cursor: XMLCursor) throws(XMLFailure) {
        guard let id = cursor.attribute("abstractNumId") else { return }
        var levels: [Int: Level] = [:]
        try cursor.forEachChild { (cursor) throws(XMLFailure) in
            guard cursor.name == "lvl", let index = cursor.attribute("ilvl").flatMap({ Int($0) }),
                (0...8).contains(index)
            else { return }
            var level = Level()
            try cursor.forEachChild { (cursor) throws(XMLFailure) in
                let value = cursor.attribute("val")
                switch cursor.name {
                case "start": level.start = Int(clamping: value.flatMap { Int32($0) } ?? 1)
                case "numFmt": level.format = value ?? "decimal"
                case "lvlText": level.text = value ?? ""
                case "lvlRestart": level.restart = value.flatMap { Int($0) }
                case "pStyle": levelsOfStyles[value ?? ""] = index
                default: break
                }
            }
            levels[index] = level
        }
        abstractLevels[id] = levels
    }

    private mutating func readInstance(_ cursor: XMLCursor) throws(XMLFailure) {
        guard let id = cursor.attribute("numId").flatMap({ Int($0) }) else { return }
        try cursor.forEachChild { (cursor) throws(XMLFailure) in
            if cursor.name == "abstractNumId" { abstracts[id] = cursor.attribute("val") }
            guard cursor.name == "lvlOverride", let level = cursor.attribute("ilvl").flatMap({ Int($0) }) else {
                return
            }
            try cursor.forEachChild { (cursor) throws(XMLFailure) in
                guard cursor.name == "startOverride", let start = cursor.attribute("val").flatMap({ Int32($0) }) else {
                    return
                }
                overrides[id, default: [:]][level] = Int(start)
            }
        }
    }
}

/// Numbers as lists show them.
enum ListNumber {
    /// The number in a `w:numFmt` format; formats of other scripts are shown as decimals.
    static func text(_ number: Int, format: String) -> String {
        switch format {
        case "lowerLetter": letters(number)
        case "upperLetter": letters(number).uppercased()
        case "lowerRoman": roman(number)
        case "upperRoman": roman(number).uppercased()
        case "decimalZero": number < 10 ? "0\(number)" : "\(number)"
        case "none", "bullet": ""
        default: "\(number)"
        }
    }

    /// a...z, then aa, bb, ...
    private static func letters(_ number: Int) -> String {
        guard number >= 1, number <= 26 * 10 else { return "\(number)" }
        let letter = Character(Unicode.Scalar(UInt8(97 + (number - 1) % 26)))
        return String(repeating: letter, count: (number - 1) / 26 + 1)
    }

    private static func roman(_ number: Int) -> String {
        guard number >= 1, number < 4000 else { return "\(number)" }
        let symbols = [
            (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
            (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
        ]
        var rest = number
        var text = ""
        for (value, symbol) in symbols {
            while rest >= value {
                text += symbol
                rest -= value
            }
        }
        return text
    }
}
