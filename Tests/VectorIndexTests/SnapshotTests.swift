import DeskModel
import Foundation
import Testing

@testable import VectorIndex

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite("Index file")
struct SnapshotTests {
    private let business = BusinessID(7)
    private let folder = TemporaryFolder()

    private func index(_ count: Int, withGraph: Bool = false) throws -> (FaissIndex, query: [Float]) {
        var random = SeededGenerator(21)
        let index = try FaissIndex(modelID: "modèle/1", dimension: 12, generation: 0)
        let added = (0..<count).map { (id: ChunkID($0 * 3 + 1), vector: random.vector(12)) }
        try index.update(generation: 41, removed: [], added: added)
        if withGraph { try index.buildGraph(GraphPolicy.Options(links: 4, construction: 20, search: 32)) }
        try index.update(generation: 42, removed: [1, 4], added: [])
        return (index, random.vector(12))
    }

    @Test("gives back what was saved", arguments: [0, 1, 3, 1500], [false, true])
    func roundTrip(count: Int, withGraph: Bool) throws {
        guard count > 0 || !withGraph else { return }
        let (index, query) = try index(count, withGraph: withGraph)
        let header = try IndexDirectory(path: folder.path).save(index, of: business)
        #expect(header.generation == 42 && header.count == max(0, count - 2) && header.modelID == "modèle/1")
        let loaded = try #require(try IndexDirectory(path: folder.path).load(business) { $0 == header })
        #expect(loaded.status.generation == 42)
        #expect(loaded.status.count == index.status.count)
        #expect(loaded.status.graphed == index.status.graphed)
        #expect(loaded.modelID == index.modelID)
        #expect(try loaded.search(query, limit: 50, allowing: nil) == index.search(query, limit: 50, allowing: nil))
        #expect(folder.names == ["7.faiss"])
    }

    @Test("a flipped bit anywhere is noticed", arguments: [false, true])
    func flips(withGraph: Bool) throws {
        let (index, _) = try index(30, withGraph: withGraph)
        let header = try IndexDirectory(path: folder.path).save(index, of: business)
        let bytes = try folder.bytes(of: business)
        let directory = IndexDirectory(path: folder.path)
        var random = SeededGenerator(3)
        // Every byte of the header, the ids and the end; a sample of the rest.
        let offsets =
            Array(0..<min(400, bytes.count)) + Array(bytes.count - 64..<bytes.count)
            + (0..<300).map { _ in Int(random.next() % UInt64(bytes.count)) }
        for offset in offsets {
            var damaged = bytes
            damaged[offset] ^= 1 << UInt8(random.next() % 8)
            try folder.write(damaged, of: business)
            let loaded = try? directory.load(business) { $0 == header }
            #expect(loaded == nil, "byte \(offset)")
        }
        try folder.write(bytes, of: business)
        #expect(try directory.load(business) { $0 == header } != nil)
    }

    @Test("a shorter or longer file is noticed")
    func truncation() throws {
        let (index, _) = try index(20, withGraph: true)
        let directory = IndexDirectory(path: folder.path)
        _ = try directory.save(index, of: business)
        let bytes = try folder.bytes(of: business)
        for length in Array(stride(from: 0, to: bytes.count, by: 13)) + [bytes.count - 1] {
            try folder.write(Array(bytes.prefix(length)), of: business)
            #expect(throws: VectorIndexError.self, "length \(length)") { try directory.load(business) { _ in true } }
        }
        try folder.write(bytes + [0], of: business)
        #expect(throws: VectorIndexError.self) { try directory.load(business) { _ in true } }
    }

    @Test("sizes that a damaged header claims are not believed")
    func hostileSizes() throws {
        let (index, _) = try index(5)
        let directory = IndexDirectory(path: folder.path)
        _ = try directory.save(index, of: business)
        let bytes = try folder.bytes(of: business)
        for offset in [32, 36, 40, 48, 56] {
            for value in [UInt8(0x7F), 0xFF] {
                var damaged = bytes
                for byte in 0..<(offset < 40 ? 4 : 8) { damaged[offset + byte] = value }
                try folder.write(damaged, of: business)
                #expect(throws: VectorIndexError.self) { try directory.load(business) { _ in true } }
            }
        }
    }

    @Test("another business's file is not taken for one's own")
    func foreignFile() throws {
        let (index, _) = try index(5)
        let directory = IndexDirectory(path: folder.path)
        _ = try directory.save(index, of: BusinessID(8))
        try folder.write(folder.bytes(of: BusinessID(8)), of: business)
        #expect(throws: VectorIndexError.corrupt("the file is another business's")) {
            try directory.load(business) { _ in true }
        }
    }

    @Test("what is no regular file is refused and never waited for")
    func oddFiles() throws {
        let directory = IndexDirectory(path: folder.path)
        let path = folder.file(of: business)
        #expect(try directory.load(business) { _ in true } == nil)
        #expect(mkfifo(path, 0o600) == 0)
        #expect(throws: VectorIndexError.self) { try directory.load(business) { _ in true } }
        unlink(path)
        #expect(symlink("/etc/hostname", path) == 0)
        #expect(throws: VectorIndexError.self) { try directory.load(business) { _ in true } }
        let (index, _) = try index(5)
        _ = try directory.save(index, of: business)
        #expect(try directory.load(business) { _ in true } != nil)
    }

    @Test("files that a killed writer left are cleared away, those being written and others are not")
    func leftovers() throws {
        let (index, _) = try index(5)
        _ = try IndexDirectory(path: folder.path).save(index, of: business)
        let kept = try folder.bytes(of: business)
        for name in ["7.faiss.99-1.tmp", "9.faiss.99-2.tmp", "notes.tmp"] {
            try Data(kept.prefix(100)).write(to: URL(fileURLWithPath: "\(folder.path)/\(name)"))
        }
        let beingWritten = open("\(folder.path)/9.faiss.99-2.tmp", O_RDWR)
        #expect(flock(beingWritten, LOCK_EX | LOCK_NB) == 0)
        defer { close(beingWritten) }
        #expect(try IndexDirectory(path: folder.path).load(business) { _ in true } != nil)
        #expect(folder.names == ["7.faiss", "9.faiss.99-2.tmp", "notes.tmp"])
    }

    @Test("a save that cannot be made leaves the old file and no other")
    func failedSave() throws {
        let (index, _) = try index(5)
        try FileManager.default.createDirectory(
            atPath: folder.file(of: business) + "/full", withIntermediateDirectories: true)
        #expect(throws: VectorIndexError.self) { try IndexDirectory(path: folder.path).save(index, of: business) }
        #expect(folder.names == ["7.faiss"])
        #expect(throws: VectorIndexError.self) {
            try IndexDirectory(path: "/proc/no/such").save(index, of: business)
        }
    }
}
