import DeskModel
import TextAnalysis

/// What becomes of a message whose turn failed.
extension Desk {
    /// Whoever wrote from their telephone sees no error on a page: there the turn is tried again, and when that does not
    /// help the customer is told, by a message that goes out as any other.
    func makeUp(forFailedTurnOf message: Message) async throws {
        let conversation = try await conversations.conversation(message.conversation, in: message.business)
        guard let conversation, Self.isUnwatched(conversation.channel) else { return }
        if retries.noteFailure(of: message) { return }
        let language = conversation.language ?? LanguageGuesser.language(of: message.text)
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
