import DeskModel
import Testing

@testable import Ingest

@Suite("Kinds told by worker processes")
struct KindWorkerTests {
    private static let all = Set(DocumentKind.allCases)

    private func script(_ script: String, _ limits: ExtractionLimits = .ofKind) -> KindWorker {
        KindWorker(executable: "/bin/sh", arguments: ["-c", script], limits: limits)
    }

    @Test("S10: archives and old encodings are looked at by a process of their own")
    func program() async throws {
        let worker = KindWorker(executable: try WorkerProgram.path)
        let docx = DocxBuilder(DocxBuilder.paragraph("Text.")).bytes
        #expect(try await worker.isOne(of: Self.all, docx))
        #expect(try await worker.isOne(of: [.docx], docx))
        #expect(try await !worker.isOne(of: [.pdf, .txt], docx))
        #expect(try await worker.isOne(of: Self.all, ContainerFixture.encryptedPackage))
        #expect(try await !worker.isOne(of: Self.all, ContainerFixture.binaryDocument))
        let latin = "Straße und Straßen der Stadt. Grüße aus München.".unicodeScalars.map { UInt8($0.value) }
        #expect(DocumentMagic.of(latin) == .undecided)
        #expect(try await worker.isOne(of: Self.all, latin))
        #expect(try await !worker.isOne(of: Self.all, [0x7F, 0x45, 0x4C, 0x46] + [UInt8](repeating: 0, count: 100)))
    }

    @Test("which kind of text it is matters only where not all are taken")
    func text() async throws {
        let none = KindWorker(executable: "/nonexistent/frontdesk")
        #expect(try await none.isOne(of: Self.all, Array("Plain words.".utf8)))
        #expect(try await none.isOne(of: Self.all, Array("%PDF-1.7".utf8)))
        #expect(try await !none.isOne(of: [.txt], Array("%PDF-1.7".utf8)))
        #expect(try await !none.isOne(of: Self.all, Array("{\\rtf1 x}".utf8)))
        let worker = KindWorker(executable: try WorkerProgram.path)
        #expect(try await worker.isOne(of: [.txt], Array("Plain words.".utf8)))
        #expect(try await !worker.isOne(of: [.txt], Array("<!doctype html><p>x".utf8)))
    }

    @Test("a process that takes too long is ended, and its file refused")
    func late() async throws {
        var limits = ExtractionLimits.ofKind
        limits.wallSeconds = 0.3
        do {
            _ = try await script("exec sleep 3600", limits).isOne(of: Self.all, [0x50, 0x4B, 3, 4])
            Issue.record("the limit does not hold")
        } catch let failure as DocumentFailure {
            #expect(failure.code == "timed_out")
        }
    }

    @Test(
        "a process that was taken over can say a kind, and nothing else",
        arguments: [
            (#"echo '{"kind":"docx"}'; exec sleep 3600"#, "true"), (#"echo '{"kind":null}'"#, "false"),
            (#"echo '{"kind":"exe"}'; exit 1"#, "damaged"), (#"echo '{"document":1}'; echo; exit 1"#, "damaged"),
            ("kill -SEGV $$", "damaged"),
        ])
    func replies(text: String, outcome: String) async throws {
        do {
            let isTaken = try await script(text).isOne(of: Self.all, [0x50, 0x4B, 3, 4])
            #expect("\(isTaken)" == outcome)
        } catch let failure as DocumentFailure {
            #expect(failure.code == outcome)
        }
    }
}
