/// The integer that names a tenant. A type of its own, so that no other number can stand in for it in a query.
public struct BusinessID: RawRepresentable, Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    public let rawValue: Int64

    public init(rawValue: Int64) { self.rawValue = rawValue }
    public init(_ rawValue: Int64) { self.rawValue = rawValue }

    public init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(Int64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    public var description: String { String(rawValue) }

    public static func < (lhs: BusinessID, rhs: BusinessID) -> Bool { lhs.rawValue < rhs.rawValue }
}

/// UUIDv7 text (RFC 9562 section 5.7), lower case with hyphens: 36 characters, sortable by time of creation.
public typealias DocumentID = String
/// UUIDv7 text.
public typealias ConversationID = String
/// UUIDv7 text.
public typealias MessageID = String
/// UUIDv7 text.
public typealias ReceiptID = String
/// UUIDv7 text.
public typealias ContactID = String
/// UUIDv7 text.
public typealias ServiceID = String
/// UUIDv7 text.
public typealias ParticipantID = String
/// UUIDv7 text.
public typealias NoteID = String
/// UUIDv7 text.
public typealias MediaID = String
/// UUIDv7 text.
public typealias ContactMergeID = String
/// UUIDv7 text: someone who signs in to the dashboard.
public typealias UserID = String
/// UUIDv7 text.
public typealias FAQID = String
/// UUIDv7 text.
public typealias FormID = String
/// UUIDv7 text.
public typealias FormQuestionID = String
/// UUIDv7 text.
public typealias FormSubmissionID = String
/// UUIDv7 text.
public typealias RegressionCaseID = String
/// UUIDv7 text.
public typealias NoticeID = String
/// The database's row id of a chunk, positive; also its label in the vector index.
public typealias ChunkID = Int64
