import Foundation
import Testing

@Suite("The sample business")
struct EvaluationTests {
    @Test("eval finds the passages of the sample's questions, answers them, and declines what cannot be answered")
    func sample() async throws {
        let folder = try DeskFolder()
        let corpus = try Self.checkout.appending(path: "corpora/harbour-lane").path()
        try FileManager.default.createDirectory(atPath: folder.path("tmp"), withIntermediateDirectories: true)
        let result = try await folder.run("eval", corpus, "--json", environment: ["TMPDIR": folder.path("tmp")])
        #expect(result.status == 0, "\(result.errors)")
        let report = try result.json()
        let rows = try #require(report["rows"] as? [[String: Any]])
        #expect(rows.count == 60)
        let answerable = rows.filter { $0["answerable"] as? Bool == true }
        let unanswerable = rows.filter { $0["answerable"] as? Bool == false }
        #expect(answerable.count == 45)
        let found = answerable.compactMap { $0["passageFound"] as? Bool }
        #expect(found.count == 45)
        #expect(Double(found.count { $0 }) / Double(found.count) >= 0.95)
        #expect(unanswerable.count { $0["answered"] as? Bool == false } >= 12)
        #expect(answerable.count { $0["answered"] as? Bool == false } <= 3)
        // Nothing is left of its temporary data folder.
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path("tmp"))
        #expect(left.isEmpty, "\(left)")
    }

    /// The folder of `Package.swift`.
    private static var checkout: URL {
        get throws {
            var folder = URL(filePath: #filePath)
            while folder.path() != "/" {
                folder = folder.deletingLastPathComponent()
                if FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path()) {
                    return folder
                }
            }
            throw Failure("no Package.swift above \(#filePath)")
        }
    }
}
