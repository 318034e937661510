import DeskModel

/// Frames that tell who speaks, writes and has read; none of them is kept with the messages.
extension ChatFrame {
    /// Who speaks from now on. Sent to a client that connects while it is not the assistant, and at every change.
    struct HandoffFrame: Encodable {
        let type = "handoff"
        let state: Handoff.Voice
        /// The agent's name, while a person speaks.
        let authorName: String?
        var conversationId: ConversationID?

        init(_ handoff: Handoff, conversation: ConversationID? = nil) {
            state = handoff.voice
            authorName = handoff.agent?.name
            conversationId = conversation
        }
    }

    /// What was shown so far of the answer to a message is void.
    struct WithdrawnFrame: Encodable {
        let type = "withdrawn"
        let replyTo: MessageID
        var conversationId: ConversationID?
    }

    struct TypingFrame: Encodable {
        let type = "typing"
        let from: Message.Sender
        let authorName: String?
        var conversationId: ConversationID?
    }

    /// Everything up to the message was read.
    struct ReadFrame: Encodable {
        let type = "read"
        let from: Message.Sender
        let messageId: MessageID
        var conversationId: ConversationID?
    }
}
