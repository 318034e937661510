/// Keeps telephone calls.
public protocol CallStore: Sendable {
    /// Makes or completes a call, with its contact when the caller can be recognised.
    ///
    /// - Parameter isKnownCaller: whether the customer's number is one that somebody can be recognised by.
    func record(_ report: CallReport, isKnownCaller: Bool, in business: BusinessID) async throws -> Call
    func call(_ callSid: String, of provider: ChannelProvider, in business: BusinessID) async throws -> Call?
    func call(_ id: CallID, in business: BusinessID) async throws -> Call?
    /// Newest first, starting after `after`.
    func calls(in business: BusinessID, contact: ContactID?, after: CallID?, limit: Int) async throws -> [Call]
    /// The conversation in which a call's words are kept: made when there is none yet.
    func conversation(of call: CallID, in business: BusinessID) async throws -> ConversationID
    /// Leaves of an answer what a caller heard; `nil` marks it as unheard. - Returns: whether there is such an answer.
    func cut(_ message: MessageID, to text: String?, in business: BusinessID) async throws -> Bool
    /// Opens a conversation on a channel from our side, once for each event, and says something in it.
    ///
    /// - Returns: the message, `nil` when the event was taken in before.
    func open(
        _ channel: Conversation.Channel, by provider: ChannelProvider, to address: String, from own: String,
        saying text: String, event: String, in business: BusinessID
    ) async throws -> Message?
}
