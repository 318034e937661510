import DeskModel

/// A message as clients of Twilio Conversations expect it, and what ours is beyond.
struct MessageResponse: Encodable {
    struct Media: Encodable {
        let sid: String
        let id: MediaID
        let contentType: String
        let size: Int
        @OrNull var filename: String?
        let url: String

        init(_ media: MessageMedia, of message: String) {
            sid = ResourceKind.media.sid(media.id)
            id = media.id
            contentType = media.contentType
            size = media.byteCount
            filename = media.filename
            url = "\(message)/media/\(sid)"
        }
    }

    struct Delivery: Encodable {
        let status: Message.Delivery
    }

    let sid: String
    let id: MessageID
    let accountSid: String
    let conversationSid: String
    let index: Int
    let author: String
    let body: String
    @OrNull var media: [Media]?
    let attributes: String
    @OrNull var participantSid: String?
    @OrNull var delivery: Delivery?
    @OrNull var contentSid: String?
    let dateCreated: String
    let dateUpdated: String
    let url: String
    let links: [String: String]
    let sender: Message.Sender
    let kind: Message.Kind
    let isForm: Bool
    @OrNull var replyToSid: String?
    /// On answers only.
    let answered: Bool?
    let confidence: Double?
    let citations: [Citation]?

    init(_ message: Message, media: [MessageMedia] = []) {
        sid = ResourceKind.message.sid(message.id)
        id = message.id
        accountSid = ResourceKind.sid(message.business)
        conversationSid = ResourceKind.conversation.sid(message.conversation)
        index = message.index
        author =
            message.authorName ?? message.author ?? (message.sender == .user ? "customer" : message.sender.rawValue)
        body = message.text
        url = "/api/conversations/\(conversationSid)/messages/\(sid)"
        self.media = media.isEmpty ? nil : media.map { [url] in Media($0, of: url) }
        attributes = message.attributes
        delivery = message.delivery.map(Delivery.init)
        dateCreated = message.createdAt.iso8601
        dateUpdated = message.createdAt.iso8601
        links = ["media": "\(url)/media"]
        sender = message.sender
        kind = message.kind
        isForm = message.isForm
        replyToSid = message.replyTo.map(ResourceKind.message.sid)
        answered = message.answer?.answered
        confidence = message.answer?.confidence
        citations = message.answer?.citations
    }
}
