public import DeskModel

/// All that the desk knows of one provider. Adapters hold no state and decide nothing of the dialogue.
public protocol ChannelAdapter: Sendable {
    var provider: ChannelProvider { get }

    /// What a connection is found by when a request does not name the business.
    func routes(of connection: ChannelConnection) -> [String]
    /// What a request, not trusted yet, says it is for: looked up among the routes.
    func routingKeys(of request: WebhookRequest) -> [String]
    /// Whether the request comes from the provider, in this connection's name.
    func isAuthentic(_ request: WebhookRequest, for connection: ChannelConnection) -> Bool
    /// Those connections, of the ones that the request is authentic for, that it is about.
    func addressed(by request: WebhookRequest, among connections: [ChannelConnection]) -> [ChannelConnection]
    /// What the provider calls the message of ours that a request reports on: it belongs to whoever sent that.
    ///
    /// - Returns: `nil` for any other request, and where connections share no account.
    func reported(by request: WebhookRequest, path: [String]) -> String?
    /// The answer to a request for an account or a number that nobody here has; `nil` to refuse it.
    func replyToStranger(_ request: WebhookRequest) -> WebhookReply?
    /// The answer to a provider that checks the address; `nil` when the request is no such check.
    func handshake(_ request: WebhookRequest, for connection: ChannelConnection) -> WebhookReply?
    /// What an authentic request tells.
    ///
    /// - Parameters:
    ///   - path: what follows the provider, or the business, in the address.
    ///   - isOptedOut: whether the sender at an address asked for no more messages.
    /// - Throws: `ChannelRequestError`.
    func events(
        in request: WebhookRequest, path: [String], for connection: ChannelConnection,
        isOptedOut: (_ address: String, _ channel: Conversation.Channel) async throws -> Bool
    ) async throws -> [ChannelEvent]
    /// What is kept of a request that told no event, for people of the connection's business to see; `nil` for what is
    /// known and left alone, and where nothing of it is theirs.
    func unknown(in request: WebhookRequest, for connection: ChannelConnection) -> [UInt8]?
    /// What is answered once the events are stored.
    func acknowledgement(of request: WebhookRequest, path: [String]) -> WebhookReply
    /// A call that shows the customer that their message was seen; `nil` where there is none.
    func courtesy(for event: ChannelEvent, request: WebhookRequest, connection: ChannelConnection) -> ProviderRequest?

    /// The call that sends a piece of a message; `nil` in test mode, without credentials.
    func sending(_ piece: OutgoingPiece, for connection: ChannelConnection) throws(SendFailure) -> ProviderRequest?
    func outcome(of response: ProviderResponse, for connection: ChannelConnection) -> SendOutcome
    /// The most that a file may have, in bytes, to be handed over; `nil` for one that goes as a link.
    func maximumBytes(ofFile contentType: String) -> Int?
    /// The call that hands a file over before the message that shows it; `nil` where the message brings it along, or
    /// without credentials.
    func upload(_ file: OutgoingFile, in thread: ChannelThread, for connection: ChannelConnection) -> ProviderRequest?
    /// What the provider calls the file; `nil` when it did not take it.
    func uploaded(_ response: ProviderResponse) -> String?
    /// Who of ours sends a piece, and how fast they may; `nil` where there is no limit.
    func pace(of piece: OutgoingPiece, for connection: ChannelConnection) -> SenderRule?
    /// Whether a refusal is about the sender, and not about the one that it sends to.
    func restsSender(_ failure: SendFailure) -> Bool
    /// The call that tells whether a piece was taken; `nil` where the provider cannot say.
    func lookup(_ piece: OutgoingPiece, for connection: ChannelConnection) -> ProviderRequest?
    /// What the provider calls a piece that was looked up. - Parameter known: ids of other pieces.
    func found(
        _ piece: OutgoingPiece, for connection: ChannelConnection, known: Set<String>, in response: ProviderResponse
    ) -> String?
    /// How a file of a message is fetched; `nil` for a reference that is not the provider's.
    func media(_ reference: String, for connection: ChannelConnection) -> MediaStep?
    /// The call that fetches a file, after the one that asked where it stands.
    func located(_ response: ProviderResponse, for connection: ChannelConnection) -> ProviderRequest?
    /// Milliseconds to wait for a report on a piece before the next one is sent, where the provider does not keep their
    /// order; 0 where it does.
    var orderPatience: Int64 { get }
    /// A call whose answer tells whether the connection's values are right; `nil` where there is none.
    func check(_ connection: ChannelConnection) -> ProviderRequest?
    /// What is wrong with a connection, by the answer to the check: sentences for the owner.
    func problems(in response: ProviderResponse, of connection: ChannelConnection, webhookURLs: [String]) -> [String]
    /// Milliseconds to wait for a report on a piece of whose fate nothing is known, before it is sent once more.
    var patience: Int64 { get }
    /// A made-up id for test mode.
    func testID() -> String
}

