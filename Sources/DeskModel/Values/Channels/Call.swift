/// UUIDv7 text.
public typealias CallID = String

/// A telephone call: at once the PhoneCall, the PhoneCallInfo and the call session of the systems that ours replaces.
public struct Call: Hashable, Sendable {
    public enum Direction: String, Hashable, Sendable, Codable, CaseIterable { case inbound, outbound }

    /// What became of putting the caller through to a person.
    public enum Transfer: String, Hashable, Sendable, Codable, CaseIterable { case requested, completed, failed }

    public let id: CallID
    public let business: BusinessID
    public let provider: ChannelProvider
    /// The provider's id.
    public let callSid: String
    /// `nil` for callers who withhold their number.
    public let contact: ContactID?
    public let conversation: ConversationID?
    public let direction: Direction
    public let from: String
    public let to: String
    /// The provider's word.
    public let status: String
    /// Seconds.
    public let duration: Int?
    /// Whether the caller agreed to go on by text.
    public let receivesText: Bool
    public let isVoicemail: Bool
    public let recordingSid: String?
    /// The provider's, which asks for credentials: never shown to anybody.
    public let recordingURL: String?
    /// Seconds.
    public let recordingLength: Int?
    /// Whether the recording can be fetched.
    public let isRecordingReady: Bool
    public let transcript: String?
    /// The message that voicemail is kept as, with its recording, once that can be had.
    public let voicemailMessage: MessageID?
    public let transfer: Transfer?
    /// Of a call that was answered over a socket.
    public let sessionID: String?
    public let sessionStatus: String?
    public let createdAt: Timestamp
    public let updatedAt: Timestamp
    public let version: Int

    public init(
        id: CallID, business: BusinessID, provider: ChannelProvider, callSid: String, contact: ContactID?,
        conversation: ConversationID?, direction: Direction, from: String, to: String, status: String, duration: Int?,
        receivesText: Bool, isVoicemail: Bool, recordingSid: String?, recordingURL: String?, recordingLength: Int?,
        isRecordingReady: Bool, transcript: String?, voicemailMessage: MessageID?, transfer: Transfer?,
        sessionID: String?, sessionStatus: String?, createdAt: Timestamp, updatedAt: Timestamp, version: Int
    ) {
        self.id = id
        self.business = business
        self.provider = provider
        self.callSid = callSid
        self.contact = contact
        self.conversation = conversation
        self.direction = direction
        self.from = from
        self.to = to
        self.status = status
        self.duration = duration
        self.receivesText = receivesText
        self.isVoicemail = isVoicemail
        self.recordingSid = recordingSid
        self.recordingURL = recordingURL
        self.recordingLength = recordingLength
        self.isRecordingReady = isRecordingReady
        self.transcript = transcript
        self.voicemailMessage = voicemailMessage
        self.transfer = transfer
        self.sessionID = sessionID
        self.sessionStatus = sessionStatus
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.version = version
    }
}

/// What a provider's event says of a call. Events come in any order: each makes the call when it is the first.
public struct CallReport: Hashable, Sendable {
    public let provider: ChannelProvider
    public let callSid: String
    public let direction: Call.Direction
    public let from: String
    public let to: String
    /// Taken over by its rank.
    public let step: DeliveryStep
    public var duration: Int?
    public var receivesText: Bool?
    public var isVoicemail: Bool?
    public var recordingSid: String?
    public var recordingURL: String?
    public var recordingLength: Int?
    public var isRecordingReady: Bool?
    public var transcript: String?
    public var transfer: Call.Transfer?
    public var sessionID: String?
    public var sessionStatus: String?

    public init(
        provider: ChannelProvider, callSid: String, direction: Call.Direction, from: String, to: String,
        step: DeliveryStep
    ) {
        self.provider = provider
        self.callSid = callSid
        self.direction = direction
        self.from = from
        self.to = to
        self.step = step
    }

    /// The customer's side of the call.
    public var customer: String { direction == .inbound ? from : to }
    /// Ours.
    public var own: String { direction == .inbound ? to : from }
}
