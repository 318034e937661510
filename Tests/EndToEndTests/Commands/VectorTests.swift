import Foundation
import Testing

@Suite("Protocol vectors", .serialized)
struct VectorTests {
    /// Runs files, given by their names without ending. They are named after nothing, so that their cases must tell.
    private func run(_ files: [String: String]) async throws -> CommandResult {
        let folder = try DeskFolder()
        for (name, content) in files { try folder.write(Data(content.utf8), to: "vectors/\(name).json") }
        return try await folder.run("vectors", folder.path("vectors"))
    }

    @Test("W7, W16, L15, C12: right vectors of every kind pass, whatever their files are called")
    func right() async throws {
        let result = try await run([
            "a": VectorSamples.signatures, "b": VectorSamples.segments(units: 5), "c": VectorSamples.webhooks,
            "d": VectorSamples.whatsApp, "e": VectorSamples.telegram, "f": VectorSamples.twilio,
            "g": VectorSamples.relay, "h": VectorSamples.models, "i": VectorSamples.identities,
        ])
        #expect(result.status == 0, "\(result.output) \(result.errors)")
        let lines = result.output.split(separator: "\n").map(String.init)
        let counts = ["a: 2", "b: 1", "c: 3", "d: 9", "e: 6", "f: 8", "g: 3", "h: 6", "i: 5"]
        for count in counts { #expect(lines.contains("\(count) passed, 0 failed"), "\(result.output)") }
        #expect(lines.last == "43 passed, 0 failed")
    }

    @Test("W7, W16, L15, C12: wrong vectors of every kind fail, each of their cases")
    func wrong() async throws {
        let result = try await run([
            "a": VectorSamples.signatures.replacing("\"valid\": true", with: "\"valid\": false").replacing(
                "\"negative\": true", with: "\"negative\": false"),
            "b": VectorSamples.segments(units: 4), "c": VectorSamples.wrongWebhooks,
            "d": VectorSamples.wrongWhatsApp, "e": VectorSamples.wrongTelegram, "f": VectorSamples.wrongTwilio,
            "g": VectorSamples.wrongRelay, "h": VectorSamples.wrongModels, "i": VectorSamples.wrongIdentities,
        ])
        #expect(result.status != 0)
        let lines = result.output.split(separator: "\n").map(String.init)
        let counts = ["a: 0 passed, 2", "b: 0 passed, 1", "c: 0 passed, 2", "d: 0 passed, 5", "e: 0 passed, 4"]
        for count in counts + ["f: 0 passed, 5", "g: 0 passed, 4", "h: 0 passed, 4", "i: 0 passed, 3"] {
            #expect(lines.contains("\(count) failed"), "\(result.output)")
        }
        #expect(result.output.contains("the runner does not know this expectation"))
        #expect(lines.last == "0 passed, 30 failed")
    }

    @Test("a file that nobody understands has failed; one of a protocol that the desk does not speak is named")
    func unknown() async throws {
        let mystery = try await run([
            "mystery": #"{"format": 1, "cases": [{"id": "x", "y": 1}]}"#, "broken": "{",
            "twilio_signature": #"{"format": 1}"#,
        ])
        #expect(mystery.status != 0)
        #expect(mystery.output.contains("mystery file: failed"))
        #expect(mystery.output.hasSuffix("0 passed, 3 failed\n"), "\(mystery.output)")
        let sections = try await run([
            "sms_segments_more": #"{"format": 1, "cases": [], "others": [{"id": "x", "text": "Hi", "segments": 1}]}"#
        ])
        #expect(sections.status != 0)
        #expect(sections.output.contains("others/x: failed"), "\(sections.output)")
        let speech = try await run(["speech": #"{"format": 1, "stt": [{"id": "x"}]}"#])
        #expect(speech.status != 0)
        #expect(speech.output.contains("speech: not run, for the desk does not speak sarvam yet"))
    }

    static let shared = "../shared/vectors"

    @Test(
        "the vectors beside the project pass, as far as the desk speaks their protocols",
        .enabled(if: FileManager.default.fileExists(atPath: VectorTests.shared)))
    func besides() async throws {
        let folder = try DeskFolder()
        let result = try await folder.run("vectors", Self.shared)
        #expect(result.status == 0, "\(result.output) \(result.errors)")
    }
}
