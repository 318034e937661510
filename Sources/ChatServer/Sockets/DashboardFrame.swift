import DeskModel
import Foundation

/// The frames of a dashboard's socket: one JSON object each.
enum DashboardFrame {
    /// What a dashboard sends.
    struct Inbound: Decodable {
        enum Kind: String, Decodable, CaseIterable {
            /// Names the key, first of all, where neither cookie nor header did.
            case auth
            /// Have the pieces of a conversation's answers streamed, or no longer.
            case watch, unwatch
            case take, release, message, suggest, typing, read
        }

        let type: Kind
        let key: String?
        let author: String?
        let conversationID: ConversationID?
        let message: String?
        let messageID: MessageID?
        let question: String?
        let answerWaiting: Bool?

        enum CodingKeys: String, CodingKey {
            case type, key, author, message, question
            case conversationID = "conversation_id"
            case messageID = "message_id"
            case answerWaiting = "answer_waiting"
        }

        /// - Throws: `APIError` that says what a frame must look like.
        static func decode(_ text: String) throws(APIError) -> Inbound {
            guard let frame = try? JSONDecoder().decode(Inbound.self, from: Data(text.utf8)) else {
                let kinds = Kind.allCases.map(\.rawValue).joined(separator: ", ")
                throw .badRequest(
                    "invalid_frame",
                    #"Send JSON such as {"type": "watch", "conversation_id": "..."}; types: \#(kinds)."#)
            }
            return frame
        }
    }

    /// A conversation as lists show it.
    struct ConversationState: Encodable {
        let conversationId: ConversationID
        let channel: Conversation.Channel
        let status: ConversationStatus
        let name: String?
        let priority: Conversation.Priority
        let assigneeId: UserID?
        let contactId: ContactID?
        let tags: [String]
        let messageCount: Int
        let updatedAt: String

        init(_ conversation: Conversation) {
            conversationId = conversation.id
            channel = conversation.channel
            status = conversation.status
            name = conversation.name
            priority = conversation.priority
            assigneeId = conversation.assignee
            contactId = conversation.contact
            tags = conversation.tags
            messageCount = conversation.messageCount
            updatedAt = conversation.updatedAt.iso8601
        }
    }

    /// How busy the desk is with the business.
    struct Status: Encodable {
        let turnsActive: Int
        let turnsWaiting: Int
        let chatSockets: Int
    }

    /// What there is, for a dashboard that begins; events after the cursor follow.
    struct SnapshotFrame: Encodable {
        let type = "snapshot"
        let cursor: Int64
        let business: BusinessID
        /// The newest, newest first.
        let conversations: [ConversationState]
        /// Where a person was asked for or speaks, longest first.
        let handoffs: [HandoffController.HandoffResponse]
        let status: Status
    }

    /// What was asked for cannot be replayed: forget everything, a snapshot follows.
    struct ResetFrame: Encodable { let type = "reset" }

    /// All that was missed has been sent.
    struct ReadyFrame: Encodable {
        let type = "ready"
        let cursor: Int64
    }

    struct StatusFrame: Encodable {
        let type = "status"
        let status: Status
    }

    struct SuggestionFrame: Encodable {
        let type = "suggestion"
        let suggestion: SuggestionResponse
    }

    /// An entry of the event log.
    struct EventFrame: Encodable {
        let type: String
        let cursor: Int64
        let timestamp: String
        let conversationId: ConversationID?
        let message: ChatFrame.MessageFrame?
        let conversation: ConversationState?
        /// The document, submission or notice that it is about, or the message that is gone.
        let subjectId: String?
        let detail: [String: String]?

        init(_ event: LoggedEvent) {
            type = event.kind.rawValue
            cursor = event.cursor
            timestamp = event.createdAt.iso8601
            conversationId = event.conversation
            message = event.message.map { ChatFrame.MessageFrame($0) }
            conversation = event.state.map(ConversationState.init)
            subjectId = event.kind == .messageCreated ? nil : event.subject
            detail = event.detail.isEmpty ? nil : event.detail
        }
    }

    struct DeltaFrame: Encodable {
        let type = "delta"
        let conversationId: ConversationID
        let replyTo: MessageID
        let text: String
    }
}
