import Foundation

/// Reading a PDF: `frontdesk extract` against `pdftotext` (poppler-utils), each a whole process.
enum ExtractionBenchmark {
    static func run(_ bench: Workbench) async throws -> Finding {
        let pdf = try bench.handbookPDF()
        let (ourText, theirText) = (bench.path("ours.txt"), bench.path("theirs.txt"))
        var ours: [Double] = []
        var theirs: [Double] = []
        var ourProcessor: [Double] = []
        var theirProcessor: [Double] = []
        // The first round brings programs and file into memory and is not counted.
        for round in 0...bench.sizes.extractions {
            bench.say("extraction, round \(round) of \(bench.sizes.extractions)")
            let own = try await offPool { try Command.run(bench.frontdesk, ["extract", pdf], output: ourText) }
            let peer = try await offPool { try Command.run("pdftotext", [pdf, "-"], output: theirText) }
            guard own.status == 0, peer.status == 0 else { throw BenchFailure("the PDF could not be read") }
            guard round > 0 else { continue }
            ours.append(own.duration.seconds)
            theirs.append(peer.duration.seconds)
            ourProcessor.append(own.processor.milliseconds)
            theirProcessor.append(peer.processor.milliseconds)
        }
        let pages = Double(bench.sizes.pages)
        let ratio = zip(theirs, ours).map { $0 / $1 }.median
        return Finding(
            figures: [
                Figure(
                    what: "Extraction of a \(bench.sizes.pages)-page PDF, pages/s",
                    ours: Figure.number(pages / ours.median),
                    peer: "\(Figure.number(pages / theirs.median)) (pdftotext)",
                    ratio: ratio, bar: .atLeast(1))
            ],
            notes: [
                """
                `frontdesk extract FILE` (which starts its worker process, reads on two threads, finds headings, lists, \
                tables and columns, and drops running headers) against `pdftotext FILE -` (on one thread), whole process \
                against whole process, by turns, \(bench.sizes.extractions) rounds after one to warm up. Words written: \
                \(try words(in: ourText)) and \(try words(in: theirText)). Processor time: \
                \(Figure.number(ourProcessor.median)) and \(Figure.number(theirProcessor.median)) ms.
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
