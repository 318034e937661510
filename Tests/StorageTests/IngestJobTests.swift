import DeskModel
import Testing

@testable import Storage

@Suite struct IngestJobTests {
    private let start = Timestamp(milliseconds: 1_700_000_000_000)

    private func upload(_ texts: [String], to store: SQLStore, _ business: BusinessID) async throws -> [DocumentID] {
        var ids: [DocumentID] = []
        for text in texts {
            let upload = DocumentUpload(business: business, filename: "\(text).txt", content: Array(text.utf8))
            ids.append(try await store.accept(upload).document.id)
        }
        return ids
    }

    @Test("a job is claimed by one only, the oldest first, until none is left")
    func oldestFirst() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let ids = try await upload(["a", "b", "c"], to: store, business)
            var claimed: [IngestJob] = []
            while let job = try await store.claimJob(now: start, lease: 1000) { claimed.append(job) }
            #expect(claimed.map(\.document) == ids)
            #expect(claimed.map(\.filename) == ["a.txt", "b.txt", "c.txt"])
            #expect(Set(claimed.map(\.claim)).count == 3)
            #expect(try await store.document(ids[0], in: business)?.status == .processing)
        }
    }

    @Test("concurrent claims never give one job to two")
    func concurrentClaims() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let ids = try await upload((0..<12).map(String.init), to: store, business)
            let claimed = try await withThrowingTaskGroup(of: IngestJob?.self, returning: [DocumentID].self) { group in
                for _ in 0..<20 { group.addTask { try await store.claimJob(now: start, lease: 1000) } }
                return try await group.reduce(into: []) { if let job = $1 { $0.append(job.document) } }
            }
            #expect(claimed.sorted() == ids.sorted())
        }
    }

    @Test("businesses take turns, however many documents one of them uploads first")
    func fairness() async throws {
        try await withStore { store, _ in
            let (big, small) = (try await store.makeBusiness("big"), try await store.makeBusiness("small"))
            let many = try await upload(["a", "b", "c"], to: store, big)
            let few = try await upload(["x", "y"], to: store, small)
            // One worker: a job is done before the next is claimed.
            var order: [DocumentID] = []
            for step in 0..<5 {
                let now = start.advanced(byMilliseconds: Int64(step))
                let job = try #require(await store.claimJob(now: now, lease: 1000))
                order.append(job.document)
                _ = try await store.complete(job, with: Sample.result(["t"], of: job.document))
            }
            #expect(order == [many[0], few[0], many[1], few[1], many[2]])
        }
    }

    @Test("with several workers the business with fewer ingests under way comes first")
    func fairnessUnderWay() async throws {
        try await withStore { store, _ in
            let (big, small) = (try await store.makeBusiness("big"), try await store.makeBusiness("small"))
            _ = try await upload(["a", "b", "c"], to: store, big)
            for _ in 0..<2 { _ = try await store.claimJob(now: start, lease: 1000) }
            let late = try await upload(["x"], to: store, small)
            #expect(try await store.claimJob(now: start, lease: 1000)?.document == late[0])
        }
    }

    @Test("businesses that are passed over keep their jobs waiting")
    func passedOver() async throws {
        try await withStore { store, _ in
            let (slow, quick) = (try await store.makeBusiness("slow"), try await store.makeBusiness("quick"))
            let early = try await upload(["a"], to: store, slow)
            let late = try await upload(["x"], to: store, quick)
            #expect(try await store.claimJob(now: start, lease: 1000, passingOver: [slow, quick]) == nil)
            #expect(try await store.claimJob(now: start, lease: 1000, passingOver: [slow])?.document == late[0])
            #expect(try await store.claimJob(now: start, lease: 1000, passingOver: [slow]) == nil)
            #expect(try await store.claimJob(now: start, lease: 1000)?.document == early[0])
        }
    }

    @Test("a job whose lease ran out goes to another, and its first holder has lost it")
    func leaseExpires() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            _ = try await upload(["a"], to: store, business)
            let first = try #require(await store.claimJob(now: start, lease: 1000))
            #expect(try await store.claimJob(now: start.advanced(byMilliseconds: 999), lease: 1000) == nil)
            let later = start.advanced(byMilliseconds: 1000)
            let second = try #require(await store.claimJob(now: later, lease: 1000))
            #expect(second.id == first.id && second.attempts == first.attempts + 1)
            await #expect(throws: StoreError.jobLost) {
                try await store.report(IngestProgress(fraction: 0.1, pages: 1), for: first, now: later, lease: 1000)
            }
            await #expect(throws: StoreError.jobLost) {
                try await store.complete(first, with: Sample.result(["x"], of: first.document))
            }
            await #expect(throws: StoreError.jobLost) {
                try await store.fail(first, with: DocumentFailure(code: "c", message: "m"))
            }
            _ = try await store.complete(second, with: Sample.result(["x"], of: second.document))
        }
    }

    @Test("S17: a report renews the lease and shows progress within its bounds")
    func report() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            _ = try await upload(["a"], to: store, business)
            let job = try #require(await store.claimJob(now: start, lease: 1000))
            let later = start.advanced(byMilliseconds: 900)
            try await store.report(IngestProgress(fraction: 0.5, pages: 7), for: job, now: later, lease: 1000)
            let document = try #require(await store.document(job.document, in: business))
            #expect(document.progress == 0.5 && document.pages == 7 && document.status == .processing)
            #expect(try await store.claimJob(now: start.advanced(byMilliseconds: 1500), lease: 1000) == nil)
            for fraction in [-3, 9, Double.nan, .infinity] {
                try await store.report(IngestProgress(fraction: fraction, pages: 7), for: job, now: later, lease: 1000)
                let progress = try #require(await store.document(job.document, in: business)).progress
                #expect((0...1).contains(progress))
            }
        }
    }

    @Test("a job that is given back can be claimed at once, and the attempt does not count")
    func givenBack() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            _ = try await upload(["a"], to: store, business)
            let job = try #require(await store.claimJob(now: start, lease: 1000))
            try await store.report(IngestProgress(fraction: 0.5, pages: 7), for: job, now: start, lease: 0)
            #expect(try await store.document(job.document, in: business)?.status == .queued)
            let again = try #require(await store.claimJob(now: start, lease: 1000))
            #expect(again.attempts == 0 && again.claim != job.claim)
        }
    }

    @Test("cancelling, replacing and queueing again take the job from its holder")
    func lost() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let id = try await upload(["a"], to: store, business)[0]
            let takes: [@Sendable () async throws -> Bool] = [
                { try await store.cancel(id, in: business) },
                { try await store.requeue(id, in: business) },
                {
                    let upload = DocumentUpload(business: business, filename: "b", content: [1], replacing: id)
                    return try await store.accept(upload).created
                },
            ]
            for take in takes {
                #expect(try await store.requeue(id, in: business))
                let job = try #require(await store.claimJob(now: start, lease: 1000))
                #expect(try await take())
                await #expect(throws: StoreError.jobLost) {
                    try await store.complete(job, with: Sample.result(["x"], of: id))
                }
                #expect(try await store.rowCounts()["chunks"] == 0)
            }
            #expect(try await store.cancel(id, in: business))
            #expect(try await store.cancel(id, in: business) == false)
        }
    }

    @Test("S17: after a crash the jobs that were claimed are claimed again, their attempts counted")
    func crash() async throws {
        try await withDirectory { directory in
            var document: DocumentID?
            do {
                let store = try await SQLStore.open(at: directory)
                let business = try await store.makeBusiness()
                _ = try await upload(["a"], to: store, business)
                document = try await store.claimJob(now: .now(), lease: 3_600_000)?.document
            }
            let store = try await SQLStore.open(at: directory)
            let business = try #require(await store.businesses(after: nil, limit: 1).first).id
            #expect(try await store.document(try #require(document), in: business)?.status == .queued)
            let job = try #require(await store.claimJob(now: .now(), lease: 1000))
            #expect(job.document == document && job.attempts == 1)
        }
    }

    @Test("completing stores text, pages, vectors and sums, and counts the generation on by one")
    func complete() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            #expect(try await store.vectorSet(of: business)?.generation == 0)
            let (id, change) = try await store.ingest(["rye bread", "wheat bread"], into: business)
            let document = try #require(await store.document(id, in: business))
            #expect(document.status == .ready && document.progress == 1 && document.error == nil)
            #expect(
                document.title == "Price list" && document.kind == .txt && document.warnings == ["page 3 has no text"])
            #expect(document.pages == 2 && document.chunks == 2)
            #expect(change.generation == 1 && change.modelID == "model-1" && change.removed.isEmpty)
            #expect(change.added.map(\.vector) == ["rye bread", "wheat bread"].map(Sample.vector))
            let set = try await store.vectorSet(of: business)
            #expect(set == VectorSet(modelID: "model-1", dimension: Sample.dimension, generation: 1, count: 2))
        }
    }

    @Test("a result whose vectors have the wrong length is refused whole, and the job is still held")
    func wrongDimension() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let id = try await upload(["a"], to: store, business)[0]
            let job = try #require(await store.claimJob(now: start, lease: 1000))
            let good = Sample.result(["x"], of: id)
            let bad = IngestResult(
                title: good.title, kind: good.kind, pages: good.pages, chunks: good.chunks, modelID: good.modelID,
                dimension: 9, warnings: [])
            await #expect(throws: StoreError.self) { try await store.complete(job, with: bad) }
            #expect(try await store.vectorSet(of: business)?.count == 0)
            _ = try await store.complete(job, with: good)
        }
    }

    @Test("a chunk that breaks a rule of the schema undoes the whole completion")
    func atomic() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let id = try await store.ingest(["old"], into: business).document
            #expect(try await store.requeue(id, in: business))
            let job = try #require(await store.claimJob(now: .now(), lease: 1000))
            let good = Sample.result(["one", "two"], of: id)
            // Two chunks at one position.
            let bad = IngestResult(
                title: good.title, kind: good.kind, pages: good.pages, chunks: good.chunks + [good.chunks[0]],
                modelID: good.modelID, dimension: good.dimension, warnings: [])
            await #expect(throws: StoreError.self) { try await store.complete(job, with: bad) }
            #expect(try await store.fullText(["old"], in: business, limit: 9).count == 1)
            #expect(try await store.fullText(["one"], in: business, limit: 9).isEmpty)
            #expect(try await store.vectorSet(of: business)?.generation == 1)
            #expect(try await store.integrityProblems().isEmpty)
            _ = try await store.complete(job, with: good)
            #expect(try await store.fullText(["one"], in: business, limit: 9).count == 1)
        }
    }
}
