import DeskModel

/// A contact: the lead, profile or customer of the systems that ours replaces.
struct ContactResponse: Encodable {
    let id: ContactID
    let number: Int
    @OrNull var token: String?
    /// Whether the business's own server vouched for who they are.
    let verified: Bool
    /// What it calls them.
    @OrNull var identifier: String?
    let platform: Contact.Platform
    /// The name given, if one was.
    @OrNull var name: String?
    /// The name to show: `Lead #7` without one.
    let displayName: String
    /// The colour to show.
    let color: String
    @OrNull var phone: String?
    @OrNull var email: String?
    @OrNull var language: String?
    /// Whether they are filling in a form.
    let form: Bool
    let consent: [String: Bool]
    let attributes: String
    let createdAt: String
    let updatedAt: String
    let links: [String: String]

    /// - Parameter isInForm: whether a form of theirs is open.
    init(_ contact: Contact, isInForm: Bool = false) {
        form = isInForm
        id = contact.id
        number = contact.number
        token = contact.token
        verified = contact.isVerified
        identifier = contact.identifier
        platform = contact.platform
        name = contact.name
        displayName = contact.displayName
        color = contact.displayColor
        phone = contact.phone
        email = contact.email
        language = contact.language
        consent = contact.consent
        attributes = contact.attributes
        createdAt = contact.createdAt.iso8601
        updatedAt = contact.updatedAt.iso8601
        links = [
            "timeline": "/api/contacts/\(contact.id)/timeline",
            "conversations": "/api/conversations?contact=\(contact.id)",
        ]
    }
}
