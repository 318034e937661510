import DeskModel
import Foundation

/// The pieces of `vocab.txt` by their bytes, in one open-addressed table.
struct WordPieceVocabulary: Sendable {
    private struct Slot {
        var hash: UInt64 = 0
        /// Where the piece's bytes are, its `##` left out.
        var start: Int32 = 0
        var count: Int32 = 0
        /// -1 in an empty slot.
        var id: Int32 = -1
    }

    private var bytes: [UInt8] = []
    private var slots: [Slot]
    private let mask: Int
    private var longest = 0

    /// FNV-1a. Continuation pieces start from another seed, so that both kinds live in one table.
    private static let wordSeed: UInt64 = 0xcbf2_9ce4_8422_2325
    private static let continuationSeed: UInt64 = 0x9ae1_6a3b_2f90_404f

    /// - Parameter file: a piece a line; the line's number is its id.
    /// - Throws: `ModelError.notInstalled`.
    init(file: String) throws(ModelError) {
        guard let data = FileManager.default.contents(atPath: file), !data.isEmpty else {
            throw ModelError(.notInstalled, "\(file) cannot be read: run `make setup`")
        }
        var lines = Array(data).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        var capacity = 1024
        while capacity < lines.count * 2 { capacity *= 2 }
        slots = [Slot](repeating: Slot(), count: capacity)
        mask = capacity - 1
        bytes.reserveCapacity(data.count)
        for (id, line) in lines.enumerated() { insert(line, id: Int32(id)) }
    }

    /// The id of a whole word.
    func id(of word: String) -> Int32? {
        let bytes = Array(word.utf8)
        return id(of: bytes, in: 0..<bytes.count, isContinuation: false)
    }

    /// The id of a part of a word.
    func id(of word: [UInt8], in range: Range<Int>, isContinuation: Bool) -> Int32? {
        guard range.count <= longest else { return nil }
        var hash = isContinuation ? Self.continuationSeed : Self.wordSeed
        for index in range { hash = Self.extend(hash, word[index]) }
        return find(word, in: range, hash: hash)
    }

    /// The longest piece that the word goes on with, and where that ends.
    func longestPiece(of word: [UInt8], from start: Int) -> (end: Int, id: Int32)? {
        // The hash of every prefix is a step from the one before, so all of them cost one pass.
        var hash = start == 0 ? Self.wordSeed : Self.continuationSeed
        var best: (end: Int, id: Int32)?
        let limit = min(word.count, start + longest)
        for index in start..<limit {
            hash = Self.extend(hash, word[index])
            if let id = find(word, in: start..<index + 1, hash: hash) { best = (index + 1, id) }
        }
        return best
    }

    @inline(__always)
    private static func extend(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }

    private mutating func insert(_ piece: ArraySlice<UInt8>, id: Int32) {
        let isContinuation = piece.count > 2 && piece.starts(with: [UInt8(ascii: "#"), UInt8(ascii: "#")])
        let key = isContinuation ? piece.dropFirst(2) : piece
        let hash = key.reduce(isContinuation ? Self.continuationSeed : Self.wordSeed, Self.extend)
        var index = Int(truncatingIfNeeded: hash) & mask
        while slots[index].id >= 0 { index = (index + 1) & mask }
        slots[index] = Slot(hash: hash, start: Int32(bytes.count), count: Int32(key.count), id: id)
        bytes.append(contentsOf: key)
        longest = max(longest, key.count)
    }

    private func find(_ word: [UInt8], in range: Range<Int>, hash: UInt64) -> Int32? {
        var index = Int(truncatingIfNeeded: hash) & mask
        while slots[index].id >= 0 {
            let slot = slots[index]
            if slot.hash == hash, slot.count == Int32(range.count), matches(slot, word, from: range.lowerBound) {
                return slot.id
            }
            index = (index + 1) & mask
        }
        return nil
    }

    private func matches(_ slot: Slot, _ word: [UInt8], from start: Int) -> Bool {
        for offset in 0..<Int(slot.count) where bytes[Int(slot.start) + offset] != word[start + offset] { return false }
        return true
    }
}
