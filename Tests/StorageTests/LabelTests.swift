import DeskModel
import Testing

@testable import Storage

@Suite struct LabelTests {
    private struct Documents {
        let open: DocumentID
        let tagged: DocumentID
        let hidden: DocumentID
    }

    /// Three documents: one for everyone, one tagged, one for staff alone.
    private func withLabelled(_ body: (SQLStore, BusinessID, Documents) async throws -> Void) async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let open = try await store.ingest(["rye bread daily"], into: business).document
            let tagged = try await store.ingest(["rye rolls weekly"], into: business).document
            let hidden = try await store.ingest(["rye margin secret"], into: business).document
            _ = try await store.label(tagged, in: business, LabelChange(tags: [" Offers  2026 ", "rolls"]))
            _ = try await store.label(hidden, in: business, LabelChange(audience: .staff))
            try await body(store, business, Documents(open: open, tagged: tagged, hidden: hidden))
        }
    }

    /// The documents that full text and the filter's own list give; they have to agree.
    private func found(
        _ filter: PassageFilter, _ store: SQLStore, _ business: BusinessID
    ) async throws -> Set<DocumentID> {
        let ids = try await store.fullText(["rye"], in: business, limit: 9, filter: filter).map(\.id)
        if let allowed = try await store.chunks(passing: filter, in: business) { #expect(allowed == Set(ids)) }
        return Set(try await store.passages(ids, in: business).map(\.chunk.document))
    }

    @Test("what is for staff alone is found by no customer, and by staff who ask for it")
    func audience() async throws {
        try await withLabelled { store, business, documents in
            let found1 = try await found(.customers, store, business)
            #expect(found1 == [documents.open, documents.tagged])
            let all = try await found(PassageFilter(includesInternal: true), store, business)
            #expect(all == [documents.open, documents.tagged, documents.hidden])
            _ = try await store.label(documents.hidden, in: business, LabelChange(to: DocumentLabels()))
            #expect(try await store.chunks(passing: .customers, in: business) == nil)
            let found2 = try await found(.customers, store, business)
            #expect(found2.count == 3)
        }
    }

    @Test("conditions narrow the search to documents, tags and languages, and hold together")
    func conditions() async throws {
        try await withLabelled { store, business, documents in
            let one = PassageFilter(documents: [documents.open, documents.hidden])
            let found3 = try await found(one, store, business)
            #expect(found3 == [documents.open])
            let found4 = try await found(PassageFilter(tags: ["OFFERS 2026"]), store, business)
            #expect(found4 == [documents.tagged])
            let found5 = try await found(PassageFilter(tags: ["offers"]), store, business)
            #expect(found5.isEmpty)
            let found6 = try await found(PassageFilter(languages: ["und"]), store, business)
            #expect(found6.count == 2)
            let found7 = try await found(PassageFilter(languages: ["de"]), store, business)
            #expect(found7.isEmpty)
            let both = PassageFilter(documents: [documents.open], tags: ["rolls"])
            let found8 = try await found(both, store, business)
            #expect(found8.isEmpty)
            let found9 = try await found(PassageFilter(documents: []), store, business)
            #expect(found9.isEmpty)
        }
    }

    @Test("a filter finds nothing of another business, even by its documents' ids")
    func tenants() async throws {
        try await withLabelled { store, business, documents in
            let other = try await store.makeBusiness("Other")
            try await store.ingest(["rye elsewhere"], into: other)
            let filter = PassageFilter(documents: [documents.open], includesInternal: true)
            let found10 = try await found(filter, store, other)
            #expect(found10.isEmpty)
            #expect(try await store.label(documents.open, in: other, LabelChange(audience: .staff))?.after == nil)
            let found11 = try await found(.customers, store, business)
            #expect(found11.count == 2)
        }
    }

    @Test("labels outlive a new version, and an upload that names none")
    func replacement() async throws {
        try await withLabelled { store, business, documents in
            try await store.ingest(["rye margin 2027"], into: business, replacing: documents.hidden)
            #expect(try await store.document(documents.hidden, in: business)?.labels.audience == .staff)
            let found12 = try await found(.customers, store, business)
            #expect(found12.count == 2)
            let when = Timestamp(milliseconds: 1_800_000_000_000)
            let labels = DocumentLabels(tags: ["b", "a", "A"], effectiveAt: when)
            let upload = DocumentUpload(
                business: business, filename: "n.txt", content: [1], labels: LabelChange(to: labels))
            let accepted = try await store.accept(upload).document.id
            let again = DocumentUpload(business: business, filename: "n.txt", content: [1])
            #expect(try await store.accept(again).document.id == accepted)
            let kept = try #require(await store.document(accepted, in: business)?.labels)
            #expect(kept == labels && kept.tags == ["a", "b"])
        }
    }

    @Test("of changes of different labels at once each is kept, and told with what was there before it")
    func concurrentChanges() async throws {
        try await withLabelled { store, business, documents in
            for round in 1...10 {
                let since = Timestamp(milliseconds: Int64(round) * 86_400_000)
                let audience: DocumentLabels.Audience = round.isMultiple(of: 2) ? .everyone : .staff
                let changes = [
                    LabelChange(tags: ["round \(round)"]), LabelChange(audience: audience),
                    LabelChange(effective: .since(since)),
                ]
                typealias Edit = (before: Document, after: Document)
                let edits = try await withThrowingTaskGroup(of: Edit?.self) { group in
                    for change in changes {
                        group.addTask { try await store.label(documents.open, in: business, change) }
                    }
                    var edits: [Edit] = []
                    for try await edit in group { if let edit { edits.append(edit) } }
                    return edits
                }
                let wanted = DocumentLabels(tags: ["round \(round)"], audience: audience, effectiveAt: since)
                #expect(try await store.document(documents.open, in: business)?.labels == wanted)
                // One after the other: each begins where another ended.
                let before = Set(edits.map { $0.before.labels })
                #expect(before.count == 3 && edits.count { before.contains($0.after.labels) } == 2)
            }
        }
    }

    @Test("a deletion hands back the document with every change that was made before it")
    func deletion() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            for round in 0..<40 {
                let upload = DocumentUpload(business: business, filename: "n.txt", content: [UInt8(round)])
                let id = try await store.accept(upload).document.id
                async let labelled = store.label(id, in: business, LabelChange(audience: .staff))
                async let deleted = store.delete(id, in: business, keepingContent: true)
                let (change, removed) = (try await labelled, try await deleted)
                let last = try #require(removed)
                // Labels that were changed at all were changed before.
                let audience: DocumentLabels.Audience = change == nil ? .everyone : .staff
                #expect(last.document.labels.audience == audience)
                #expect(last.content == upload.content)
                #expect(try await store.delete(id, in: business, keepingContent: true) == nil)
            }
        }
    }

    @Test("the same bytes again change the labels they name, and no others")
    func sameBytes() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let when = Timestamp(milliseconds: 1_800_000_000_000)
            let labels = DocumentLabels(tags: ["a"], audience: .staff, effectiveAt: when)
            func accept(_ change: LabelChange, replacing: DocumentID? = nil) async throws -> Document {
                let upload = DocumentUpload(
                    business: business, filename: "n.txt", content: [1], replacing: replacing, labels: change)
                return try await store.accept(upload).document
            }
            let id = try await accept(LabelChange(to: labels)).id
            let tagged = try await accept(LabelChange(tags: ["b"]))
            #expect(tagged.id == id)
            #expect(tagged.labels == DocumentLabels(tags: ["b"], audience: .staff, effectiveAt: when))
            let dated = try await accept(LabelChange(effective: .sinceUpload), replacing: id)
            #expect(dated.labels == DocumentLabels(tags: ["b"], audience: .staff))
            let stored = try #require(await store.document(id, in: business))
            #expect(stored.labels == dated.labels)
            // What comes back by an undo changes nothing of what is there.
            let undone = DocumentUpload(
                business: business, filename: "n.txt", content: [1], labels: LabelChange(to: DocumentLabels()),
                keepsKnownLabels: true)
            #expect(try await store.accept(undone).document.labels == dated.labels)
            #expect(try await store.document(id, in: business)?.labels == dated.labels)
            let shown = try await accept(LabelChange(audience: .everyone))
            #expect(shown.labels == DocumentLabels(tags: ["b"]))
        }
    }
}
