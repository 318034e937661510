import DeskModel
import Foundation
import Synchronization
import Testing

@testable import Ingest

@Suite("Extraction in worker processes")
struct ExtractionWorkerTests {
    private func failure(_ worker: ExtractionWorker, _ content: [UInt8] = Array("text".utf8)) async throws
        -> DocumentFailure?
    {
        do {
            _ = try await worker.extract(content, filename: "file")
            return nil
        } catch let failure as DocumentFailure {
            return failure
        }
    }

    private func pdf(pages: Int) -> [UInt8] {
        var writer = PDFWriter()
        for number in 1...pages {
            var page = PDFWriter.Page()
            page.text("What page \(number)x says.", x: 60, y: 300)
            writer.pages.append(page)
        }
        return writer.data()
    }

    @Test("a worker gives what reading in this process gives")
    func sameAsInProcess() async throws {
        let content = pdf(pages: 40)
        let document = try await WorkerProgram.worker().extract(content, filename: "a.pdf")
        #expect(document == (try DocumentExtractor.extract(content, filename: "a.pdf")))
        #expect(document.pages.count == 40)
    }

    @Test("kinds are told by content, and a reader's failure arrives as it was")
    func failures() async throws {
        let worker = try WorkerProgram.worker()
        #expect(try await worker.extract(Array("Just a line of text.".utf8), filename: "x.pdf").kind == .txt)
        #expect(try await failure(worker, [])?.code == "empty")
        #expect(
            try await failure(worker, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0])?.code
                == "unsupported_kind")
        #expect(try await failure(worker, PDFWriter(pages: [PDFWriter.Page()]).data())?.code == "no_text")
    }

    @Test("more documents than workers are all read, in turn")
    func manyAtOnce() async throws {
        let worker = try WorkerProgram.worker(workers: 2)
        let texts = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<6 {
                group.addTask {
                    try await worker.extract(Array("Document number \(number) says this.".utf8), filename: "a").pages[0]
                        .text
                }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(texts == Set((0..<6).map { "Document number \($0) says this." }))
    }

    @Test("a stream that unpacks without end is stopped by the processor limit")
    func processorLimit() async throws {
        var page = PDFWriter.Page()
        page.rawContent = ("/Filter [/FlateDecode /FlateDecode]", FlateBomb.twice(bytes: 400_000))
        var limits = ExtractionLimits()
        limits.processorSeconds = 1
        let failure = try await failure(WorkerProgram.worker(limits), PDFWriter(pages: [page]).data())
        #expect(failure?.code == "timed_out")
    }

    @Test("a document that needs more memory than allowed kills its worker only")
    func memoryLimit() async throws {
        var limits = ExtractionLimits()
        limits.memory = 64 << 20
        // Its blocks take many times the eight megabytes of its source.
        let content = "<!doctype html><title>x</title>" + String(repeating: "<p>A paragraph of text.", count: 400_000)
        #expect(try await failure(WorkerProgram.worker(limits), Array(content.utf8))?.code == "out_of_memory")
    }

    @Test("a worker that hangs is killed with all that it started")
    func wallLimit() async throws {
        let mark = TestProcess.mark()
        var limits = ExtractionLimits()
        limits.wallSeconds = 0.3
        #expect(try await failure(WorkerProgram.script("sleep \(mark) & sleep \(mark)", limits))?.code == "timed_out")
        try await waitUntilGone(mark)
    }

    @Test("a worker that is stuck on a page is killed long before its time is over")
    func stall() async throws {
        var limits = ExtractionLimits()
        limits.stallSeconds = 0.3
        let script = #"echo '{"progress":[1,2]}'; exec sleep 3600"#
        #expect(try await failure(WorkerProgram.script(script, limits))?.code == "timed_out")
    }

    @Test("a cancelled extraction ends at once, and its worker with it")
    func cancellation() async throws {
        let mark = TestProcess.mark()
        let worker = WorkerProgram.script("sleep \(mark)")
        let task = Task { try await worker.extract(Array("text".utf8), filename: "a") }
        while TestProcess.all(argument: mark).isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        try await waitUntilGone(mark)
    }

    @Test(
        "however a worker ends without a report, the document fails with a code",
        arguments: [
            ("kill -SEGV $$", "damaged"), ("kill -ABRT $$", "damaged"), ("kill -KILL $$", "out_of_memory"),
            ("kill -XCPU $$", "timed_out"), ("exit 1", "damaged"), ("exit 71", "internal"), ("exit 127", "internal"),
            ("exit 0", "internal"),
            ("echo 'terminate called after throwing std::bad_alloc' >&2; kill -ABRT $$", "out_of_memory"),
            ("echo nonsense; echo '{}'; exit 134", "damaged"), ("cat > /dev/null; exit 3", "damaged"),
        ])
    func endings(script: String, code: String) async throws {
        #expect(try await failure(WorkerProgram.script(script))?.code == code)
    }

    @Test("a worker that does not read a large document raises no signal here")
    func closedInput() async throws {
        let content = [UInt8](repeating: 0x61, count: 8 << 20)
        #expect(try await failure(WorkerProgram.script("exec 0<&-; sleep 0.05; exit 3"), content)?.code == "damaged")
    }

    @Test("a worker that writes too much is stopped")
    func outputLimit() async throws {
        var limits = ExtractionLimits()
        limits.output = 100_000
        #expect(try await failure(WorkerProgram.script("exec yes", limits))?.code == "too_large")
    }

    @Test("a program that is not there is a failure of ours")
    func missingProgram() async throws {
        #expect(try await failure(ExtractionWorker(executable: "/nonexistent/frontdesk"))?.code == "internal")
    }

    @Test("a worker sees nothing of this process: no environment, no descriptors")
    func isolation() async throws {
        setenv("OPENAI_API_KEY", "secret", 1)
        let descriptor = open("/dev/null", O_RDONLY)
        defer { close(descriptor) }
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: file) }
        _ = try await failure(WorkerProgram.script("(env; pwd; ls /proc/self/fd) > \(file.path)"))
        let seen = try String(contentsOf: file, encoding: .utf8)
        #expect(!seen.contains("secret"))
        let lines = seen.split(separator: "\n").map(String.init)
        #expect(lines.contains("LANG=C.UTF-8"))
        // ls itself has the folder open as descriptor 3.
        let root = try #require(lines.lastIndex(of: "/"))
        #expect(Set(lines[(root + 1)...]).isSubset(of: ["0", "1", "2", "3"]))
    }

    @Test("progress is reported from page to page")
    func progress() async throws {
        let reports = Mutex<[[Int]]>([])
        let worker = WorkerProgram.script(
            #"echo '{"progress":[1,3]}'; echo '{"progress":[3,3]}'; echo '{"failure":{"code":"no_text","message":"m"}}'"#
        )
        await #expect(throws: DocumentFailure(code: "no_text", message: "m")) {
            try await worker.extract([1], filename: "a") { done, total in reports.withLock { $0.append([done, total]) }
            }
        }
        #expect(reports.withLock { $0 } == [[1, 3], [3, 3]])
    }

    /// A killed process goes when the system gets round to it; one that was not killed sleeps for hours.
    private func waitUntilGone(_ arguments: String) async throws {
        for _ in 0..<500 where !TestProcess.all(argument: arguments).isEmpty {
            try await Task.sleep(for: .milliseconds(10))
        }
        #expect(TestProcess.all(argument: arguments).isEmpty)
    }
}
