import DeskModel
import Foundation
import Testing

@testable import Ingest

@Suite("Worker processes started ahead")
struct StandbyWorkerTests {
    /// A worker whose failure's code is the number of its process, known by `mark` among its arguments.
    private func worker(_ mark: String, then script: String? = nil, standby: Int = 1) -> ExtractionWorker {
        let answer = #"echo '{"failure":{"code":"'$$'","message":"m"}}'"#
        return ExtractionWorker(
            executable: "/bin/sh", arguments: ["-c", "read request; \(script ?? answer)", mark], standby: standby)
    }

    /// The process that read a document.
    private func reader(_ worker: ExtractionWorker) async throws -> pid_t {
        do {
            _ = try await worker.extract(Array("text".utf8), filename: "a")
        } catch let failure as DocumentFailure {
            return try #require(pid_t(failure.code), "\(failure)")
        }
        return 0
    }

    /// The process that waits, once it does.
    private func waiting(_ mark: String) async throws -> pid_t {
        for _ in 0..<500 {
            if let process = TestProcess.all(argument: mark).first { return process }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw TestProcess.Missing()
    }

    @Test("the second document is read by the process that waits, and each by another one")
    func oneDocumentEach() async throws {
        let mark = TestProcess.mark()
        let worker = worker(mark)
        var readers = [try await reader(worker)]
        for _ in 0..<3 {
            let waiting = try await waiting(mark)
            readers.append(try await reader(worker))
            #expect(readers.last == waiting)
        }
        #expect(Set(readers).count == 4)
    }

    @Test("a process that waits ends, and is reaped, when nobody can give it a document any more")
    func endsWithItsOwner() async throws {
        let mark = TestProcess.mark()
        var worker: ExtractionWorker? = worker(mark)
        if let worker { _ = try await reader(worker) }
        let process = try await waiting(mark)
        worker = nil
        // A process that has ended and was not waited for still has its number.
        for _ in 0..<500 where kill(process, 0) == 0 { try await Task.sleep(for: .milliseconds(10)) }
        #expect(kill(process, 0) != 0)
    }

    @Test("the death of a process that waits is no document's failure")
    func deathWhileWaiting() async throws {
        let mark = TestProcess.mark()
        let worker = worker(mark)
        _ = try await reader(worker)
        let process = try await waiting(mark)
        kill(process, SIGKILL)
        for _ in 0..<500 where kill(process, 0) == 0 { try await Task.sleep(for: .milliseconds(10)) }
        #expect(try await reader(worker) > 0)
    }

    @Test("however many documents are read at once, one process waits afterwards")
    func bounded() async throws {
        let mark = TestProcess.mark()
        let worker = worker(mark)
        try await withThrowingTaskGroup(of: pid_t.self) { group in
            for _ in 0..<8 { group.addTask { try await reader(worker) } }
            let readers = try await group.reduce(into: Set<pid_t>()) { $0.insert($1) }
            #expect(readers.count == 8)
        }
        _ = try await waiting(mark)
        #expect(TestProcess.all(argument: mark).count == 1)
    }

    @Test("unless asked for, no process waits")
    func none() async throws {
        let mark = TestProcess.mark()
        let worker = worker(mark, standby: 0)
        _ = try await reader(worker)
        #expect(TestProcess.all(argument: mark).isEmpty)
        #expect(try await reader(worker) > 0)
    }

    @Test("a document that the waiting process reads can be cancelled")
    func cancellation() async throws {
        let mark = TestProcess.mark()
        let worker = worker(mark, then: #"exec sleep "$0""#)
        for _ in 0..<2 {
            let task = Task { try await worker.extract(Array("text".utf8), filename: "a") }
            // Once it reads, the shell has become another program.
            let process = try await waiting("sleep\0\(mark)")
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(kill(process, 0) != 0)
        }
    }

    @Test("a document is read as in this process, and its limits hold, whatever was read before it")
    func program() async throws {
        var limits = ExtractionLimits()
        limits.processorSeconds = 1
        let worker = ExtractionWorker(executable: try WorkerProgram.path, limits: limits, standby: 1)
        var endless = PDFWriter.Page()
        endless.rawContent = ("/Filter [/FlateDecode /FlateDecode]", FlateBomb.twice(bytes: 400_000))
        for number in 1...2 {
            var page = PDFWriter.Page()
            page.text("What document \(number) says.", x: 60, y: 300)
            let content = PDFWriter(pages: [page]).data()
            let document = try await worker.extract(content, filename: "a.pdf")
            #expect(document == (try DocumentExtractor.extract(content, filename: "a.pdf")))
            do {
                _ = try await worker.extract(PDFWriter(pages: [endless]).data(), filename: "b.pdf")
                Issue.record("the limit on processor time does not hold")
            } catch let failure as DocumentFailure {
                #expect(failure.code == "timed_out")
            }
        }
    }
}
