import DeskModel
import Testing

@testable import Storage

/// The languages that a business's documents are in and that it is asked in.
@Suite struct LanguageTests {
    private static func chunk(_ text: String, _ language: String, ordinal: Int, of document: DocumentID)
        -> EmbeddedChunk
    {
        let plain = Sample.chunk(text, ordinal: ordinal, of: document)
        let chunk = Chunk(
            document: document, ordinal: ordinal, text: text, sectionPath: [], pages: 1...1,
            characters: 0..<text.unicodeScalars.count, sentences: plain.chunk.sentences, terms: plain.chunk.terms,
            language: language)
        return EmbeddedChunk(chunk: chunk, vector: plain.vector, sentenceVectors: plain.sentenceVectors)
    }

    /// Takes a document of these chunks in, in place of `replacing` where that is given.
    private func ingest(
        _ chunks: [(text: String, language: String)], into business: BusinessID, _ store: SQLStore,
        replacing: DocumentID? = nil
    ) async throws -> DocumentID {
        let content = Array(chunks.map(\.text).joined().utf8)
        let upload = DocumentUpload(business: business, filename: "a.txt", content: content, replacing: replacing)
        let document = try await store.accept(upload).document.id
        let job = try #require(try await store.claimJob(now: .now(), lease: 60_000))
        _ = try await store.complete(
            job,
            with: IngestResult(
                title: "t", kind: .txt, pages: [],
                chunks: chunks.enumerated().map {
                    Self.chunk($0.element.text, $0.element.language, ordinal: $0.offset, of: document)
                }, modelID: "model-1", dimension: Sample.dimension, warnings: []))
        return document
    }

    private func ask(_ language: String?, smallTalk: Bool = false, in business: BusinessID, _ store: SQLStore)
        async throws
    {
        let conversation = try await store.openConversation(in: business, channel: .web).id
        let message = try await store.append(.user, "?", to: conversation, in: business)
        let receipt = Receipt(
            id: UUIDv7.next(), business: business, question: "?", query: "?", sources: [],
            embeddingModel: smallTalk ? "" : "model-1", languageModel: nil, promptHash: nil, method: .declined,
            confidence: 0, threshold: 0.5, language: language, createdAt: .now())
        let answer = Answer(
            text: "no", sentences: [], citations: [], confidence: 0, answered: false, method: .declined)
        _ = try await store.record(answer, receipt: receipt, to: message)
        // The same answer once more, as after a crash between storing and sending, counts nothing.
        _ = try await store.record(answer, receipt: receipt, to: message)
    }

    @Test("a document counts in the language of most of its text, and no longer once it is replaced or gone")
    func documents() async throws {
        try await withStore { store, _ in
            let (business, other) = (try await store.makeBusiness(), try await store.makeBusiness("other"))
            let long = String(repeating: "wort ", count: 60)
            let short = String(repeating: "word ", count: 30)
            let document = try await ingest([(long, "de"), (short, "en"), (short + "x", "und")], into: business, store)
            #expect(try await store.languageUse(of: business).documents == ["de": 1])
            #expect(try await store.languageUse(of: other).documents.isEmpty)
            _ = try await ingest([(short + "!", "en")], into: business, store, replacing: document)
            #expect(try await store.languageUse(of: business).documents == ["en": 1])
            _ = try await store.delete(document, in: business)
            #expect(try await store.languageUse(of: business).documents.isEmpty)
        }
    }

    @Test("a document of a few words counts in no language")
    func fewWords() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            _ = try await ingest([("Preise auf Anfrage", "de")], into: business, store)
            #expect(try await store.languageUse(of: business).documents.isEmpty)
        }
    }

    @Test("questions are counted once each, small talk is not, and the counts survive the store's end")
    func questions() async throws {
        try await withDirectory { directory in
            let business: BusinessID
            do {
                let store = try await SQLStore.open(at: directory)
                business = try await store.makeBusiness()
                let other = try await store.makeBusiness("other")
                for language in ["en", "en", "hi", "und", ""] { try await ask(language, in: business, store) }
                try await ask(nil, in: business, store)
                try await ask("ta", smallTalk: true, in: business, store)
                try await ask("te", in: other, store)
            }
            let store = try await SQLStore.open(at: directory)
            #expect(try await store.languageUse(of: business).questions == ["en": 2, "hi": 1, "und": 2])
        }
    }

    @Test("an automatic choice is kept, and a later one does not replace it")
    func automaticChoice() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            #expect(try await store.business(business)?.automaticModel == nil)
            let first = AutomaticModel(model: .multilingual, cause: .documents, language: "de")
            try await store.keep(first, for: business)
            try await store.keep(AutomaticModel(model: .english, cause: .questions, language: "en"), for: business)
            #expect(try await store.business(business)?.automaticModel == first)
            #expect(try await store.business(try await store.makeBusiness("other"))?.automaticModel == nil)
        }
    }
}
