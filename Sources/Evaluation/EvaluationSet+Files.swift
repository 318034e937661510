import Foundation

extension EvaluationSet {
    static let fileFolder = "pdf"

    /// Whole files, and queries with judgements that name them.
    static func readFiles(_ folder: URL) throws -> EvaluationSet {
        let files = try files(in: folder.appending(path: fileFolder))
        let known = Set(files.map(\.name))
        let relevance = try judgements(folder)
        let queries = try queries(folder)
        for query in queries {
            for file in (relevance[query.id] ?? [:]).keys.sorted() where !known.contains(file) {
                throw EvaluationSetError("query \(query.id) is judged by \(file), which \(fileFolder)/ does not hold")
            }
        }
        let owners = owners(of: queries, relevance)
        let businesses = Set(queries.map { $0.business ?? "" })
        let documents = try files.map { name, content in
            guard let business = owners[name] ?? named(in: name, businesses) else {
                throw EvaluationSetError("nothing says which of the businesses \(fileFolder)/\(name) belongs to")
            }
            return EvaluationDocument(key: name, business: business, filename: name, content: content)
        }
        let questions = queries.map {
            EvaluationQuestion(
                id: $0.id, business: $0.business ?? "", text: $0.text, answerable: $0.answerable ?? true,
                answers: $0.answers ?? [], relevance: relevance[$0.id] ?? [:], isJudgedByFile: true,
                language: $0.lang,
                history: ($0.history ?? []).map { .init(speaker: $0.speaker, text: $0.text) })
        }
        return EvaluationSet(name: folder.lastPathComponent, documents: documents, questions: questions)
    }

    /// A file belongs to the business whose questions it answers.
    private static func owners(of queries: [Query], _ relevance: [String: [String: Int]]) -> [String: String] {
        var owners: [String: String] = [:]
        for query in queries {
            for (file, grade) in relevance[query.id] ?? [:] where grade > 0 { owners[file] = query.business ?? "" }
        }
        return owners
    }

    /// The one business there is, or the one that a part of the file's name names.
    private static func named(in file: String, _ businesses: Set<String>) -> String? {
        if businesses.count <= 1 { return businesses.first ?? "" }
        let parts = Set(file.split { !$0.isLetter && !$0.isNumber }.map(String.init))
        let named = businesses.filter(parts.contains)
        return named.count == 1 ? named.first : nil
    }
}
