/// The events, each with its data. What is sent is described in docs/webhooks.md.
extension DeskEvent {
    /// A message was stored, whoever said it.
    public static func messageCreated(_ message: Message) -> DeskEvent {
        DeskEvent(
            .messageCreated, in: message.business, conversation: message.conversation, occurredAt: message.createdAt,
            data: EventData.Message(message), headline: "New message", detail: message.text,
            page: .conversation(message.conversation, in: message.business)
        ).logged(as: .messageCreated, about: message.id)
    }

    public static func conversationCreated(_ conversation: Conversation) -> DeskEvent {
        DeskEvent(
            .conversationCreated, in: conversation.business, conversation: conversation.id,
            occurredAt: conversation.createdAt, data: EventData.Conversation(conversation),
            headline: "New conversation", page: .conversation(conversation.id, in: conversation.business)
        ).logged(as: .conversationCreated)
    }

    /// - Parameter changes: the names of the changed fields, as in the API.
    public static func conversationUpdated(_ conversation: Conversation, changes: [String]) -> DeskEvent {
        DeskEvent(
            .conversationUpdated, in: conversation.business, conversation: conversation.id,
            data: EventData.Conversation(conversation, changes: changes), headline: "Conversation changed",
            detail: changes.joined(separator: ", "), page: .conversation(conversation.id, in: conversation.business)
        ).logged(as: .conversationUpdated)
    }

    /// A customer should speak to a person. - Parameter reason: a stable code, such as `requested`.
    public static func handoffRequested(
        in conversation: ConversationID, of business: BusinessID, reason: String, lastMessage: String = ""
    ) -> DeskEvent {
        DeskEvent(
            .handoffRequested, in: business, conversation: conversation,
            data: EventData.Handoff(conversationId: conversation, reason: reason, agent: nil),
            headline: "A customer waits for a person", detail: lastMessage,
            page: .conversation(conversation, in: business))
    }

    /// A person took the conversation over. - Parameter agent: their id or name.
    public static func handoffTaken(
        in conversation: ConversationID, of business: BusinessID, by agent: String
    ) -> DeskEvent {
        DeskEvent(
            .handoffTaken, in: business, conversation: conversation,
            data: EventData.Handoff(conversationId: conversation, reason: nil, agent: agent),
            headline: "\(agent) took a conversation over", page: .conversation(conversation, in: business))
    }

    /// The answerer speaks again. - Parameter reason: a stable code, such as `returned` or `timed_out`.
    public static func handoffReleased(
        in conversation: ConversationID, of business: BusinessID, by agent: String?, reason: String
    ) -> DeskEvent {
        DeskEvent(
            .handoffReleased, in: business, conversation: conversation,
            data: EventData.Handoff(conversationId: conversation, reason: reason, agent: agent),
            headline: "A conversation was handed back", page: .conversation(conversation, in: business))
    }

    /// A form is complete: a lead.
    public static func formSubmitted(_ submission: EventData.FormSubmission, in business: BusinessID) -> DeskEvent {
        DeskEvent(
            .formSubmitted, in: business, conversation: submission.conversationId, data: submission,
            headline: submission.name.map { "New lead: \($0)" } ?? "New lead",
            detail: submission.answers.map { "\($0.question) \($0.answer)" }.joined(separator: "\n"),
            page: submission.conversationId.map { DeskPage.conversation($0, in: business) }
        ).logged(as: .formSubmitted, about: submission.submissionId)
    }

    /// A caller left a message.
    public static func voicemailReceived(_ call: Call) -> DeskEvent {
        DeskEvent(
            .voicemailReceived, in: call.business, conversation: call.conversation,
            data: EventData.Voicemail(
                callId: call.id, contactId: call.contact, from: call.from, seconds: call.recordingLength),
            headline: "New voicemail from \(call.from)",
            detail: call.recordingLength.map { "\($0) seconds" } ?? "",
            page: call.conversation.map { DeskPage.conversation($0, in: call.business) }
                ?? DeskPage.calls(of: call.business)
        ).logged(as: .voicemailReceived, about: call.id)
    }

    /// A question that the documents do not answer.
    public static func answerDeclined(_ reply: Message, to question: Message) -> DeskEvent {
        DeskEvent(
            .answerDeclined, in: reply.business, conversation: reply.conversation, occurredAt: reply.createdAt,
            data: EventData.Declined(
                conversationId: reply.conversation, messageId: reply.id, question: EventData.excerpt(question.text),
                confidence: reply.answer?.confidence ?? 0),
            headline: "A question without an answer", detail: question.text,
            page: .conversation(reply.conversation, in: reply.business))
    }

    public static func feedbackCreated(_ feedback: Feedback) -> DeskEvent {
        DeskEvent(
            .feedbackCreated, in: feedback.business, conversation: feedback.conversation,
            occurredAt: feedback.updatedAt,
            data: EventData.Feedback(
                conversationId: feedback.conversation, messageId: feedback.message, rating: feedback.rating.rawValue,
                reason: feedback.reason),
            headline: feedback.rating == .up ? "An answer was liked" : "An answer was disliked",
            detail: feedback.reason ?? "", page: .conversation(feedback.conversation, in: feedback.business))
    }

    public static func documentReady(
        _ id: DocumentID, title: String, version: Int, pages: Int, chunks: Int, in business: BusinessID
    ) -> DeskEvent {
        DeskEvent(
            .documentReady, in: business,
            data: EventData.Document(
                documentId: id, title: title, version: version, status: "ready", pages: pages, chunks: chunks,
                error: nil),
            headline: "\(title) is ready", page: .document(id, in: business)
        ).logged(as: .documentReady, about: id, ["title": title, "chunks": String(chunks)])
    }

    public static func documentFailed(
        _ id: DocumentID, filename: String, version: Int, failure: DocumentFailure, in business: BusinessID
    ) -> DeskEvent {
        DeskEvent(
            .documentFailed, in: business,
            data: EventData.Document(
                documentId: id, title: filename, version: version, status: "failed", pages: nil, chunks: nil,
                error: EventData.Document.Failure(code: failure.code, message: failure.message)),
            headline: "\(filename) could not be taken in", detail: failure.message,
            page: .document(id, in: business)
        ).logged(as: .documentFailed, about: id, ["code": failure.code])
    }

    /// A webhook gets nothing more, because its target failed for too long or said that it is gone.
    public static func webhookDisabled(_ id: WebhookID, url: String, reason: String, in business: BusinessID)
        -> DeskEvent
    {
        DeskEvent(
            .webhookDisabled, in: business, data: EventData.DisabledWebhook(webhookId: id, url: url, reason: reason),
            headline: "A webhook was disabled", detail: "\(url)\n\(reason)")
    }

    /// What `POST .../test` sends.
    public static func webhookTest(_ id: WebhookID, in business: BusinessID) -> DeskEvent {
        DeskEvent(
            .webhookTest, in: business, data: EventData.TestedWebhook(webhookId: id), headline: "A webhook was tried")
    }
}
