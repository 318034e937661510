/// Keeps connections to providers, what came from them and what goes to them.
public protocol ChannelStore: Sendable {
    // MARK: Connections

    func connection(_ provider: ChannelProvider, of business: BusinessID) async throws -> ChannelConnection?
    func connections(of business: BusinessID) async throws -> [ChannelConnection]
    /// The connections of every business that can be found by this account, number or bot. None of them is trusted
    /// before its secret was checked.
    func connections(_ provider: ChannelProvider, routedBy key: String) async throws -> [ChannelConnection]
    /// Makes or replaces a connection. - Parameter routes: what it is found by when the business is not named.
    /// - Throws: `StoreError.notFound` for an unknown business.
    func save(_ connection: ChannelConnection, routes: [String]) async throws -> ChannelConnection
    /// - Returns: whether there was one.
    func deleteConnection(_ provider: ChannelProvider, of business: BusinessID) async throws -> Bool

    // MARK: In

    /// Stores a provider's message in one transaction with its event, the contact it makes and the conversation it
    /// belongs to: a new one when the contact has none open on the channel.
    func take(
        _ inbound: InboundMessage, effect: InboundEffect, in business: BusinessID
    ) async throws -> InboundReception
    /// Stores a report where its rank is above what is known, also when the message's id is not known yet.
    ///
    /// - Returns: whether it changed anything.
    func apply(_ report: DeliveryReport, from provider: ChannelProvider, in business: BusinessID) async throws -> Bool
    /// The last that the provider said of a message of ours.
    func report(
        on providerID: String, from provider: ChannelProvider, in business: BusinessID
    ) async throws -> DeliveryReport?
    /// Whether a provider calls something so that the business sent.
    func hasSent(_ providerID: String, in business: BusinessID) async throws -> Bool
    /// The message that a provider calls so.
    func message(ofProvider id: String, in business: BusinessID) async throws -> Message?
    /// Keeps a request in which nothing was known for a day: the newest of each provider and business.
    func keep(_ event: UnknownEvent, from provider: ChannelProvider, in business: BusinessID) async throws
    /// What is kept of them, newest first.
    func unknownEvents(from provider: ChannelProvider, in business: BusinessID) async throws -> [UnknownEvent]
    /// Notes in the conversation what a provider told of a customer, for the team alone.
    ///
    /// - Returns: `nil` for a repeat, and where there is no conversation with them.
    func take(_ happening: ChannelHappening, in business: BusinessID) async throws -> Message?
    /// Changes the words of a customer's message, or empties it where `text` is `nil`. - Returns: whether there is such.
    func edit(_ providerID: String, to text: String?, in business: BusinessID) async throws -> Bool
    /// Whether somebody at an address asked for no more messages.
    func isOptedOut(_ address: String, on channel: Conversation.Channel, in business: BusinessID) async throws -> Bool
    /// Notes what somebody at an address agrees to. - Returns: whether the address is known.
    @discardableResult
    func setConsent(
        _ consent: Bool, of address: String, on channel: Conversation.Channel, in business: BusinessID
    ) async throws -> Bool

    // MARK: Out

    /// Puts a message's pieces that were given up back in line. - Returns: whether there were any.
    func resend(_ message: MessageID, in business: BusinessID) async throws -> Bool
    func thread(of conversation: ConversationID, in business: BusinessID) async throws -> ChannelThread?
    /// The first piece of the conversation that has not been accepted or given up, of messages up to `message`.
    func nextDelivery(
        in conversation: ConversationID, of business: BusinessID, upTo message: MessageID
    ) async throws -> ChannelDelivery?
    /// The pieces of a message in order.
    func deliveries(of message: MessageID, in business: BusinessID) async throws -> [ChannelDelivery]
    /// Cuts a message into pieces; into none, it is done with.
    func plan(_ parts: [ChannelPart], of message: MessageID, in business: BusinessID) async throws
    /// Notes that a piece is being handed over now.
    func begin(_ delivery: ChannelDelivery, in business: BusinessID, at moment: Timestamp) async throws
    /// Notes what the provider calls a piece that it took, and takes over the report that may have come first.
    func accept(_ delivery: ChannelDelivery, as providerID: String, in business: BusinessID) async throws
    /// Puts a piece that was refused for now back in line.
    func release(_ delivery: ChannelDelivery, in business: BusinessID) async throws
    /// Gives up a message's pieces that are not accepted yet. - Parameter reason: a stable code, then a sentence.
    func fail(_ message: MessageID, reason: String, in business: BusinessID) async throws
    /// Forgets events that came more than 30 days ago, which no provider repeats, reports on what is not ours, and after
    /// a day what nothing is known of.
    func tidyChannels(now: Timestamp) async throws
    /// Provider ids of the pieces sent to an address since a moment.
    func providerIDs(sentTo address: String, since: Timestamp, in business: BusinessID) async throws -> Set<String>
}
