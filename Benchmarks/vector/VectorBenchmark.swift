import DeskModel
import Foundation
import Logging
import VectorIndex

/// Compares a business's search, through the whole service, with bare FAISS flat search, query by query in one run.
///
/// `vector-benchmark PYTHON [COUNT...]`, with a Python that has faiss-cpu; prints one line per count.
@main
struct VectorBenchmark {
    static let dimension = 384
    static let limit = 10
    static let queries = 200

    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let python = arguments.first else {
            print("usage: vector-benchmark PYTHON [COUNT...]")
            exit(2)
        }
        let counts = arguments.dropFirst().compactMap { Int($0) }
        for count in counts.isEmpty ? [10_000, 100_000] : counts { try await measure(count, python: python) }
    }

    private static func measure(_ count: Int, python: String) async throws {
        let folder = NSTemporaryDirectory() + "vector-benchmark-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var random = SystemRandomNumberGenerator()
        let all = clustered(count + queries, using: &random)
        let vectors = Array(all.prefix(count))
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("peer.py").path
        let peer = try PeerProcess(python: python, script: script, folder: folder)
        let name = try peer.load(vectors, dimension: dimension)
        let service = VectorIndexService(
            directory: folder, source: Vectors(vectors: vectors),
            configuration: .init(graphThreshold: .max), logger: Logger(label: "benchmark") { _ in SwiftLogNoOpLogHandler() })
        let clock = ContinuousClock()
        _ = try await service.search(all[0], in: BusinessID(1), limit: limit, allowing: nil)
        _ = try peer.search(all[0], limit: limit)

        var ours: [Double] = []
        var theirs: [Double] = []
        var same = 0
        for query in all.suffix(queries) {
            var found: [ScoredChunk] = []
            let time = try await clock.measure {
                found = try await service.search(query, in: BusinessID(1), limit: limit, allowing: nil)
            }
            ours.append(Double(time.components.attoseconds) / 1e15 + Double(time.components.seconds) * 1e3)
            let answer = try peer.search(query, limit: limit)
            theirs.append(answer.nanoseconds / 1e6)
            same += Set(found.map { Int($0.id) - 1 }).intersection(answer.positions).count
        }
        let fields = [
            "vectors=\(count)x\(dimension)", "peer=\(name.split(separator: " ").last ?? "?")",
            "ours_p50_ms=\(text(ours, 0.5))", "ours_p95_ms=\(text(ours, 0.95))", "faiss_p50_ms=\(text(theirs, 0.5))",
            "faiss_p95_ms=\(text(theirs, 0.95))",
            "ratio_p50=\(String(format: "%.2f", quantile(theirs, 0.5) / quantile(ours, 0.5)))",
            "recall_at_\(limit)=\(String(format: "%.4f", Double(same) / Double(limit * queries)))",
        ]
        print(fields.joined(separator: " "))
    }

    private static func quantile(_ values: [Double], _ share: Double) -> Double {
        values.sorted()[min(values.count - 1, Int(Double(values.count) * share))]
    }

    private static func text(_ values: [Double], _ share: Double) -> String {
        String(format: "%.3f", quantile(values, share))
    }

    /// Unit vectors in groups of about fifty, as the chunks of documents are.
    private static func clustered(_ count: Int, using random: inout SystemRandomNumberGenerator) -> [[Float]] {
        func normal() -> Float { (0..<4).reduce(Float(0)) { sum, _ in sum + Float.random(in: -0.866...0.866, using: &random) } }
        let centres = (0..<max(1, count / 50)).map { _ in (0..<dimension).map { _ in normal() } }
        return (0..<count).map { _ in
            let centre = centres[Int.random(in: 0..<centres.count, using: &random)]
            let raw = centre.map { $0 + 0.8 * normal() }
            let norm = raw.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
            return raw.map { $0 / norm }
        }
    }
}

/// A set of vectors that never changes, under ids from 1.
private struct Vectors: VectorSource {
    let vectors: [[Float]]

    func vectorSet(of business: BusinessID) -> VectorSet? {
        VectorSet(modelID: "benchmark", dimension: VectorBenchmark.dimension, generation: 1, count: vectors.count)
    }

    func vectors(
        of business: BusinessID, modelID: String, after: ChunkID, limit: Int
    ) -> [(id: ChunkID, vector: [Float])] {
        let start = Int(after)
        return vectors[start..<min(vectors.count, start + limit)].enumerated().map { (ChunkID(start + $0 + 1), $1) }
    }
}
