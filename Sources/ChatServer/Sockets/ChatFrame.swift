import DeskModel
import Foundation

/// The frames of a chat socket: one JSON object each.
enum ChatFrame {
    /// What a client sends.
    enum Inbound: Decodable {
        case user(String)
        /// A notice that nobody answers.
        case system(String)
        case feedback(FeedbackInput)
        /// The customer is writing.
        case typing
        /// The customer has read everything up to a message.
        case read(MessageID)

        private enum Kind: String, Decodable { case user, system, feedback, typing, read }
        private enum CodingKeys: String, CodingKey {
            case message, type
            case messageID = "message_id"
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            switch try container.decode(Kind.self, forKey: .type) {
            case .user: self = .user(try container.decode(String.self, forKey: .message))
            case .system: self = .system(try container.decode(String.self, forKey: .message))
            case .feedback: self = .feedback(try FeedbackInput(from: decoder))
            case .typing: self = .typing
            case .read: self = .read(try container.decode(String.self, forKey: .messageID).lowercased())
            }
        }
    }

    /// A stored message, or a notice of ours.
    struct MessageFrame: Encodable {
        let message: String
        let sender: Message.Sender
        let timestamp: String
        /// Who of the business speaks, as the customer sees it.
        var authorName: String?
        var messageId: MessageID?
        var replyTo: MessageID?
        var answered: Bool?
        var confidence: Double?
        var citations: [Citation]?
        var sentences: [AnswerSentence]?
        var receiptId: ReceiptID?
        var method: Answer.Method?
        var faqId: FAQID?
        /// Left out when it is no part of a form.
        var isForm: Bool?
        var form: FormPrompt?
        /// Present where the customer may ask for a person instead: with a declined question.
        var offersPerson: Bool?

        init(_ message: Message) {
            self.message = message.text
            sender = message.sender
            timestamp = message.createdAt.iso8601
            authorName = message.authorName
            messageId = message.id
            replyTo = message.replyTo
            answered = message.answer?.answered
            confidence = message.answer?.confidence
            citations = message.answer?.citations
            sentences = message.answer?.sentences
            receiptId = message.receipt
            method = message.answer?.method
            faqId = message.answer?.faq
            isForm = message.isForm ? true : nil
            form = message.form
        }

        /// The message as a customer of the business gets it.
        init(_ message: Message, of business: Business) {
            self.init(message)
            if message.outcome == .declined, business.settings.handoff?.isEnabled ?? true { offersPerson = true }
        }

        /// A greeting: said by the assistant, answering nothing, stored nowhere.
        init(greeting: String, at moment: Timestamp) {
            message = greeting
            sender = .assistant
            timestamp = moment.iso8601
        }
    }

    struct DeltaFrame: Encodable {
        let type = "delta"
        let text: String
        let replyTo: MessageID
    }

    /// What is kept of the customer's opinion on an answer: the reply to theirs, and part of the history.
    struct FeedbackFrame: Encodable {
        let type = "feedback"
        let messageId: MessageID
        /// Left out when it was taken back.
        let rating: Feedback.Rating?
    }

    struct ErrorFrame: Encodable {
        let type = "error"
        let code: String
        let message: String
    }

    /// Sent once after the history, so that a page knows it is up to date.
    struct ReadyFrame: Encodable {
        let type = "ready"
        let sessionId: ConversationID
    }

    static func encode(_ frame: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        // Frames hold strings, finite numbers and booleans only: encoding them cannot fail.
        guard let data = try? encoder.encode(frame) else { return #"{"type":"error","code":"internal","message":""}"# }
        return String(decoding: data, as: UTF8.self)
    }

    static func error(_ error: APIError) -> String { encode(ErrorFrame(code: error.code, message: error.message)) }

    /// The frame when it is a sign that stores no message, such as typing.
    static func sign(_ text: String) -> Inbound? {
        // What is longer is a message.
        guard text.utf8.count <= 200, let frame = try? decode(text) else { return nil }
        switch frame {
        case .typing, .read: return frame
        case .user, .system, .feedback: return nil
        }
    }

    /// - Throws: `APIError` that says what a frame must look like.
    static func decode(_ text: String) throws(APIError) -> Inbound {
        do {
            return try JSONDecoder().decode(Inbound.self, from: Data(text.utf8))
        } catch DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty {
            throw .badRequest("invalid_json", #"Send a JSON object such as {"message": "...", "type": "user"}."#)
        } catch {
            throw .badRequest(
                "invalid_frame",
                #"Send {"message": "...", "type": "user"}; `type` is user, system, feedback, typing or read, `message` a text."#
            )
        }
    }
}
