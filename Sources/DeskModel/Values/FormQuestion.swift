/// One question of a form.
public struct FormQuestion: Hashable, Sendable {
    /// What an answer is checked for and brought into.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case text
        case longText = "long_text"
        /// A decimal such as `1250.5`.
        case number
        /// `YYYY-MM-DD`.
        case date
        /// E.164.
        case phone
        case email
        /// One of `choices`, as it is written there.
        case choice
        /// `yes` or `no`.
        case yesNo = "yes_no"
        case address
    }

    /// What of the contact an answer fills in.
    public enum ContactField: String, Hashable, Sendable, Codable, CaseIterable { case name, phone, email }

    public let id: FormQuestionID
    public let form: FormID
    public let business: BusinessID
    public var text: String
    public var kind: Kind
    /// Whether it cannot be skipped.
    public var isRequired: Bool
    /// Of a question of kind `choice`, two at least.
    public var choices: [String]
    /// Said when the customer asks for help.
    public var help: String?
    /// `nil` leaves it to the kind: telephone numbers and e-mail addresses fill in theirs.
    public var contactField: ContactField?
    /// Questions are asked from the lowest up; no two of a form have the same.
    public let position: Int
    /// Deleted questions are not asked any more; what was answered to them stays.
    public var isDeleted: Bool
    public let createdAt: Timestamp
    public let updatedAt: Timestamp

    public init(
        id: FormQuestionID, form: FormID, business: BusinessID, text: String, kind: Kind = .text,
        isRequired: Bool = true, choices: [String] = [], help: String? = nil, contactField: ContactField? = nil,
        position: Int = 0, isDeleted: Bool = false, createdAt: Timestamp, updatedAt: Timestamp? = nil
    ) {
        self.id = id
        self.form = form
        self.business = business
        self.text = text
        self.kind = kind
        self.isRequired = isRequired
        self.choices = choices
        self.help = help
        self.contactField = contactField
        self.position = position
        self.isDeleted = isDeleted
        self.createdAt = createdAt
        self.updatedAt = updatedAt ?? createdAt
    }

    /// What of the contact an answer fills in, also where only the kind says so.
    public var filledField: ContactField? {
        if let contactField { return contactField }
        return switch kind {
        case .phone: .phone
        case .email: .email
        default: nil
        }
    }
}
