import DeskModel

/// A contact in the list.
struct ContactRow: Sendable {
    let id: ContactID
    let url: String
    let name: String
    let initial: String
    let hue: String
    let details: String
    let isVerified: Bool
    /// What the business calls them, where it vouched for who they are.
    let identifier: String
    let since: Moment

    init(_ contact: Contact, visit: Visit) {
        id = contact.id
        url = "\(visit.base)contacts/\(contact.id)"
        name = contact.displayName
        initial = String((contact.name ?? "#").prefix(1)).uppercased()
        hue = ContactHue.name(of: contact)
        details = [
            visit.texts["platform_\(contact.platform.rawValue)"], contact.phone ?? "", contact.email ?? "",
        ].filter { !$0.isEmpty }.joined(separator: " · ")
        isVerified = contact.isVerified
        identifier = contact.identifier ?? ""
        since = Moment(contact.createdAt)
    }
}

/// The colours that contacts are shown in. Pages carry no style of their own, so a colour is a class.
enum ContactHue {
    static let colors = [
        "#1f5fbf", "#8a3ffc", "#0f7b5f", "#b3261e", "#8a5a00", "#006a8e", "#a0216a", "#4b6a00", "#5a4fcf", "#9a4600",
        "#00707a", "#6b4e8a",
    ]

    /// The class of the contact's colour; of the one that its number gives where it has another.
    static func name(of contact: Contact) -> String {
        "hue-\(colors.firstIndex(of: contact.displayColor.lowercased()) ?? (contact.number - 1) % colors.count)"
    }
}

/// A business's contacts.
struct ContactsView: Sendable {
    let rows: [ContactRow]
    let isEmpty: Bool
    let query: String
    let action: String
    let moreURL: String?
}

/// A contact: what is known of them, and everything that happened.
struct ContactView: Sendable {
    struct Hue: Sendable {
        let value: String
        let className: String
        let isChosen: Bool
        let label: String
    }

    struct Other: Sendable {
        let id: ContactID
        let name: String
    }

    let row: ContactRow
    let name: String
    let phone: String
    let email: String
    let hues: [Hue]
    let url: String
    let backURL: String
    /// Those that this one can be merged with, of those that `wanted` finds.
    let others: [Other]
    let hasOthers: Bool
    let wanted: String
    let canMerge: Bool
    let mayDelete: Bool
    let conversations: [ConversationRow]
    let hasNone: Bool
    /// Everything said, noted and submitted, on whatever channel, oldest first.
    let entries: [MessageRow]
    let hasNoStory: Bool
    let version: Int

    init(
        _ contact: Contact, others: [Contact], wanted: String, conversations: [ConversationRow],
        entries: [MessageRow], visit: Visit
    ) {
        row = ContactRow(contact, visit: visit)
        name = contact.name ?? ""
        phone = contact.phone ?? ""
        email = contact.email ?? ""
        hues = ContactHue.colors.enumerated().map { index, color in
            Hue(
                value: color, className: "hue-\(index)", isChosen: contact.displayColor.lowercased() == color,
                label: visit.texts.fill("color_number", ["number": String(index + 1)]))
        }
        url = row.url
        backURL = "\(visit.base)contacts"
        self.others = others.filter { $0.id != contact.id }.map { Other(id: $0.id, name: $0.displayName) }
        hasOthers = !self.others.isEmpty
        self.wanted = wanted
        canMerge = hasOthers || !wanted.isEmpty
        mayDelete = visit.may(.manageBusiness)
        self.conversations = conversations
        hasNone = conversations.isEmpty
        self.entries = entries
        hasNoStory = entries.isEmpty
        version = contact.version
    }
}
