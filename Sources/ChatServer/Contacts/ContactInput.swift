import DeskModel

/// What a client may set of a contact.
struct ContactInput: Sendable {
    let platform: Change<Contact.Platform>
    let token: Change<String>
    let name: Change<String>
    let phone: Change<String>
    let email: Change<String>
    let color: Change<String>
    let language: Change<String>
    let consent: Change<[String: Bool]>
    let attributes: Change<String>

    init(_ fields: RequestFields) throws(APIError) {
        platform = try fields.choice("platform", Contact.Platform.self)
        token = try fields.text("token", 0...128)
        name = try fields.text("name", 0...200)
        phone = try Self.phone(fields)
        email = try fields.text("email", 0...254)
        if case .set(let email) = email, email.wholeMatch(of: /[^@\s<>"]{1,64}@[^@\s<>"]+\.[^@\s<>"]+/) == nil {
            throw RequestFields.refusal("email", "an e-mail address such as ana@example.com", .email)
        }
        color = try fields.text("color", 0...7)
        if case .set(let color) = color, color.wholeMatch(of: /#[0-9a-fA-F]{6}/) == nil {
            throw RequestFields.refusal("color", "a colour such as #1f5fbf")
        }
        language = try fields.text("language", 0...35)
        if case .set(let language) = language, language.wholeMatch(of: /[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*/) == nil {
            throw RequestFields.refusal("language", "a language tag such as en or pt-BR")
        }
        consent = try Self.consent(fields)
        attributes = try fields.attributes()
    }

    func apply(to contact: inout Contact) {
        contact.token = token.applied(to: contact.token)
        contact.name = name.applied(to: contact.name)
        contact.phone = phone.applied(to: contact.phone)
        contact.email = email.applied(to: contact.email)
        contact.color = color.applied(to: contact.color)
        contact.language = language.applied(to: contact.language)
        if case .set(let consent) = consent { contact.consent = consent }
        if case .set(let attributes) = attributes { contact.attributes = attributes }
    }

    /// Spaces, dots, hyphens and brackets go; `00` in front becomes `+`. At most 15 digits (E.164).
    private static func phone(_ fields: RequestFields) throws(APIError) -> Change<String> {
        guard case .set(let text) = try fields.text("phone", 0...40) else { return try fields.text("phone", 0...40) }
        var number = text.filter { !" .-()/\u{A0}".contains($0) }
        if number.hasPrefix("00") { number = "+" + number.dropFirst(2) }
        guard number.wholeMatch(of: /\+?[0-9]{3,15}/) != nil else {
            throw RequestFields.refusal("phone", "a telephone number such as +14155550123", .phone)
        }
        return .set(number)
    }

    private static func consent(_ fields: RequestFields) throws(APIError) -> Change<[String: Bool]> {
        guard let value = fields["consent"] else { return .unchanged }
        if value == .null { return .set([:]) }
        guard case .object(let members) = value, members.count <= 50 else {
            throw RequestFields.refusal("consent", "an object of at most 50 members that are true or false")
        }
        var consent: [String: Bool] = [:]
        for (name, value) in members {
            guard case .bool(let given) = value, (1...64).contains(name.unicodeScalars.count),
                name.unicodeScalars.allSatisfy({ $0.value >= 32 })
            else { throw RequestFields.refusal("consent", "an object of at most 50 members that are true or false") }
            consent[name] = given
        }
        return .set(consent)
    }
}
