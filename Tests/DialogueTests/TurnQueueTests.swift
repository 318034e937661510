import DeskModel
import Testing

@testable import Dialogue

@Suite("Turns")
struct TurnQueueTests {
    private func message(_ conversation: ConversationID, _ number: Int) -> Message {
        Message(
            id: "\(conversation)-\(number)", conversation: conversation, business: BusinessID(1), sender: .user,
            text: "\(number)", createdAt: Timestamp(milliseconds: Int64(number)))
    }

    private func queue(active: Int = 2, waiting: Int = 100, perConversation: Int = 20) -> TurnQueue {
        TurnQueue(maximumActive: active, maximumWaiting: waiting, maximumWaitingPerConversation: perConversation)
    }

    @Test("a conversation answers one message at a time, in order")
    func oneAtATime() {
        var queue = queue()
        #expect(queue.offer(message("a", 1)) == .start)
        #expect(queue.offer(message("a", 2)) == .wait)
        #expect(queue.offer(message("a", 3)) == .wait)
        #expect(queue.finish("a")?.id == "a-2")
        #expect(queue.finish("a")?.id == "a-3")
        #expect(queue.finish("a") == nil)
    }

    @Test("a conversation with many messages does not starve the others")
    func fairness() {
        var queue = queue(active: 1)
        _ = queue.offer(message("a", 1))
        for number in 2...5 { _ = queue.offer(message("a", number)) }
        _ = queue.offer(message("b", 1))
        #expect(queue.finish("a")?.id == "b-1")
        #expect(queue.finish("b")?.id == "a-2")
    }

    @Test("a message that is known already is not answered twice")
    func duplicates() {
        var queue = queue()
        _ = queue.offer(message("a", 1))
        #expect(queue.offer(message("a", 1)) == .duplicate)
        _ = queue.offer(message("a", 2))
        #expect(queue.offer(message("a", 2)) == .duplicate)
    }

    @Test("how busy the desk is with a business counts nobody else's messages")
    func loadOfBusiness() {
        func message(_ conversation: ConversationID, _ number: Int, of business: Int64) -> Message {
            Message(
                id: "\(conversation)-\(number)", conversation: conversation, business: BusinessID(business),
                sender: .user, text: "", createdAt: Timestamp(milliseconds: Int64(number)))
        }
        var queue = queue(active: 2)
        for number in 1...3 { _ = queue.offer(message("a", number, of: 1)) }
        for conversation in ["b", "c"] { _ = queue.offer(message(conversation, 1, of: 2)) }
        func load(_ business: Int64) -> [Int] {
            let load = queue.load(of: BusinessID(business))
            return [load.waiting, load.active]
        }
        #expect(load(1) == [2, 1])
        #expect(load(2) == [1, 1])
        #expect(load(3) == [0, 0])
        _ = queue.finish("a")
        _ = queue.finish("b")
        #expect(load(1) == [1, 1])
        #expect(load(2) == [0, 1])
    }

    @Test("too many waiting messages are refused before they are stored")
    func bounds() {
        var queue = queue(active: 1, waiting: 3, perConversation: 2)
        for number in 1...3 { _ = queue.offer(message("a", number)) }
        #expect(queue.refusal(for: "a") == .tooManyWaiting)
        #expect(queue.refusal(for: "b") == nil)
        _ = queue.offer(message("b", 1))
        #expect(queue.refusal(for: "b") == .overloaded)
    }

    @Test("no more turns run at once than allowed, and every message gets its turn")
    func everyMessageIsAnswered() {
        var queue = queue(active: 3, perConversation: 100)
        var running: [ConversationID] = []
        var answered = 0
        var generator = SystemRandomNumberGenerator()
        for number in 0..<300 {
            let conversation = "c\(Int.random(in: 0..<10, using: &generator))"
            if queue.offer(message(conversation, number)) == .start { running.append(conversation) }
            #expect(running.count <= 3)
            #expect(Set(running).count == running.count)
            if number.isMultiple(of: 3), let done = running.popLast() {
                answered += 1
                if let next = queue.finish(done) { running.append(next.conversation) }
            }
        }
        while let done = running.popLast() {
            answered += 1
            if let next = queue.finish(done) { running.append(next.conversation) }
        }
        #expect(answered == 300)
        #expect(queue.waitingCount == 0)
    }
}

@Suite("Event bus")
struct EventBusTests {
    @Test("every watcher of a conversation sees its events in order, and no other's")
    func fanOut() async {
        let bus = InProcessEventBus()
        let first = bus.events(of: "a")
        let second = bus.events(of: "a")
        let other = bus.events(of: "b")
        for number in 0..<5 { bus.publish(.delta(replyTo: "m", text: "\(number)"), to: "a", of: BusinessID(1)) }
        bus.publish(.delta(replyTo: "m", text: "b"), to: "b", of: BusinessID(1))
        for stream in [first, second] {
            var seen: [String] = []
            for await event in stream {
                if case .delta(_, let text) = event { seen.append(text) }
                if seen.count == 5 { break }
            }
            #expect(seen == ["0", "1", "2", "3", "4"])
        }
        for await case .delta(_, let text) in other {
            #expect(text == "b")
            break
        }
    }

    @Test("a watcher that falls too far behind is let go, so that memory stays bounded")
    func laggard() async {
        let bus = InProcessEventBus(capacity: 3)
        let slow = bus.events(of: "a")
        for number in 0..<10 { bus.publish(.delta(replyTo: "m", text: "\(number)"), to: "a", of: BusinessID(1)) }
        var seen = 0
        for await _ in slow { seen += 1 }
        #expect(seen == 3)
        #expect(bus.watchers(of: "a") == 0)
    }
}
