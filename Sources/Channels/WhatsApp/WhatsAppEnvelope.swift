import DeskModel

/// Whom a webhook's body is about, also where it holds nothing that is read: Meta repeats for a week what is not
/// accepted.
struct WhatsAppEnvelope: Hashable, Sendable {
    /// Whether it is an event of a business account, of whatever kind.
    let isOfAccount: Bool
    /// The numbers whose events it brings.
    let phoneNumberIDs: Set<String>
    /// The accounts of changes that name no number, such as a template's.
    let accountIDs: Set<String>

    /// Meta sends at most 1,000 updates at once. Nobody has shown yet who they are.
    private static let maximumChanges = 1_000

    /// - Throws: an error for what is no JSON.
    init(_ body: [UInt8]) throws {
        let event = try JSONValue(parsing: body)
        isOfAccount = event["object"].string == "whatsapp_business_account"
        var numbers: Set<String> = []
        var accounts: Set<String> = []
        for entry in event["entry"].elements.prefix(Self.maximumChanges) {
            let changes = entry["changes"].elements.prefix(Self.maximumChanges - numbers.count)
            let named = changes.map { $0["value"]["metadata"]["phone_number_id"].filled }
            numbers.formUnion(named.compactMap(\.self))
            if named.contains(nil), let account = entry["id"].filled { accounts.insert(account) }
        }
        phoneNumberIDs = numbers
        accountIDs = accounts
    }
}
