import Foundation

/// The Python process that the peers run in, asked in lines and answering in lines of JSON.
final class PeerProcess {
    /// One answer; each command gives some of these.
    struct Answer: Decodable {
        let nanoseconds: Double?
        let processorSeconds: Double?
        let tokens: Int?
        let positions: [Int]?
        let version: String?
        let way: String?
        let rate: Double?

        var duration: Duration { .nanoseconds(Int64(nanoseconds ?? .infinity)) }
    }

    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var buffer = Data()

    init(_ bench: Workbench) throws {
        process.executableURL = URL(filePath: bench.python)
        process.arguments = ["\(bench.peers)/peer.py"]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    func ask(_ words: String...) throws -> Answer {
        try input.fileHandleForWriting.write(contentsOf: Data((words.joined(separator: "\t") + "\n").utf8))
        while true {
            if let end = buffer.firstIndex(of: 0x0A) {
                defer { buffer = Data(buffer[(end + 1)...]) }
                return try JSONDecoder().decode(Answer.self, from: buffer[..<end])
            }
            let piece = output.fileHandleForReading.availableData
            guard !piece.isEmpty else { throw BenchFailure("the peer ended: \(words[0])") }
            buffer += piece
        }
    }
}

extension [Float] {
    /// Writes raw 32-bit values.
    func write(to path: String) throws {
        try withUnsafeBytes { try Data($0).write(to: URL(filePath: path)) }
    }

    /// Reads raw 32-bit values.
    init(contentsOf path: String) throws {
        let data = try Data(contentsOf: URL(filePath: path))
        self = data.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    }
}
