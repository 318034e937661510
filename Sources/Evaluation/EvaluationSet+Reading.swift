public import Foundation

extension EvaluationSet {
    /// Reads a folder of any of three formats: `documents/` with `questions.jsonl`; `corpus.jsonl` with `queries.jsonl` and
    /// `qrels.tsv`; or files in `pdf/` with `queries.jsonl` and a `qrels.tsv` that names them (each JSONL file may be
    /// gzipped; a `skip.txt` lists query ids to leave out).
    ///
    /// Blocks on the file system: call it off the cooperative pool where that matters.
    /// - Throws: `EvaluationSetError`.
    public static func read(_ folder: URL) throws -> EvaluationSet {
        let files = FileManager.default
        if files.fileExists(atPath: folder.appending(path: "questions.jsonl").path) { return try readCorpus(folder) }
        if JSONLines.exists("corpus", in: folder) { return try readJudged(folder) }
        if files.fileExists(atPath: folder.appending(path: fileFolder).path) { return try readFiles(folder) }
        throw EvaluationSetError("\(folder.path) holds neither questions.jsonl nor corpus.jsonl nor \(fileFolder)/")
    }

    // MARK: documents/ and questions.jsonl

    private struct Question: Decodable {
        let id: String
        let question: String
        let answerable: Bool
        let answers: [String]?
        let document: String?
        let page: Int?
        let passage: String?
    }

    private static func readCorpus(_ folder: URL) throws -> EvaluationSet {
        let documents = try files(in: folder.appending(path: "documents")).map {
            EvaluationDocument(key: $0.name, filename: $0.name, content: $0.content)
        }
        let known = Set(documents.map(\.key))
        let questions = try JSONLines.read("questions", Question.self, in: folder).map { question in
            if let document = question.document, !known.contains(document) {
                throw EvaluationSetError("question \(question.id) names \(document), which documents/ does not hold")
            }
            return EvaluationQuestion(
                id: question.id, text: question.question, answerable: question.answerable,
                answers: question.answers ?? [], relevance: question.document.map { [$0: 1] } ?? [:],
                page: question.page, passage: question.passage)
        }
        return EvaluationSet(name: folder.lastPathComponent, documents: documents, questions: questions)
    }

    static func files(in directory: URL) throws -> [(name: String, content: Data)] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory.path) else {
            throw EvaluationSetError("\(directory.path) cannot be listed")
        }
        return try names.filter { !$0.hasPrefix(".") }.sorted().map { name in
            guard let content = try? Data(contentsOf: directory.appending(path: name)) else {
                throw EvaluationSetError("\(directory.path)/\(name) cannot be read")
            }
            return (name, content)
        }
    }

    // MARK: corpus, queries and qrels

    private struct Passage: Decodable {
        let id: String
        let title: String?
        let text: String
        let business: String?
    }

    struct Query: Decodable {
        struct Turn: Decodable {
            let speaker: String
            let text: String
        }
        let id: String
        let text: String
        let answers: [String]?
        let answerable: Bool?
        let business: String?
        let lang: String?
        let history: [Turn]?
    }

    private static func readJudged(_ folder: URL) throws -> EvaluationSet {
        var documents: [EvaluationDocument] = []
        for passage in try JSONLines.read("corpus", Passage.self, in: folder) {
            let title = passage.title ?? ""
            let text = (title.isEmpty ? "" : title + "\n\n") + passage.text
            guard !text.allSatisfy(\.isWhitespace) else { continue }
            let name = passage.id.map {
                $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == ".") ? $0 : "_"
            }
            documents.append(
                EvaluationDocument(
                    key: passage.id, business: passage.business ?? "",
                    group: title.isEmpty ? article(passage.id) : title,
                    filename: String(name.prefix(100)) + ".txt", content: Data(text.utf8)))
        }
        let relevance = try judgements(folder)
        let questions = try queries(folder).map {
            EvaluationQuestion(
                id: $0.id, business: $0.business ?? "", text: $0.text, answerable: $0.answerable ?? true,
                answers: $0.answers ?? [], relevance: relevance[$0.id] ?? [:], language: $0.lang,
                history: ($0.history ?? []).map { .init(speaker: $0.speaker, text: $0.text) })
        }
        return EvaluationSet(name: folder.lastPathComponent, documents: documents, questions: questions)
    }

    static func queries(_ folder: URL) throws -> [Query] {
        let skipped = Set(
            ((try? String(contentsOf: folder.appending(path: "skip.txt"), encoding: .utf8)) ?? "")
                .split(whereSeparator: \.isWhitespace).map(String.init))
        return try JSONLines.read("queries", Query.self, in: folder).filter { !skipped.contains($0.id) }
    }

    /// Untitled passages are called by their article and a number.
    private static func article(_ id: String) -> String {
        guard let dash = id.lastIndex(of: "-") else { return id }
        return String(id[..<dash])
    }

    /// A header line, then query id, document id and grade, separated by tabs.
    static func judgements(_ folder: URL) throws -> [String: [String: Int]] {
        guard let text = try? String(contentsOf: folder.appending(path: "qrels.tsv"), encoding: .utf8) else {
            return [:]
        }
        var relevance: [String: [String: Int]] = [:]
        for (number, line) in text.split(whereSeparator: \.isNewline).enumerated().dropFirst() {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 3, let grade = Int(fields[2]) else {
                throw EvaluationSetError("qrels.tsv, line \(number + 1): expected query, document and grade")
            }
            relevance[fields[0], default: [:]][fields[1]] = grade
        }
        return relevance
    }
}
