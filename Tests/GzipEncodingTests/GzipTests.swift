import Foundation
import GzipEncoding
import Testing

@Suite("Gzip")
struct GzipTests {
    @Test("What is compressed is what gunzip gives back", arguments: [0, 1, 70_000])
    func roundTrip(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0 / 7) }
        let compressed = try #require(Gzip.compressed(bytes))
        #expect(compressed.starts(with: [0x1F, 0x8B, 8]))
        #expect(try gunzip(compressed) == bytes)
    }

    @Test("Text becomes much smaller")
    func smaller() throws {
        let text = Array(String(repeating: "The desk answers from documents. ", count: 500).utf8)
        let compressed = try #require(Gzip.compressed(text))
        #expect(compressed.count < text.count / 20)
    }

    /// By the program of the system, through files: a pipe would hold only so much.
    private func gunzip(_ bytes: [UInt8]) throws -> [UInt8] {
        let file = FileManager.default.temporaryDirectory.appending(path: "gzip-test-\(UUID().uuidString).gz")
        let result = file.deletingPathExtension()
        defer {
            try? FileManager.default.removeItem(at: file)
            try? FileManager.default.removeItem(at: result)
        }
        try Data(bytes).write(to: file)
        let process = try Process.run(URL(filePath: "/bin/gzip"), arguments: ["-d", file.path])
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return Array(try Data(contentsOf: result))
    }
}
