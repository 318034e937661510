import DeskModel
import Testing

@testable import Storage

@Suite struct FAQTests {
    private func faq(
        _ question: String, in business: BusinessID, status: FAQ.Status = .approved, variants: [String] = [],
        citations: [Citation] = []
    ) -> FAQ {
        FAQ(
            id: UUIDv7.next(), business: business, question: question, variants: variants, answer: "an answer",
            language: "en", citations: citations, validFrom: Timestamp(milliseconds: 1),
            validUntil: Timestamp(milliseconds: 2), status: status, priority: 3, source: .unanswered,
            createdAt: Timestamp(milliseconds: 5), updatedAt: Timestamp(milliseconds: 6))
    }

    @Test("a FAQ comes back as it was stored, and a change of it too")
    func roundTrip() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let document = try await store.ingest(["rye"], into: business).document
            let citation = Citation(documentID: document, title: "Price list", page: 1, quote: "rye")
            var stored = faq("Rye?", in: business, variants: ["Is there rye?"], citations: [citation])
            try await store.add(stored)
            #expect(try await store.faq(stored.id, in: business) == stored)
            stored.question = "Rye bread?"
            stored.validUntil = nil
            stored.status = .archived
            #expect(try await store.update(stored))
            #expect(try await store.faq(stored.id, in: business) == stored)
            #expect(try await store.faqs(in: business, status: .approved, after: nil, limit: 9).isEmpty)
            #expect(try await store.faqs(in: business, status: nil, after: nil, limit: 9).map(\.id) == [stored.id])
            #expect(try await store.deleteFAQ(stored.id, in: business))
            #expect(try await !store.deleteFAQ(stored.id, in: business))
            #expect(try await !store.update(stored))
        }
    }

    @Test("every change counts, so that whoever remembers FAQs knows")
    func revision() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let document = try await store.ingest(["rye"], into: business).document
            func revision() async throws -> Int64 { try #require(try await store.business(business)).faqRevision }
            #expect(try await revision() == 0)
            let citation = Citation(documentID: document, title: "t", page: 1, quote: "rye")
            let cited = faq("Rye?", in: business, citations: [citation])
            try await store.add(cited)
            #expect(try await revision() == 1)
            _ = try await store.update(cited)
            #expect(try await revision() == 2)
            _ = try await store.delete(document, in: business)
            #expect(try await revision() == 3)
            #expect(try await store.faq(cited.id, in: business)?.citations == [])
            _ = try await store.deleteFAQ(cited.id, in: business)
            #expect(try await revision() == 4)
        }
    }

    @Test("a document that is for staff from now on is cited to no customer, and its change counts")
    func citationsOfStaff() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let document = try await store.ingest(["rye margin"], into: business).document
            let other = try await store.ingest(["rye daily"], into: business).document
            let citations = [document, other].map { Citation(documentID: $0, title: "t", page: 1, quote: "rye") }
            let cited = faq("Rye?", in: business, citations: citations)
            try await store.add(cited)
            func revision() async throws -> Int64 { try #require(try await store.business(business)).faqRevision }
            func told() async throws -> [Citation] {
                try await store.approvedFAQs(in: business, modelID: "m").faqs.flatMap(\.citations)
            }
            #expect(try await told() == citations)
            _ = try await store.label(document, in: business, LabelChange(tags: ["bread"]))
            #expect(try await revision() == 1)
            _ = try await store.label(document, in: business, LabelChange(audience: .staff))
            #expect(try await revision() == 2)
            #expect(try await told() == [citations[1]])
            // Whoever edits the FAQ keeps what they wrote.
            #expect(try await store.faq(cited.id, in: business)?.citations == citations)
            _ = try await store.label(document, in: business, LabelChange(to: DocumentLabels()))
            #expect(try await revision() == 3)
            #expect(try await told() == citations)
        }
    }

    @Test("vectors are kept by model, go with wordings that change, and are of approved FAQs")
    func vectors() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let live = faq("Rye?", in: business)
            let draft = faq("Wheat?", in: business, status: .draft)
            try await store.add(live)
            try await store.add(draft)
            let vector = PhrasingVector(faq: live.id, phrasing: 0, vector: [0.5, -0.5])
            let lost = PhrasingVector(faq: UUIDv7.next(), phrasing: 0, vector: [1, 0])
            try await store.store([vector, lost], of: "m", in: business)
            try await store.store([vector], of: "m", in: business)
            let approved = try await store.approvedFAQs(in: business, modelID: "m")
            #expect(approved.faqs.map(\.id) == [live.id] && approved.vectors == [vector] && approved.revision == 2)
            #expect(try await store.approvedFAQs(in: business, modelID: "other").vectors.isEmpty)
            var changed = live
            changed.priority = 9
            _ = try await store.update(changed)
            #expect(try await store.approvedFAQs(in: business, modelID: "m").vectors == [vector])
            changed.question = "Rye bread?"
            _ = try await store.update(changed)
            #expect(try await store.approvedFAQs(in: business, modelID: "m").vectors.isEmpty)
        }
    }

    @Test("another business sees, changes and cites nothing of it")
    func tenants() async throws {
        try await withStore { store, _ in
            let (own, other) = (try await store.makeBusiness(), try await store.makeBusiness())
            let document = try await store.ingest(["rye"], into: other).document
            let foreign = Citation(documentID: document, title: "t", page: 1, quote: "rye")
            let stored = faq("Rye?", in: own, citations: [foreign])
            try await store.add(stored)
            #expect(try await store.faq(stored.id, in: own)?.citations == [])
            #expect(try await store.faq(stored.id, in: other) == nil)
            #expect(try await !store.deleteFAQ(stored.id, in: other))
            #expect(try await store.faqs(in: other, status: nil, after: nil, limit: 9).isEmpty)
            #expect(try await store.approvedFAQs(in: other, modelID: "m").faqs.isEmpty)
            await #expect(throws: StoreError.notFound) { try await store.add(faq("x", in: BusinessID(99))) }
        }
    }

    @Test("an approved FAQ without an answer is refused by the schema")
    func emptyAnswer() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            var empty = faq("Rye?", in: business)
            empty.answer = ""
            await #expect(throws: StoreError.self) { try await store.add(empty) }
        }
    }

    @Test("a case made from a FAQ takes the place of the earlier one and goes with the FAQ")
    func cases() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let other = try await store.makeBusiness()
            let stored = faq("Rye?", in: business)
            try await store.add(stored)
            func regressionCase(_ words: String, faq: FAQID?) -> RegressionCase {
                RegressionCase(
                    id: UUIDv7.next(), business: business, question: "Rye?",
                    expectation: .init(contains: words, document: "d", page: 2), faq: faq,
                    createdAt: Timestamp(milliseconds: 7))
            }
            let (first, second) = (regressionCase("one", faq: stored.id), regressionCase("two", faq: stored.id))
            let byHand = regressionCase("three", faq: nil)
            for one in [first, byHand, second] { try await store.add(one) }
            #expect(
                try await store.regressionCases(in: business, after: nil, limit: 9)
                    == [byHand, second].sorted { $0.id > $1.id })
            #expect(try await store.regressionCase(second.id, in: business) == second)
            #expect(try await store.regressionCase(second.id, in: other) == nil)
            #expect(try await !store.deleteRegressionCase(second.id, in: other))
            _ = try await store.deleteFAQ(stored.id, in: business)
            #expect(try await store.regressionCases(in: business, after: nil, limit: 9) == [byHand])
        }
    }

    @Test("a notice of one key is told once, until it is withdrawn")
    func notices() async throws {
        try await withStore { store, _ in
            let (own, other) = (try await store.makeBusiness(), try await store.makeBusiness())
            func side(_ value: String) -> Contradiction.Side {
                Contradiction.Side(
                    document: "d", title: "t", page: 1, quote: "q", value: value,
                    effectiveAt: Timestamp(milliseconds: 3))
            }
            func notice(in business: BusinessID) -> Notice {
                Notice(
                    id: UUIDv7.next(), business: business, key: "k",
                    content: .contradiction(Contradiction(subject: "s", newer: side("1"), older: side("2"))),
                    createdAt: Timestamp(milliseconds: 4))
            }
            let first = notice(in: own)
            #expect(try await store.raise(first))
            #expect(try await !store.raise(notice(in: own)))
            #expect(try await store.raise(notice(in: other)))
            #expect(try await store.notices(in: own, status: .open, after: nil, limit: 9) == [first])
            #expect(try await !store.setStatus(.dismissed, of: first.id, in: other))
            #expect(try await store.setStatus(.dismissed, of: first.id, in: own))
            #expect(try await store.notices(in: own, status: .open, after: nil, limit: 9).isEmpty)
            #expect(try await store.notice(withKey: "k", in: own)?.status == .dismissed)
            #expect(try await !store.raise(notice(in: own)))
            #expect(try await store.withdraw("k", in: own))
            #expect(try await store.raise(notice(in: own)))
        }
    }
}
