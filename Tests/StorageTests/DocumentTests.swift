import DeskModel
import Testing

@testable import Storage

@Suite struct DocumentTests {
    private func upload(_ business: BusinessID, _ text: String, replacing: DocumentID? = nil) -> DocumentUpload {
        DocumentUpload(business: business, filename: "list.txt", content: Array(text.utf8), replacing: replacing)
    }

    @Test("an upload is a queued document with its bytes and a job")
    func accept() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let (document, created) = try await store.accept(upload(business, "rye"))
            #expect(created)
            #expect(document.status == .queued && document.version == 1 && document.byteCount == 3)
            #expect(document.sha256 == "bfac1a423031dffd04019a94b35b3bfdf6882145d1b6b7f94e8da45dc75a9ff5")
            #expect(try await store.document(document.id, in: business) == document)
            #expect(try await store.content(of: document.id, in: business) == Array("rye".utf8))
            #expect(try await store.claimJob(now: .now(), lease: 1000)?.document == document.id)
        }
    }

    @Test("the same bytes twice are one document, in each business its own")
    func sameBytes() async throws {
        try await withStore { store, _ in
            let (one, two) = (try await store.makeBusiness("1"), try await store.makeBusiness("2"))
            let first = try await store.accept(upload(one, "rye")).document
            let again = try await store.accept(upload(one, "rye"))
            #expect(!again.created && again.document == first)
            let other = try await store.accept(upload(two, "rye"))
            #expect(other.created && other.document.id != first.id)
        }
    }

    @Test("a document cannot be given the bytes of another, nor be changed by the attempt")
    func duplicateVersion() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let rye = try await store.accept(upload(business, "rye")).document
            let oat = try await store.accept(upload(business, "oat")).document
            await #expect(throws: StoreError.duplicate(of: rye.id)) {
                try await store.accept(upload(business, "rye", replacing: oat.id))
            }
            #expect(try await store.document(oat.id, in: business) == oat)
            let same = try await store.accept(upload(business, "oat", replacing: oat.id))
            #expect(!same.created && same.document == oat)
        }
    }

    @Test("the same bytes after a failure or a cancellation are tried again")
    func retried() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let document = try await store.accept(upload(business, "rye")).document
            let job = try #require(await store.claimJob(now: .now(), lease: 1000))
            try await store.fail(job, with: DocumentFailure(code: "damaged", message: "Save it again."))
            let failed = try #require(await store.document(document.id, in: business))
            #expect(failed.status == .failed && failed.error?.code == "damaged")

            let again = try await store.accept(upload(business, "rye"))
            #expect(!again.created && again.document.id == document.id)
            #expect(again.document.status == .queued && again.document.error == nil)
            #expect(try await store.cancel(document.id, in: business))
            #expect(try await store.document(document.id, in: business)?.status == .cancelled)
            #expect(try await store.claimJob(now: .now(), lease: 1000) == nil)
            #expect(try await store.accept(upload(business, "rye")).document.status == .queued)
            #expect(try await store.claimJob(now: .now(), lease: 1000)?.document == document.id)
        }
    }

    @Test("an upload for a business or in place of a document that does not exist is refused, and leaves nothing")
    func unknown() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            _ = try await store.accept(upload(business, "known"))
            let before = try await store.rowCounts()
            await #expect(throws: StoreError.notFound) { try await store.accept(upload(BusinessID(77), "x")) }
            for text in ["new", "known"] {
                await #expect(throws: StoreError.notFound) {
                    try await store.accept(upload(business, text, replacing: UUIDv7.next()))
                }
            }
            #expect(try await store.rowCounts() == before)
        }
    }

    @Test("while a new version is made the old one is served, and then the new one alone")
    func replace() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let id = try await store.ingest(["old rye", "old wheat"], into: business).document
            let replaced = try await store.accept(upload(business, "new spelt", replacing: id))
            #expect(replaced.document.id == id && replaced.document.version == 2)
            #expect(replaced.document.status == .queued)
            #expect(try await store.fullText(["old"], in: business, limit: 9).count == 2)
            #expect(try await store.pages(of: id, in: business).map(\.text) == ["old rye", "old wheat"])
            #expect(try await store.content(of: id, in: business) == Array("old rye\nold wheat".utf8))

            let job = try #require(await store.claimJob(now: .now(), lease: 1000))
            #expect(job.version == 2 && job.content == Array("new spelt".utf8))
            let change = try await store.complete(job, with: Sample.result(["new spelt"], of: id))
            #expect(change.removed.count == 2 && change.added.count == 1)
            #expect(try await store.fullText(["old"], in: business, limit: 9).isEmpty)
            let found = try await store.fullText(["spelt"], in: business, limit: 9)
            #expect(try await store.passages(found.map(\.id), in: business).map(\.documentVersion) == [2])
            #expect(try await store.pages(of: id, in: business).map(\.text) == ["new spelt"])
            #expect(try await store.content(of: id, in: business) == Array("new spelt".utf8))
            #expect(try await store.rowCounts()["document_contents"] == 1)
            #expect(try await store.integrityProblems().isEmpty)
        }
    }

    @Test("a new version that fails leaves the old one served, its pages counted right")
    func failedReplacement() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let id = try await store.ingest(["old rye", "old wheat"], into: business).document
            _ = try await store.accept(upload(business, "broken", replacing: id))
            let job = try #require(await store.claimJob(now: .now(), lease: 1000))
            try await store.report(IngestProgress(fraction: 0.5, pages: 99), for: job, now: .now(), lease: 1000)
            try await store.fail(job, with: DocumentFailure(code: "damaged", message: "m"))
            let document = try #require(await store.document(id, in: business))
            #expect(document.status == .failed && document.pages == 2 && document.chunks == 2)
            #expect(try await store.fullText(["old"], in: business, limit: 9).count == 2)
            #expect(try await store.content(of: id, in: business) == Array("old rye\nold wheat".utf8))
        }
    }

    @Test("documents are listed newest first, page by page")
    func list() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            var ids: [DocumentID] = []
            for text in ["a", "b", "c"] { ids.append(try await store.accept(upload(business, text)).document.id) }
            #expect(try await store.documents(in: business, after: nil, limit: 2).map(\.id) == [ids[2], ids[1]])
            #expect(try await store.documents(in: business, after: ids[1], limit: 2).map(\.id) == [ids[0]])
        }
    }

    @Test("a deleted document is found by nobody, and its chunks are named for the index")
    func delete() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let empty = try await store.rowCounts()
            let (id, change) = try await store.ingest(["rye bread", "wheat bread"], into: business)
            let deleted = try #require(await store.delete(id, in: business))
            let removal = try #require(deleted.change)
            #expect(removal.removed == change.added.map(\.id) && removal.added.isEmpty)
            #expect(removal.generation == change.generation + 1)
            #expect(try await store.document(id, in: business) == nil)
            #expect(try await store.fullText(["bread"], in: business, limit: 9).isEmpty)
            #expect(try await store.passages(removal.removed, in: business).isEmpty)
            #expect(try await store.termStatistics(["bread"], in: business).chunksWithTerm["bread"] == 0)
            #expect(try await store.vectorSet(of: business)?.count == 0)
            // The log of events goes on saying that there was one.
            let left = try await store.rowCounts().filter { $0.value != empty[$0.key] && $0.key != "events" }
            #expect(left.isEmpty)
            #expect(try await store.delete(id, in: business) == nil)
            #expect(try await store.integrityProblems().isEmpty)
        }
    }

    @Test("a document that was deleted during its ingest is lost to its job")
    func deletedDuringIngest() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let document = try await store.accept(upload(business, "rye")).document
            let job = try #require(await store.claimJob(now: .now(), lease: 1000))
            let deleted = try #require(await store.delete(document.id, in: business))
            #expect(deleted.change == nil)
            await #expect(throws: StoreError.jobLost) {
                try await store.complete(job, with: Sample.result(["rye"], of: document.id))
            }
            #expect(try await store.rowCounts()["chunks"] == 0)
        }
    }
}
