import Foundation
import Glibc
import Ingest

/// Reading a PDF as the server does, by a worker process that was started ahead, against `pdftotext` (poppler-utils).
enum ExtractionBenchmark {
    /// Measured times, one per round.
    private struct Times {
        var ours: [Double] = []
        var theirs: [Double] = []
        var command: [Double] = []
        var ourProcessor: [Double] = []
        var theirProcessor: [Double] = []
    }

    /// Between two measurements, so that the next worker's start falls into none.
    private static let pause = Duration.milliseconds(400)

    static func run(_ bench: Workbench) async throws -> Finding {
        let pdf = try bench.handbookPDF()
        let (ourText, theirText) = (bench.path("ours.txt"), bench.path("theirs.txt"))
        let worker = ExtractionWorker(executable: bench.frontdesk, standby: 1)
        var times = Times()
        // The first round brings programs and file into memory, starts the first worker, and is not counted.
        for round in 0...bench.sizes.extractions {
            bench.say("extraction, round \(round) of \(bench.sizes.extractions)")
            let before = rusage.spent
            let own = try await ContinuousClock().measure {
                let content = try Data(contentsOf: URL(filePath: pdf))
                let document = try await worker.extract([UInt8](content), filename: "handbook.pdf")
                let text = document.pages.map(\.text).joined(separator: "\n\u{0C}\n")
                try Data(text.utf8).write(to: URL(filePath: ourText))
            }
            let processor = rusage.spent - before
            try await Task.sleep(for: pause)
            let peer = try await offPool { try Command.run("pdftotext", [pdf, "-"], output: theirText) }
            try await Task.sleep(for: pause)
            let command = try await offPool { try Command.run(bench.frontdesk, ["extract", pdf], output: "/dev/null") }
            try await Task.sleep(for: pause)
            guard command.status == 0, peer.status == 0 else { throw BenchFailure("the PDF could not be read") }
            guard round > 0 else { continue }
            times.ours.append(own.seconds)
            times.theirs.append(peer.duration.seconds)
            times.command.append(command.duration.seconds)
            times.ourProcessor.append(processor.milliseconds)
            times.theirProcessor.append(peer.processor.milliseconds)
        }
        return finding(
            times, pages: bench.sizes.pages, words: (try words(in: ourText), try words(in: theirText)))
    }

    private static func finding(_ times: Times, pages: Int, words: (ours: Int, theirs: Int)) -> Finding {
        func rate(_ seconds: Double) -> String { Figure.number(Double(pages) / seconds) }
        func milliseconds(_ seconds: Double?) -> String { Figure.number((seconds ?? .nan) * 1_000) }
        return Finding(
            figures: [
                Figure(
                    what: "Extraction of a \(pages)-page PDF, pages/s", ours: rate(times.ours.median),
                    peer: "\(rate(times.theirs.median)) (pdftotext)",
                    ratio: zip(times.theirs, times.ours).map { $0 / $1 }.median, bar: .atLeast(1))
            ],
            notes: [
                """
                As the server meets a document: from the file to its text in another file, by a worker process that was \
                started after the document before (it reads on two threads, finds headings, lists, tables and columns, and \
                drops running headers). Against `pdftotext FILE -`, started for the document, on one thread. By turns, \
                \(times.ours.count) rounds after one to warm up, with a pause in between in which the next worker \
                starts. Best times: \(milliseconds(times.ours.min())) and \(milliseconds(times.theirs.min())) ms, \
                medians \(milliseconds(times.ours.median)) and \(milliseconds(times.theirs.median)) ms. Words written: \
                \(words.ours) and \(words.theirs). Processor time, the worker's start included: \
                \(Figure.number(times.ourProcessor.median)) and \(Figure.number(times.theirProcessor.median)) ms.
                """,
                """
                `frontdesk extract FILE`, which starts the program and then a worker for the one document, in the same \
                rounds: \(milliseconds(times.command.min())) ms at best, median \(milliseconds(times.command.median)) ms.
                """,
                """
                The PDF is laid out by reportlab from prose that the benchmark writes itself: embedded fonts, justified \
                text, running headers, lists, ruled tables, an outline, every fourth chapter in two columns.
                """,
            ])
    }

    private static func words(in path: String) throws -> Int {
        try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isWhitespace).count
    }
}

extension rusage {
    /// Processor time of this process and of those that it waited for.
    fileprivate static var spent: Duration {
        var children = rusage()
        getrusage(RUSAGE_CHILDREN.rawValue, &children)
        return own.processor + children.processor
    }
}
