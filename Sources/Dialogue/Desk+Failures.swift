import DeskModel
import Logging
import Synchronization
import TextAnalysis

/// What becomes of a message whose turn failed, or took the desk with it.
extension Desk {
    /// A message that is taken up so often after restarts has most likely ended each run itself. A machine that is
    /// switched off and on a dozen times before an answer is ready ended them, too, and its customers are answered.
    static let mostResumptions = 20

    /// Whoever wrote from their telephone sees no error on a page: there the turn is tried again, and when that does not
    /// help the customer is told, by a message that goes out as any other.
    func makeUp(forFailedTurnOf message: Message) async throws {
        let conversation = try await conversations.conversation(message.conversation, in: message.business)
        guard let conversation, Self.isUnwatched(conversation.channel) else { return }
        if retries.noteFailure(of: message) { return }
        try await apologize(for: message, in: conversation.language)
    }

    /// Whether a turn may begin: one that ended the desk time and again is apologized for instead, or the desk would
    /// never stay up for anybody else.
    func mayTakeUp(_ message: Message) async throws -> Bool {
        guard leftWaiting.withLock({ $0.remove(message.id) }) != nil,
            try await conversations.countResumption(of: message) > Self.mostResumptions
        else { return true }
        logger.critical(
            "A message is given up: the desk ended each time it was taken up",
            metadata: ["desk.message.id": "\(message.id)"])
        let conversation = try await conversations.conversation(message.conversation, in: message.business)
        try await apologize(for: message, in: conversation?.language)
        return false
    }

    private func apologize(for message: Message, in language: String?) async throws {
        let language = language ?? LanguageGuesser.language(of: message.text)
        try await publish(in: message.conversation) {
            do {
                return try await conversations.reply(
                    [MessageDraft(.system, ApologyTexts.text(in: language))], to: message)
            } catch StoreError.withdrawn {
                return []
            }
        }
    }

    private static func isUnwatched(_ channel: Conversation.Channel) -> Bool {
        switch channel {
        case .sms, .whatsapp, .telegram, .email: true
        case .web, .api, .call: false
        }
    }
}
