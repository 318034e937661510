/// A run of units under the same headings.
struct ChunkSection {
    /// The headings above its units, outermost first, its own included.
    var path: [String]
    var units: Range<Int>

    /// Cuts the units into sections: a heading begins one, headings that directly follow each other share one.
    static func sections(of units: [ChunkUnit], in document: DocumentText) -> [ChunkSection] {
        var sections: [ChunkSection] = []
        var open: [(level: Int, text: String)] = []
        var start = 0
        var index = 0
        while index < units.count {
            guard units[index].level > 0 else {
                index += 1
                continue
            }
            if index > start { sections.append(ChunkSection(path: open.map(\.text), units: start..<index)) }
            start = index
            while index < units.count, units[index].level > 0 {
                let level = units[index].level
                while let last = open.last, last.level >= level { open.removeLast() }
                // A heading cut into pieces for its length is named by its first.
                open.append((level, document.text(units[index].utf8)))
                index += 1
                while index < units.count, units[index].level == level, !units[index - 1].introducesNext { index += 1 }
            }
        }
        if units.count > start { sections.append(ChunkSection(path: open.map(\.text), units: start..<units.count)) }
        return sections
    }

    /// Joins sections too small to be found by with the next one beside or below them, under the path they share.
    ///
    /// - Parameters:
    ///   - minimum: characters from which on a section stands alone.
    ///   - fits: whether a run of units can be one chunk.
    static func merged(
        _ sections: [ChunkSection], minimum: Int, length: (Range<Int>) -> Int, fits: (Range<Int>) -> Bool
    ) -> [ChunkSection] {
        var result: [ChunkSection] = []
        for section in sections {
            guard let last = result.last, length(last.units) < minimum || length(section.units) < minimum else {
                result.append(section)
                continue
            }
            let shared = zip(last.path, section.path).prefix { $0 == $1 }.map(\.0)
            let whole = last.units.lowerBound..<section.units.upperBound
            let isNear = shared.count >= max(last.path.count, section.path.count) - 1
            if isNear, length(last.units) < minimum, fits(whole) {
                result[result.count - 1] = ChunkSection(path: shared, units: whole)
            } else {
                result.append(section)
            }
        }
        return result
    }
}
