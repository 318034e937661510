import Foundation

/// The Python process that searches with bare FAISS, asked in lines.
final class PeerProcess {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private let folder: String

    init(python: String, script: String, folder: String) throws {
        self.folder = folder
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = [script]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    deinit { process.terminate() }

    /// - Returns: what the peer says of itself.
    func load(_ vectors: [[Float]], dimension: Int) throws -> String {
        try ask("load", vectors.flatMap { $0 }, dimension)
    }

    /// - Returns: nanoseconds of the search alone, and the positions it found.
    func search(_ query: [Float], limit: Int) throws -> (nanoseconds: Double, positions: [Int]) {
        let numbers = try ask("search", query, limit).split(separator: " ").compactMap { Int($0) }
        guard let first = numbers.first else { throw CocoaError(.fileReadCorruptFile) }
        return (Double(first), Array(numbers.dropFirst()))
    }

    private func ask(_ command: String, _ values: [Float], _ number: Int) throws -> String {
        let path = folder + "/values.f32"
        try values.withUnsafeBytes { try Data($0).write(to: URL(fileURLWithPath: path)) }
        try input.fileHandleForWriting.write(contentsOf: Data("\(command) \(path) \(number)\n".utf8))
        var line = Data()
        while let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty, byte != Data([10]) {
            line.append(byte)
        }
        return String(decoding: line, as: UTF8.self)
    }
}
