import DeskModel
import Dialogue
import Logging
import Synchronization

/// The work on one turn of a call: has the desk reply to what was said, and hands over the reply as it is made.
struct RelayTurn: Sendable {
    /// How the work ended.
    struct Outcome: Sendable {
        let turn: Int
        /// What the caller said, stored; `nil` when it was not.
        let message: Message?
        /// What is stored of the reply.
        let replies: [Message]
        let isWhole: Bool
    }

    let number: Int
    let text: String
    /// BCP 47, that the call is held in.
    let language: String
    let conversation: ConversationID
    let business: BusinessID
    let desk: Desk
    /// Whether a person could take the call.
    let canTransfer: Bool
    let logger: Logger

    /// Works until the reply is whole, or something comes out of `stops`.
    ///
    /// - Parameter tell: gets what the state machine is to know.
    func run(until stops: AsyncStream<Void>, _ tell: @escaping @Sendable (RelayMachine.Event) -> Void) async -> Outcome
    {
        let message: Message
        do {
            message = try await desk.hear(text, in: conversation, of: business)
        } catch {
            fail(error, tell)
            return Outcome(turn: number, message: nil, replies: [], isWhole: false)
        }
        let isWhole = await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                do {
                    try await reply(to: message, tell)
                    return true
                } catch is CancellationError {
                    return false
                } catch {
                    fail(error, tell)
                    return false
                }
            }
            group.addTask {
                for await _ in stops { break }
                return false
            }
            let isWhole = await group.next() ?? false
            group.cancelAll()
            return isWhole
        }
        // A reply may have been stored just as it was stopped.
        let replies = (try? await desk.replies(to: message)) ?? []
        return Outcome(turn: number, message: message, replies: replies, isWhole: isWhole)
    }

    private func fail(_ error: any Error, _ tell: @Sendable (RelayMachine.Event) -> Void) {
        logger.error("An answer on a call failed", metadata: ["error": "\(String(reflecting: error))"])
        tell(.failed(turn: number))
    }

    private func reply(
        to message: Message, _ tell: @escaping @Sendable (RelayMachine.Event) -> Void
    ) async throws {
        let spoken = Mutex("")
        let replies = try await desk.respond(to: message) { piece in
            spoken.withLock { $0 += piece }
            tell(.piece(turn: number, piece))
        }
        let said = spoken.withLock { $0 }
        for (index, reply) in replies.enumerated() {
            tell(.piece(turn: number, (index == 0 ? "" : " ") + Self.rest(of: reply, said: said)))
            if let answer = reply.answer, answer.answered, let first = answer.citations.first {
                let source = SourceWords.of(language).spoken(first.title, first.page)
                tell(.piece(turn: number, " " + PlainText.forSpeech(source)))
            }
        }
        tell(.expect(DigitInput(after: replies.last { $0.form != nil }?.form)))
        if canTransfer {
            let handoff = try await desk.handoff(of: conversation, in: business)
            if handoff.voice == .requested {
                tell(.transfer(turn: number, reason: handoff.reason?.rawValue ?? "customer"))
            }
        }
        tell(.finished(turn: number))
    }

    /// What was not said while it was written.
    private static func rest(of reply: Message, said: String) -> String {
        guard reply.answer != nil, !said.isEmpty else { return PlainText.forSpeech(reply.text) }
        return reply.text.hasPrefix(said) ? String(reply.text.dropFirst(said.count)) : ""
    }
}
