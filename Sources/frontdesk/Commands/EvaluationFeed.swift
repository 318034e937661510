import Answering
import ChatServer
import DeskModel
import Evaluation
import Foundation
import Ingest
import Storage

/// Takes an evaluation set into a desk and lets its questions be asked.
struct EvaluationFeed: Sendable {
    let system: DeskSystem
    let set: EvaluationSet

    /// Opens a desk, takes the set in and lends its questions' target.
    ///
    /// - Parameter data: the folder to keep; without one, a temporary folder is used and removed.
    static func with<Result>(
        _ set: EvaluationSet, data: String?, config: String?, _ body: (EvaluationTarget) async throws -> Result
    ) async throws -> Result {
        let temporary = FileManager.default.temporaryDirectory.appending(path: "frontdesk-eval-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: temporary) }
        let folder = data ?? temporary.path(percentEncoded: false)
        let settings = try Settings(arguments: [.data: folder], configFile: config)
        let system = try await DeskSystem.open(settings, quiet: true)
        return try await body(EvaluationFeed(system: system, set: set).target())
    }

    /// Makes a business for each of the set's and takes the documents in; what a kept folder already holds stays.
    ///
    /// - Throws: `DocumentFailure` of the first document that was not taken in.
    func target() async throws -> EvaluationTarget {
        let kept = Dictionary(
            try await BusinessOption.all(in: system.store).map { ($0.name, $0) },
            uniquingKeysWith: { first, _ in first })
        var businesses: [String: Business] = [:]
        for business in set.businesses {
            let name = business.isEmpty ? set.name : set.name + "/" + business
            if let known = kept[name] {
                businesses[business] = known
            } else {
                businesses[business] = try await system.store.createBusiness(name: name, settings: BusinessSettings())
                    .business
            }
        }
        var keys: [DocumentID: String] = [:]
        for document in set.documents {
            guard let business = businesses[document.business] else { continue }
            let upload = DocumentUpload(
                business: business.id, filename: document.filename, content: Array(document.content))
            keys[try await system.library.add(upload).document.id] = document.key
        }
        try await settle(Array(businesses.values))
        let (system, known, names) = (system, businesses, keys)
        return EvaluationTarget(
            search: { question, limit in
                guard let business = known[question.business] else { return [] }
                let history = Self.history(of: question, in: business)
                let passages = try await system.answerer.search(
                    question.text, history: history, in: business, limit: limit)
                return passages.map {
                    EvaluationTarget.Found(
                        document: names[$0.chunk.document] ?? "", pages: $0.chunk.pages, text: $0.chunk.text)
                }
            },
            ask: { question in
                guard let business = known[question.business] else {
                    return EvaluationTarget.Given(text: "", answered: false, confidence: 0, cited: [])
                }
                let history = Self.history(of: question, in: business)
                let request = AnswerRequest(business: business, question: question.text, history: history)
                let (answer, _) = try await system.answerer.answer(request)
                return EvaluationTarget.Given(
                    text: answer.text, answered: answer.answered, confidence: answer.confidence,
                    cited: answer.citations.compactMap { names[$0.documentID] })
            },
            inspect: { question in
                guard let business = known[question.business] else { return nil }
                let history = Self.history(of: question, in: business)
                let inspection = try await system.answerer.inspect(
                    AnswerRequest(business: business, question: question.text, history: history))
                return (inspection, inspection.candidates.map { names[$0.passage.chunk.document] ?? "" })
            })
    }

    private func settle(_ businesses: [Business]) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await system.ingest.run() }
            defer { group.cancelAll() }
            var bar = ProgressBar()
            while true {
                var all: [Document] = []
                for business in businesses {
                    var after: DocumentID?
                    repeat {
                        let page = try await system.store.documents(in: business.id, after: after, limit: 500)
                        all += page
                        after = page.count == 500 ? page.last?.id : nil
                    } while after != nil
                }
                if let failed = all.first(where: { $0.status == .failed }) {
                    throw failed.error ?? DocumentFailure(code: "internal", message: failed.filename)
                }
                let ready = all.count { $0.status == .ready }
                bar.show(Double(ready) / Double(max(1, all.count)), "\(ready) of \(all.count) documents")
                if ready == all.count {
                    await system.reranking.completeAll()
                    return bar.finish("\(ready) documents ready.")
                }
                try await Task.sleep(for: .milliseconds(200))
            }
        }
    }

    private static func history(of question: EvaluationQuestion, in business: Business) -> [Message] {
        question.history.map { turn in
            Message(
                id: UUIDv7.next(), conversation: "", business: business.id,
                sender: turn.speaker == "user" ? .user : .assistant, text: turn.text, createdAt: .now())
        }
    }
}
