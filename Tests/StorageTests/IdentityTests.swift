import DeskModel
import Testing

@testable import Storage

@Suite("Who visitors of web pages are")
struct IdentityTests {
    @Test("a business keeps one key: the first stays until it is replaced, and goes with the business")
    func keys() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let (one, other) = (IdentityKey.generate(), IdentityKey.generate())
            #expect(one.secret != other.secret && !"\(one)".contains(one.secret))
            #expect(try await store.identityKey(of: business) == nil)
            #expect(try await store.replaceIdentityKey(with: one, of: business) == false)
            #expect(try await store.addIdentityKey(one, of: business))
            #expect(try await store.addIdentityKey(other, of: business) == false)
            #expect(try await store.identityKey(of: business) == one)
            #expect(try await store.replaceIdentityKey(with: other, of: business))
            #expect(try await store.identityKey(of: business) == other)
            #expect(try await store.deleteIdentityKey(of: business))
            #expect(try await store.deleteIdentityKey(of: business) == false)
            _ = try await store.addIdentityKey(one, of: business)
            _ = try await store.deleteBusiness(business)
            #expect(try await store.rowCounts()["identity_keys"] == 0)
            await #expect(throws: StoreError.notFound) { try await store.addIdentityKey(one, of: business) }
        }
    }

    @Test("a verified visitor is one contact, whose chat goes on until it is closed; what was known stays")
    func visitor() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            var visitor = VerifiedVisitor(identifier: "user-42", name: "Ana")
            let first = try await store.openConversation(of: visitor, in: business)
            let id = try #require(first.contact)
            #expect(first.channel == .web && first.status == .initializing)
            visitor.name = "Bea"
            visitor.email = "ana@example.com"
            #expect(try await store.openConversation(of: visitor, in: business).id == first.id)
            _ = try await store.append(.user, "hello", to: first.id, in: business)
            _ = try await store.editConversation(first.id, in: business, version: nil) { $0.status = .closed }
            let next = try await store.openConversation(of: visitor, in: business)
            #expect(next.id != first.id && next.contact == id)
            let contact = try #require(try await store.contact(id, in: business))
            #expect(contact.isVerified && contact.identifier == "user-42" && contact.platform == .website)
            #expect(contact.name == "Ana" && contact.email == "ana@example.com" && contact.phone == nil)
            #expect(try await store.isVerified(first.id, in: business))
            let anonymous = try await store.openConversation(in: business, channel: .web).id
            #expect(try await store.isVerified(anonymous, in: business) == false)
            let other = VerifiedVisitor(identifier: "user-43")
            #expect(try await store.openConversation(of: other, in: business).contact != id)
            #expect(try await store.contacts(ContactQuery(), in: business, after: nil, limit: 9).count == 2)
        }
    }

    @Test("the number that a page tells of a visitor makes them nobody who texts from there")
    func telephone() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let text = InboundMessage(
                provider: .twilio, channel: .sms, eventID: "e", messageID: "m", address: "+14155550123",
                ownAddress: nil, text: "hi")
            guard
                case .new(let message) = try await store.take(
                    text, effect: InboundEffect(expectsAnswer: false), in: business)
            else { return #expect(Bool(false), "the text was not taken in") }
            let sender = try #require(try await store.conversation(message.conversation, in: business)?.contact)
            let visitor = VerifiedVisitor(identifier: "+14155550123", phone: "+14155550123")
            #expect(try await store.openConversation(of: visitor, in: business).contact != sender)
            #expect(try await store.contact(sender, in: business)?.isVerified == false)
        }
    }

    @Test("what the business calls two contacts goes along when they are made one, and back when they are parted")
    func merging() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let conversation = try await store.openConversation(in: business, channel: .web).id
            _ = try await store.append(.user, "hello", to: conversation, in: business)
            let anonymous = try #require(try await store.conversation(conversation, in: business)?.contact)
            let visitor = VerifiedVisitor(identifier: "user-42")
            let verified = try #require(try await store.openConversation(of: visitor, in: business).contact)
            let merge = try await store.merge(verified, into: anonymous, in: business)
            #expect(try await store.contact(anonymous, in: business)?.identifier == "user-42")
            // Whoever is in the chat that began without proof sees nothing of what the other says from now on.
            let opened = try await store.openConversation(of: visitor, in: business)
            #expect(opened.contact == anonymous && opened.id != conversation)
            _ = try await store.undoMerge(merge.id, of: anonymous, in: business)
            #expect(try await store.contact(anonymous, in: business)?.isVerified == false)
            #expect(try await store.contact(verified, in: business)?.identifier == "user-42")
            #expect(try await store.openConversation(of: visitor, in: business).contact == verified)
        }
    }
}