/// A step on the way to a file.
public enum MediaStep: Hashable, Sendable {
    case fetch(ProviderRequest)
    /// Asks where the file stands.
    case locate(ProviderRequest)
}

extension ChannelAdapter {
    public var orderPatience: Int64 { 0 }
    public func maximumBytes(ofFile contentType: String) -> Int? { nil }

    public func upload(
        _ file: OutgoingFile, in thread: ChannelThread, for connection: ChannelConnection
    ) -> ProviderRequest? { nil }

    public func uploaded(_ response: ProviderResponse) -> String? { nil }
    public func pace(of piece: OutgoingPiece, for connection: ChannelConnection) -> SenderRule? { nil }
    public func restsSender(_ failure: SendFailure) -> Bool { failure.reason == .rateLimited }
    public func check(_ connection: ChannelConnection) -> ProviderRequest? { nil }

    public func problems(
        in response: ProviderResponse, of connection: ChannelConnection, webhookURLs: [String]
    ) -> [String] {
        switch response.status {
        case 200..<300: []
        case 401, 403, 404: ["The provider does not accept these values (status \(response.status))."]
        default: ["The provider answered with status \(response.status)."]
        }
    }

    public func located(_ response: ProviderResponse, for connection: ChannelConnection) -> ProviderRequest? { nil }

    public func addressed(by request: WebhookRequest, among connections: [ChannelConnection]) -> [ChannelConnection] {
        connections
    }

    public func unknown(in request: WebhookRequest, for connection: ChannelConnection) -> [UInt8]? { nil }
    public func reported(by request: WebhookRequest, path: [String]) -> String? { nil }
    public func replyToStranger(_ request: WebhookRequest) -> WebhookReply? { nil }

    public func handshake(_ request: WebhookRequest, for connection: ChannelConnection) -> WebhookReply? { nil }

    public func courtesy(
        for event: ChannelEvent, request: WebhookRequest, connection: ChannelConnection
    ) -> ProviderRequest? { nil }

    public func lookup(_ piece: OutgoingPiece, for connection: ChannelConnection) -> ProviderRequest? { nil }

    public func found(
        _ piece: OutgoingPiece, for connection: ChannelConnection, known: Set<String>, in response: ProviderResponse
    ) -> String? { nil }
}

/// Why a request that is authentic is not taken.
public enum ChannelRequestError: Error, Hashable, Sendable {
    case unknownPath
    case malformed
}

/// A piece of a message and where it goes.
public struct OutgoingPiece: Hashable, Sendable {
    public let text: String
    public let thread: ChannelThread
    public let reference: String
    /// Whether the provider takes free text of us no more, so that a template must do.
    public let isOutsideWindow: Bool
    public let attemptedAt: Timestamp?
    /// What can be chosen under it, where the channel has something for it.
    public let choices: [String]
    /// What goes in place of the text; `nil` for a text, and for a file that goes as a link.
    public let file: OutgoingFile?

    public init(
        text: String, thread: ChannelThread, reference: String, isOutsideWindow: Bool, attemptedAt: Timestamp? = nil,
        choices: [String] = [], file: OutgoingFile? = nil
    ) {
        self.file = file
        self.choices = choices
        self.text = text
        self.thread = thread
        self.reference = reference
        self.isOutsideWindow = isOutsideWindow
        self.attemptedAt = attemptedAt
    }

    /// The text as a template's parameter, which takes no line breaks.
    var line: String { String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 }) }

    /// The same, once it is known that the provider takes no free text of us any more.
    var pastWindow: OutgoingPiece {
        OutgoingPiece(
            text: text, thread: thread, reference: reference, isOutsideWindow: true, attemptedAt: attemptedAt,
            choices: choices)
    }

    func carrying(_ file: OutgoingFile) -> OutgoingPiece {
        OutgoingPiece(
            text: text, thread: thread, reference: reference, isOutsideWindow: isOutsideWindow,
            attemptedAt: attemptedAt, choices: choices, file: file)
    }
}

/// What adapters know of the server they run in.
public struct ChannelEnvironment: Hashable, Sendable {
    /// The URL providers were told, without a slash at the end; `nil` when none was configured.
    public let publicURL: String?
    /// Providers' API addresses that the operator put in place of the usual ones.
    public let apiBases: [ChannelProvider: String]

    public init(publicURL: String?, apiBases: [ChannelProvider: String] = [:]) {
        self.publicURL = publicURL
        self.apiBases = apiBases
    }

    func apiBase(_ connection: ChannelConnection, usual: String) -> String {
        let base = connection["api_base"] ?? apiBases[connection.provider] ?? usual
        return base.hasSuffix("/") ? String(base.dropLast()) : base
    }

    /// Whether the provider's API may stand in a private network: only where the operator says so.
    public func isOperated(_ connection: ChannelConnection) -> Bool {
        connection["api_base"] == nil || connection.isOperated
    }
}
