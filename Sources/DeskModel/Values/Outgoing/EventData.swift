import Foundation

/// The `data` of events; its names are sent in snake case.
public enum EventData {
    /// Bytes a text of an event may have: a whole event stays below 20 kB, and what is longer can be fetched.
    public static let maximumTextBytes = 8_000

    /// The beginning of a text, cut between characters.
    static func excerpt(_ text: String, to bytes: Int = maximumTextBytes) -> String {
        guard text.utf8.count > bytes else { return text }
        var end = text.startIndex
        var length = 0
        for index in text.indices {
            length += text[index].utf8.count
            guard length <= bytes else { break }
            end = text.index(after: index)
        }
        return String(text[..<end])
    }

    struct Message: Encodable, Sendable {
        let messageId: MessageID
        let conversationId: ConversationID
        let sender: String
        let text: String
        /// Whether `text` is only the beginning.
        let textTruncated: Bool?
        let replyTo: MessageID?
        let answered: Bool?
        let confidence: Double?
        let createdAt: String

        init(_ message: DeskModel.Message) {
            messageId = message.id
            conversationId = message.conversation
            sender = message.sender.rawValue
            text = EventData.excerpt(message.text)
            textTruncated = text.utf8.count < message.text.utf8.count ? true : nil
            replyTo = message.replyTo
            answered = message.answer?.answered
            confidence = message.answer?.confidence
            createdAt = message.createdAt.iso8601
        }
    }

    struct Conversation: Encodable, Sendable {
        let conversationId: ConversationID
        let channel: String
        let status: String
        let contactId: ContactID?
        let name: String?
        let uniqueName: String?
        let priority: String
        let assigneeId: UserID?
        let tags: [String]
        let createdAt: String
        /// The changed fields.
        let changes: [String]?

        init(_ conversation: DeskModel.Conversation, changes: [String]? = nil) {
            conversationId = conversation.id
            channel = conversation.channel.rawValue
            status = conversation.status.rawValue
            contactId = conversation.contact
            name = conversation.name
            uniqueName = conversation.uniqueName
            priority = conversation.priority.rawValue
            assigneeId = conversation.assignee
            tags = conversation.tags
            createdAt = conversation.createdAt.iso8601
            self.changes = changes
        }
    }

    struct Handoff: Encodable, Sendable {
        let conversationId: ConversationID
        let reason: String?
        let agent: String?
    }

    struct Voicemail: Encodable, Sendable {
        let callId: CallID
        let contactId: ContactID?
        let from: String
        let seconds: Int?
    }

    /// A complete form.
    public struct FormSubmission: Encodable, Sendable {
        /// A question and what was answered, as text.
        public struct Answer: Encodable, Sendable {
            let question: String
            let answer: String

            public init(question: String, answer: String) {
                self.question = EventData.excerpt(question, to: 300)
                self.answer = EventData.excerpt(answer, to: 500)
            }
        }

        let submissionId: String
        let formId: String
        let conversationId: ConversationID?
        let name: String?
        let phone: String?
        let email: String?
        let answers: [Answer]

        /// - Parameter answers: in the form's order; the first 20 are sent.
        public init(
            submissionId: String, formId: String, conversationId: ConversationID?, name: String? = nil,
            phone: String? = nil, email: String? = nil, answers: [Answer]
        ) {
            self.submissionId = submissionId
            self.formId = formId
            self.conversationId = conversationId
            self.name = name.map { EventData.excerpt($0, to: 200) }
            self.phone = phone.map { EventData.excerpt($0, to: 50) }
            self.email = email.map { EventData.excerpt($0, to: 320) }
            self.answers = Array(answers.prefix(20))
        }
    }

    struct Declined: Encodable, Sendable {
        let conversationId: ConversationID
        let messageId: MessageID
        let question: String
        let confidence: Double
    }

    struct Feedback: Encodable, Sendable {
        let conversationId: ConversationID
        let messageId: MessageID
        let rating: String
        let reason: String?
    }

    struct Document: Encodable, Sendable {
        struct Failure: Encodable, Sendable {
            let code: String
            let message: String
        }

        let documentId: DocumentID
        let title: String
        let version: Int
        let status: String
        let pages: Int?
        let chunks: Int?
        let error: Failure?
    }

    struct DisabledWebhook: Encodable, Sendable {
        let webhookId: WebhookID
        let url: String
        let reason: String
    }

    struct TestedWebhook: Encodable, Sendable {
        let webhookId: WebhookID
    }
}

extension DeskEvent {
    private struct Envelope: Encodable {
        let event: DeskEvent

        enum Key: String, CodingKey { case type, timestamp, data }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(event.kind, forKey: .type)
            try container.encode(event.occurredAt.iso8601, forKey: .timestamp)
            try event.data.encode(to: container.superEncoder(forKey: .data))
        }
    }

    /// The body that is sent to webhooks: `{"type", "timestamp", "data"}`.
    public func body() throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(Envelope(event: self)), as: UTF8.self)
    }
}
