/// Keeps forms, their questions, what customers answered, and a business's default responses.
public protocol FormStore: Sendable {
    // MARK: Forms

    /// Stores a form with its questions, in their order.
    ///
    /// - Throws: `StoreError.notFound` for an unknown business; `StoreError.full` when it has `mostForms`.
    func add(_ definition: FormDefinition) async throws
    func form(_ id: FormID, in business: BusinessID) async throws -> FormDefinition?
    /// Oldest first: at most `mostForms`.
    func forms(in business: BusinessID) async throws -> [FormDefinition]
    /// Saves what can be changed of the form itself. - Returns: the form as saved, `nil` when there is none.
    func update(_ form: Form) async throws -> Form?
    /// Takes the form away; what was submitted stays. - Returns: whether it existed.
    func deleteForm(_ id: FormID, in business: BusinessID) async throws -> Bool

    // MARK: Questions

    /// Stores a question behind the form's others. - Returns: the question as stored.
    ///
    /// - Throws: `StoreError.notFound` for an unknown form; `StoreError.full` when it has `mostQuestions`.
    func add(_ question: FormQuestion) async throws -> FormQuestion
    /// Saves what can be changed, `isDeleted` included. - Returns: the question as saved, `nil` when there is none.
    func update(_ question: FormQuestion) async throws -> FormQuestion?
    /// Puts the questions into this order; those that are not named keep theirs behind them.
    ///
    /// - Returns: the form as it is then; `nil` when it does not exist or does not have one of the questions.
    func order(_ questions: [FormQuestionID], of form: FormID, in business: BusinessID) async throws -> FormDefinition?

    // MARK: Submissions

    func submission(_ id: FormSubmissionID, in business: BusinessID) async throws -> FormSubmission?
    /// Newest first, starting after `after`.
    func submissions(
        in business: BusinessID, matching filter: FormSubmissionFilter, after: FormSubmissionID?, limit: Int
    ) async throws -> [FormSubmission]

    // MARK: Turns

    /// What a form's next step in a conversation depends on, read by itself. - Returns: `nil` for an unknown
    /// conversation.
    func scene(of conversation: ConversationID, in business: BusinessID) async throws -> FormScene?
    /// Has `step` decide what a form does with a customer's message, in one transaction with everything that follows
    /// from it: the submission, the reply, the contact's details and, on completion, the event. A message that was
    /// replied to before gets that reply and `step` is not asked.
    ///
    /// - Returns: `nil` when `step` left the message alone.
    /// - Throws: `StoreError.notFound` for an unknown message.
    func takeTurn(
        _ message: Message, _ step: @escaping @Sendable (FormScene) -> FormMove?
    ) async throws -> FormTurn?
    /// Has `step` say something in a conversation by itself: when a form is started from outside.
    ///
    /// - Throws: `StoreError.notFound` for an unknown conversation.
    func speak(
        in conversation: ConversationID, of business: BusinessID,
        _ step: @escaping @Sendable (FormScene) -> FormMove?
    ) async throws -> FormTurn?
    /// Stores the answer to a question that was asked in the midst of a form, and in the same transaction how the form
    /// goes on. A message that has an answer keeps it.
    func record(
        _ answer: Answer, receipt: Receipt, to message: Message,
        then step: @escaping @Sendable (FormScene) -> FormMove?
    ) async throws -> FormTurn
    /// Ends the open submissions that waited longer than their form waits. - Returns: how many.
    @discardableResult
    func endAbandoned(now: Timestamp) async throws -> Int

    // MARK: Default responses

    func defaultResponses(of business: BusinessID) async throws -> DefaultResponseSet
    /// Changes them in one transaction, so that of changes made at once none is lost. The standard first message is
    /// kept as the business's setting `greeting`.
    ///
    /// - Parameter change: gets them as they are then, and may run more than once.
    /// - Returns: what they were and what they are; the same when nothing was changed.
    /// - Throws: `StoreError.notFound`, what `change` throws.
    func editDefaultResponses(
        of business: BusinessID, _ change: @escaping @Sendable (inout DefaultResponseSet) throws -> Void
    ) async throws -> (before: DefaultResponseSet, after: DefaultResponseSet)
}

extension FormStore {
    /// As many as a business may have.
    public static var mostForms: Int { 50 }
    /// As many as a form may have, the deleted ones counted.
    public static var mostQuestions: Int { 500 }

    /// Replaces the default responses, whatever they are. - Throws: `StoreError.notFound`.
    public func setDefaultResponses(_ responses: DefaultResponseSet, of business: BusinessID) async throws {
        _ = try await editDefaultResponses(of: business) { $0 = responses }
    }

    /// The form that a customer is offered: the oldest that can be started.
    public func startable(in business: BusinessID) async throws -> Form? {
        try await forms(in: business).first { $0.form.isEnabled && !$0.asked.isEmpty }?.form
    }
}

/// Which submissions are wanted; what is `nil` does not matter.
public struct FormSubmissionFilter: Hashable, Sendable {
    public var form: FormID?
    public var status: FormSubmission.Status?
    public var conversation: ConversationID?
    public var contact: ContactID?

    public init(
        form: FormID? = nil, status: FormSubmission.Status? = nil, conversation: ConversationID? = nil,
        contact: ContactID? = nil
    ) {
        self.form = form
        self.status = status
        self.conversation = conversation
        self.contact = contact
    }
}

/// All that a form's next step depends on, as of one moment.
public struct FormScene: Sendable {
    public let business: Business
    public let conversation: Conversation
    /// The business's forms, oldest first; that of the open submission too when it was deleted or disabled.
    public let forms: [FormDefinition]
    public let open: FormSubmission?
    public let responses: DefaultResponseSet
    /// Up to here the customer spoke to a person, who has handed back since.
    public let saidToPerson: MessageID?
    /// The customer's latest words that a form took; looked for while one is open.
    public let takenUpTo: MessageID?
    /// The latest of the words to the person that the assistant is still to answer; looked for while a form is open.
    public let stillToAnswer: MessageID?

    public init(
        business: Business, conversation: Conversation, forms: [FormDefinition], open: FormSubmission?,
        responses: DefaultResponseSet = DefaultResponseSet(), saidToPerson: MessageID? = nil,
        takenUpTo: MessageID? = nil, stillToAnswer: MessageID? = nil
    ) {
        self.business = business
        self.conversation = conversation
        self.forms = forms
        self.open = open
        self.responses = responses
        self.saidToPerson = saidToPerson
        self.takenUpTo = takenUpTo
        self.stillToAnswer = stillToAnswer
    }
}

/// What a form does next.
public struct FormMove: Hashable, Sendable {
    /// Submissions as they are now: the one that goes on, and before it one that ended by the way.
    public let submissions: [FormSubmission]
    public let reply: String
    public let prompt: FormPrompt

    public init(submissions: [FormSubmission], reply: String, prompt: FormPrompt) {
        self.submissions = submissions
        self.reply = reply
        self.prompt = prompt
    }
}

/// What was stored in a turn of a form.
public struct FormTurn: Sendable {
    /// In their order: the reply, and what follows it.
    public let messages: [Message]
    /// False when the message had its reply before.
    public let isNew: Bool

    public init(messages: [Message], isNew: Bool) {
        self.messages = messages
        self.isNew = isNew
    }
}
