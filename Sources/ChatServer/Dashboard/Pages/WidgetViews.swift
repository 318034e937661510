import DeskModel

/// The chat on the business's own pages: how it looks, the snippet, and who its visitors are.
struct WidgetView: Sendable {
    let action: String
    let keyAction: String
    let color: String
    let greeting: String
    let origins: String
    let requiresIdentity: Bool
    let previewURL: String
    let issued: IssuedKeysView?
    let identity: IdentityView

    /// - Parameter key: that of the business; `nil` when it has none.
    init(_ business: Business, key: IdentityKey?, issued: IssuedKeysView?, server: String, visit: Visit) {
        action = "\(visit.base)widget"
        keyAction = "\(visit.base)widget/key"
        color = business.settings.color ?? SettingsView.standardColor
        greeting = business.settings.greeting ?? ""
        origins = (business.settings.allowedOrigins ?? []).joined(separator: "\n")
        requiresIdentity = business.settings.requireIdentity ?? false
        previewURL = "\(visit.root)chat/\(business.id)/?embed=1"
        self.issued = issued
        identity = IdentityView(key, server: server, visit: visit)
    }
}

/// How the business's own server proves who visitors are.
struct IdentityView: Sendable {
    /// A line of somebody's own code.
    struct Sample: Sendable {
        let language: String
        let code: String
    }

    let hasKey: Bool
    let prefix: String
    let since: Moment?
    let action: String
    let rotateURL: String
    let deleteURL: String
    let samples: [Sample]

    init(_ key: IdentityKey?, server: String, visit: Visit) {
        hasKey = key != nil
        prefix = key?.prefix ?? ""
        since = key.map { Moment($0.createdAt) }
        action = "\(visit.base)widget/identity"
        rotateURL = "\(action)/rotate"
        deleteURL = "\(action)/delete"
        samples =
            Self.signing + [
                Sample(
                    language: "HTML",
                    code: "<script src=\"\(server)/widget.js\" data-key=\"fd_wk_…\" data-identifier=\"user-42\" "
                        + "data-identifier-hash=\"…\" data-name=\"Ana\" async></script>"),
                Sample(
                    language: "JavaScript",
                    code: "frontdesk.setUser({ identifier: 'user-42', identifierHash: '…', name: 'Ana' });\n"
                        + "frontdesk.reset(); // when they sign out"),
            ]
    }

    /// The lower-case hexadecimal HMAC-SHA256 of an identifier, on a server that has the key in its environment.
    private static let signing = [
        Sample(
            language: "Python",
            code: #"hmac.new(os.environ["IDENTITY_KEY"].encode(), user_id.encode(), hashlib.sha256).hexdigest()"#),
        Sample(language: "PHP", code: "hash_hmac('sha256', $user_id, getenv('IDENTITY_KEY'))"),
        Sample(
            language: "Node.js",
            code: "crypto.createHmac('sha256', process.env.IDENTITY_KEY).update(userId).digest('hex')"),
        Sample(language: "Ruby", code: "OpenSSL::HMAC.hexdigest('SHA256', ENV['IDENTITY_KEY'], user_id)"),
        Sample(
            language: "Swift",
            code: "HMAC<SHA256>.authenticationCode(for: Data(userID.utf8), using: SymmetricKey(data: "
                + #"Data(identityKey.utf8))).map { String(format: "%02x", $0) }.joined()"#),
    ]
}
