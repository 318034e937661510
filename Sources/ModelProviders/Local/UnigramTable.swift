import DeskModel
import Foundation

/// The file that `scripts/build_unigram.py` writes of an XLM-R tokeniser, mapped into memory: its pages are read as they
/// are needed, and the system may take them back.
///
/// `@unchecked Sendable`: the mapping is read-only, and lives as long as this object, which alone owns it.
final class UnigramTable: @unchecked Sendable {
    let unknown: Int32
    let pieces: Int
    private let nodes: Int
    private let mapping: UnsafeRawBufferPointer
    private let scores: UnsafeBufferPointer<Double>
    private let children: UnsafeBufferPointer<UInt32>
    private let values: UnsafeBufferPointer<Int32>
    private let units: UnsafeBufferPointer<UInt32>
    private let labels: UnsafeBufferPointer<UInt8>
    private let text: UnsafeBufferPointer<UInt8>

    /// - Throws: `ModelError.notInstalled` when the file is absent or not whole.
    init(file: String) throws(ModelError) {
        let damage = ModelError(.notInstalled, "\(file) is no tokeniser: run `make setup`")
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ModelError(.notInstalled, "\(file) cannot be read: run `make setup`") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size >= Header.size,
            let address = mmap(nil, Int(status.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0), address != MAP_FAILED
        else { throw damage }
        let mapping = UnsafeRawBufferPointer(start: address, count: Int(status.st_size))
        guard let header = Header(mapping) else {
            munmap(address, mapping.count)
            throw damage
        }
        self.mapping = mapping
        (nodes, pieces, unknown) = (header.nodes, header.pieces, header.unknown)
        scores = header.section(0, of: mapping, count: header.pieces)
        children = header.section(1, of: mapping, count: header.nodes + 1)
        values = header.section(2, of: mapping, count: header.nodes)
        units = header.section(3, of: mapping, count: header.units)
        labels = header.section(4, of: mapping, count: header.nodes)
        text = header.section(5, of: mapping, count: header.textBytes)
    }

    deinit { munmap(UnsafeMutableRawPointer(mutating: mapping.baseAddress), mapping.count) }

    /// The log probability of a piece.
    func score(of piece: Int32) -> Double { scores[Int(piece)] }

    /// The lowest of all.
    func lowestScore() -> Double { scores.min() ?? 0 }

    /// The piece of exactly these bytes.
    func id(of name: String) -> Int32? {
        let bytes = Array(name.utf8)
        var found: Int32?
        forEachPiece(in: bytes, from: 0) { end, id in if end == bytes.count { found = id } }
        return found
    }

    /// Calls `body` with the end and the id of each piece that the bytes go on with, the shorter first.
    @inline(__always)
    func forEachPiece(in bytes: [UInt8], from start: Int, _ body: (_ end: Int, _ id: Int32) -> Void) {
        var node = 0
        var position = start
        while position < bytes.count, let next = child(of: node, bytes[position]) {
            node = next
            position += 1
            let value = values[node]
            if value >= 0, value < pieces { body(position, value) }
        }
    }

    @inline(__always)
    private func child(of node: Int, _ byte: UInt8) -> Int? {
        var low = Int(children[node])
        let end = Int(children[node + 1])
        // A damaged file must not lead outside of it.
        guard low < end, end <= nodes else { return nil }
        var high = end
        while low < high {
            let middle = (low + high) / 2
            if labels[middle] < byte { low = middle + 1 } else { high = middle }
        }
        return low < end && labels[low] == byte ? low : nil
    }

    /// What the charsmap replaces the bytes by: as SentencePiece's port in `tokenizers` does, the replacement of the
    /// shortest key that they begin with stands for all of them.
    func replacement(of bytes: Slice<UnsafeBufferPointer<UInt8>>) -> UnsafeBufferPointer<UInt8>? {
        guard var unit = units.first else { return nil }
        var node = Self.offset(of: unit)
        for byte in bytes {
            guard byte != 0 else { return nil }
            node ^= Int(byte)
            guard node < units.count else { return nil }
            unit = units[node]
            guard unit & 0x8000_00FF == UInt32(byte) else { return nil }
            node ^= Self.offset(of: unit)
            guard unit >> 8 & 1 == 1 else { continue }
            guard node < units.count else { return nil }
            let start = Int(units[node] & 0x7FFF_FFFF)
            guard start < text.count, let end = text[start...].firstIndex(of: 0) else { return nil }
            return UnsafeBufferPointer(rebasing: text[start..<end])
        }
        return nil
    }

    /// Of a unit of Darts-clone's double array: 22 bits, shifted by 8 more when the tenth bit is set.
    private static func offset(of unit: UInt32) -> Int { Int(unit >> 10) << Int((unit & 1 << 9) >> 6) }
}

/// The first bytes of the file, checked against its length.
private struct Header {
    static let size = 32
    let nodes: Int
    let pieces: Int
    let units: Int
    let textBytes: Int
    let unknown: Int32
    /// Where the sections begin.
    private let offsets: [Int]

    init?(_ mapping: UnsafeRawBufferPointer) {
        let words = (0..<6).map { Int(UInt32(littleEndian: mapping.load(fromByteOffset: $0 * 4, as: UInt32.self))) }
        guard mapping.prefix(4).elementsEqual("FDU1".utf8), words[1] > 0, words[5] < words[2] else { return nil }
        (nodes, pieces, units, textBytes, unknown) = (words[1], words[2], words[3], words[4], Int32(words[5]))
        var offsets = [Self.size]
        for size in [pieces * 8, (nodes + 1) * 4, nodes * 4, units * 4, nodes, textBytes] {
            offsets.append(offsets[offsets.count - 1] + (size + 7) / 8 * 8)
        }
        guard offsets[6] == mapping.count else { return nil }
        self.offsets = offsets
    }

    func section<Value>(_ number: Int, of mapping: UnsafeRawBufferPointer, count: Int) -> UnsafeBufferPointer<Value> {
        let start = offsets[number]
        return UnsafeRawBufferPointer(rebasing: mapping[start..<start + count * MemoryLayout<Value>.stride])
            .bindMemory(to: Value.self)
    }
}
