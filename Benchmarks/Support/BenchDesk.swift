import DeskModel
import Foundation
import Ingest
import Logging
import Storage
import VectorIndex

/// A store with one business, its index, and the product's own ways of filling them.
struct BenchDesk {
    let store: SQLStore
    let index: VectorIndexService
    let business: Business
    private let bench: Workbench

    init(_ bench: Workbench, folder: String) async throws {
        self.bench = bench
        store = try await SQLStore.open(at: folder)
        index = VectorIndexService(directory: "\(folder)/vector_db", source: store, logger: bench.logger)
        business = try await store.createBusiness(name: "Wrenfield Hire", settings: BusinessSettings()).business
    }

    /// Takes files in through `IngestService` and worker processes. - Returns: the time until all of them were ready.
    func ingest(
        _ files: [(name: String, content: [UInt8])], with embedder: any Embedder, second: RerankingModel
    ) async throws -> Duration {
        let (store, business) = (store, business)
        let service = IngestService(
            store: store, business: { try await store.business($0) },
            models: BenchModels(embedder: embedder, second: second), index: index,
            extractor: ExtractionWorker(executable: bench.frontdesk), logger: bench.logger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await service.run() }
            defer { group.cancelAll() }
            let start = ContinuousClock.now
            var waiting: [DocumentID] = []
            for file in files {
                let upload = DocumentUpload(business: business.id, filename: file.name, content: file.content)
                waiting.append(try await store.accept(upload).document.id)
            }
            service.wake()
            while let id = waiting.last {
                guard let document = try await store.document(id, in: business.id) else { break }
                switch document.status {
                case .ready: waiting.removeLast()
                case .failed, .cancelled: throw BenchFailure("\(document.filename): \(document.error?.message ?? "?")")
                case .queued, .processing: try await Task.sleep(for: .milliseconds(10))
                }
            }
            return ContinuousClock.now - start
        }
    }

    /// The business's chunks with all vectors, in order of id.
    func chunks(modelID: String) async throws -> [EmbeddedChunk] {
        var chunks: [EmbeddedChunk] = []
        var after: ChunkID = 0
        while true {
            let page = try await store.vectors(of: business.id, modelID: modelID, after: after, limit: 500)
            guard let last = page.last else { return chunks }
            let passages = try await store.passages(page.map(\.id), in: business.id)
            chunks += zip(page, passages).map { vector, passage in
                EmbeddedChunk(
                    chunk: passage.chunk, vector: vector.vector, sentenceVectors: passage.sentenceVectors,
                    rerankingVector: passage.rerankingVector)
            }
            after = last.id
        }
    }

    /// Stores chunks that have their vectors already, as documents of `perDocument`, by the steps of an ingest.
    ///
    /// - Parameter chunk: the chunk of a number, given its document.
    /// - Returns: their vectors one after the other, and the id of each.
    func store(
        _ count: Int, perDocument: Int = 500, model: any Embedder, chunk: (Int) -> EmbeddedChunk
    ) async throws -> (vectors: [Float], ids: [ChunkID]) {
        var vectors: [Float] = []
        var ids: [ChunkID] = []
        vectors.reserveCapacity(count * model.dimension)
        for first in stride(from: 0, to: count, by: perDocument) {
            let name = "handbook-\(first / perDocument + 1).txt"
            _ = try await store.accept(
                DocumentUpload(business: business.id, filename: name, content: Array(name.utf8)))
            guard let job = try await store.claimJob(now: .now(), lease: 60_000) else {
                throw BenchFailure("no job for \(name)")
            }
            let embedded = (first..<min(count, first + perDocument)).map { number in
                let made = chunk(number)
                return EmbeddedChunk(
                    chunk: made.chunk.moved(to: job.document, ordinal: number - first), vector: made.vector,
                    sentenceVectors: made.sentenceVectors, rerankingVector: made.rerankingVector)
            }
            let pages = [DocumentPage(number: 1, text: embedded.map(\.chunk.text).joined(separator: "\n\n"))]
            let change = try await store.complete(
                job,
                with: IngestResult(
                    title: "Handbook \(first / perDocument + 1)", kind: .txt, pages: pages, chunks: embedded,
                    modelID: model.modelID, dimension: model.dimension, warnings: []))
            for added in change.added {
                ids.append(added.id)
                vectors += added.vector
            }
        }
        return (vectors, ids)
    }
}

extension Chunk {
    /// The same text in another document.
    func moved(to document: DocumentID, ordinal: Int) -> Chunk {
        Chunk(
            document: document, ordinal: ordinal, text: text, sectionPath: sectionPath, pages: 1...1,
            characters: 0..<text.unicodeScalars.count, sentences: sentences, terms: terms, language: language)
    }
}
