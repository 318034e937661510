import DeskModel
import Foundation

/// The pieces of `vocab.txt` by their bytes, in one open-addressed table.
struct WordPieceVocabulary: Sendable {
    private struct Slot {
        var hash: UInt64 = 0
        var start: Int32 = 0
        var count: Int32 = 0
        /// -1 in an empty slot.
        var id: Int32 = -1
    }

    private var bytes: [UInt8] = []
    private var slots: [Slot]
    private let mask: Int

    /// FNV-1a. Continuation pieces start from another seed, so that both kinds live in one table without their `##`.
    static let wordSeed: UInt64 = 0xcbf2_9ce4_8422_2325
    static let continuationSeed: UInt64 = 0x9ae1_6a3b_2f90_404f

    @inline(__always)
    static func extend(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }

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
        for (id, line) in lines.enumerated() { insert(line.last == 13 ? line.dropLast() : line, id: Int32(id)) }
    }

    private mutating func insert(_ piece: ArraySlice<UInt8>, id: Int32) {
        let isContinuation = piece.count > 2 && piece.starts(with: [UInt8(ascii: "#"), UInt8(ascii: "#")])
        let key = isContinuation ? piece.dropFirst(2) : piece
        let hash = key.reduce(isContinuation ? Self.continuationSeed : Self.wordSeed, Self.extend)
        var index = Int(truncatingIfNeeded: hash) & mask
        while slots[index].id >= 0 { index = (index + 1) & mask }
        slots[index] = Slot(hash: hash, start: Int32(bytes.count), count: Int32(key.count), id: id)
        bytes.append(contentsOf: key)
    }

    /// The id of a piece. - Parameter hash: of the piece, from the seed of its kind.
    func id(of piece: ArraySlice<UInt8>, hash: UInt64) -> Int32? {
        var index = Int(truncatingIfNeeded: hash) & mask
        while slots[index].id >= 0 {
            let slot = slots[index]
            if slot.hash == hash, slot.count == Int32(piece.count) {
                let start = Int(slot.start)
                if bytes[start..<start + Int(slot.count)].elementsEqual(piece) { return slot.id }
            }
            index = (index + 1) & mask
        }
        return nil
    }

    /// The id of a whole word.
    func id(of word: String) -> Int32? {
        let bytes = Array(word.utf8)
        return id(of: bytes[...], hash: bytes.reduce(Self.wordSeed, Self.extend))
    }
}
