/// Decides which units make up a chunk: as many as fit, beginning with a few of the chunk before.
///
/// Pure and linear: ranges of units in, ranges of units out.
struct ChunkPacker {
    let units: [ChunkUnit]
    /// Characters (scalars) that a chunk aims for.
    let size: Int
    /// Characters that the end of one chunk and the start of the next share at most.
    let overlap: Int
    /// Tokens before each unit, and in all at the end.
    private let tokensBefore: [Int]

    init(units: [ChunkUnit], size: Int, overlap: Int) {
        self.units = units
        self.size = size
        self.overlap = min(overlap, size / 2)
        tokensBefore = units.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.tokens) }
    }

    /// What a chunk may grow to in order to take a short rest in.
    var maximumSize: Int { size + size / 4 }

    func length(_ range: Range<Int>) -> Int {
        range.isEmpty ? 0 : units[range.upperBound - 1].scalars.upperBound - units[range.lowerBound].scalars.lowerBound
    }

    func tokens(_ range: Range<Int>) -> Int { tokensBefore[range.upperBound] - tokensBefore[range.lowerBound] }

    /// The chunks of one section. Each unit is new in one of them; what is repeated stands at a chunk's start.
    ///
    /// - Parameter budget: tokens that a chunk's units may have together.
    func pack(_ section: Range<Int>, budget: Int) -> [Range<Int>] {
        var chunks: [Range<Int>] = []
        var next = section.lowerBound
        while next < section.upperBound {
            let start = chunks.last.map { overlapStart(of: $0, next: next, budget: budget) } ?? next
            var end = next + 1
            while end < section.upperBound, fits(start..<end + 1, size, budget) { end += 1 }
            if end < section.upperBound, length(end..<section.upperBound) <= size / 4,
                fits(start..<section.upperBound, maximumSize, budget)
            {
                end = section.upperBound
            }
            end = withoutIntroductions(next..<end, before: section.upperBound)
            chunks.append(start..<end)
            next = end
        }
        return chunks
    }

    func fits(_ range: Range<Int>, _ size: Int, _ budget: Int) -> Bool {
        length(range) <= size && tokens(range) <= budget
    }

    /// Leaves headings and lines ending in a colon at the end of a chunk to the next one.
    private func withoutIntroductions(_ range: Range<Int>, before end: Int) -> Int {
        guard range.upperBound < end else { return range.upperBound }
        var last = range.upperBound
        while last > range.lowerBound, units[last - 1].introducesNext { last -= 1 }
        return last > range.lowerBound ? last : range.upperBound
    }

    /// Where the next chunk begins so as to repeat whole sentences from the end of the last one.
    private func overlapStart(of last: Range<Int>, next: Int, budget: Int) -> Int {
        guard overlap > 0 else { return next }
        var start = next
        while start - 1 > last.lowerBound, units[start - 1].mayOverlap {
            // One sentence may be somewhat longer than the overlap: repeating none would be worse.
            let allowed = start == next ? overlap + overlap / 2 : overlap
            guard length(start - 1..<next) <= allowed else { break }
            start -= 1
        }
        while start < next, !fits(start..<next + 1, size, budget) { start += 1 }
        return start
    }
}
