public import DeskModel

extension Desk {
    /// Starts a form in a conversation, as a button or an API client asks for; one that is open there goes on.
    ///
    /// - Parameter form: the business's first one without.
    /// - Returns: the submission; `nil` when there is no such form, or it asks nothing.
    /// - Throws: `DeskError.unknownConversation`.
    public func startForm(
        _ form: FormID?, in conversation: ConversationID, of business: BusinessID
    ) async throws -> FormSubmission? {
        try await speak(in: conversation, of: business) { scene in
            FormMachine(scene, now: .now(), newID: UUIDv7.next()).start(form)
        }
    }

    /// Ends the form that is open in a conversation, and says so there.
    ///
    /// - Returns: the submission; `nil` when none was open.
    /// - Throws: `DeskError.unknownConversation`.
    public func cancelForm(
        in conversation: ConversationID, of business: BusinessID
    ) async throws -> FormSubmission? {
        try await speak(in: conversation, of: business) { scene in
            FormMachine(scene, now: .now(), newID: UUIDv7.next()).cancel()
        }
    }

    private func speak(
        in conversation: ConversationID, of business: BusinessID,
        _ step: @escaping @Sendable (FormScene) -> FormMove?
    ) async throws -> FormSubmission? {
        guard let forms else { return nil }
        var submission: FormSubmissionID?
        do {
            try await publish(in: conversation) {
                let messages = try await forms.speak(in: conversation, of: business, step)?.messages ?? []
                submission = messages.last?.form?.submission
                return messages
            }
        } catch StoreError.notFound {
            throw DeskError.unknownConversation
        }
        guard let submission else { return nil }
        return try await forms.submission(submission, in: business)
    }
}
