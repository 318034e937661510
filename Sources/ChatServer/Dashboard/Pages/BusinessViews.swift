import DeskModel

/// The settings of a business as a form.
struct SettingsView: Sendable {
    let action: String
    let name: String
    let greeting: String
    let color: String
    let origins: String
    let threshold: String
    let topK: String
    let models: [Layout.Choice]
    let modelURL: String
    let modelName: String
    let hasModelKey: Bool
    let servedModel: String?
    let deleteURL: String
    let deleteText: String

    init(_ business: Business, visit: Visit) {
        let settings = business.settings
        action = "\(visit.base)settings"
        name = business.name
        greeting = settings.greeting ?? ""
        color = settings.color ?? Self.standardColor
        origins = (settings.allowedOrigins ?? []).joined(separator: "\n")
        threshold = settings.answerThreshold.map { String($0) } ?? ""
        topK = settings.topK.map(String.init) ?? ""
        let chosen = settings.embeddingModel?.description ?? ""
        models =
            [Layout.Choice(value: "", text: visit.texts["model_default"], isChosen: chosen.isEmpty)]
            + EmbeddingModelChoice.names.map { Layout.Choice(value: $0, text: $0, isChosen: $0 == chosen) }
        modelURL = settings.languageModel?.baseURL ?? ""
        modelName = settings.languageModel?.model ?? ""
        hasModelKey = settings.languageModel?.apiKey != nil
        servedModel = business.servedModel
        deleteURL = "\(visit.base)delete"
        deleteText = visit.texts.fill("delete_business_text", ["name": business.name])
    }

    static let standardColor = "#1f5fbf"
}

/// A business's keys.
struct KeysView: Sendable {
    struct Row: Sendable {
        let id: String
        let label: String
        let kind: String
        let prefix: String
        let since: Moment
        let isRevoked: Bool
        let revokeURL: String
        let revokeText: String
    }

    let action: String
    let rows: [Row]
    /// A key that was just made.
    let issued: IssuedKeysView?

    init(_ keys: [AccessKey], issued: IssuedKeysView? = nil, visit: Visit) {
        action = "\(visit.base)keys"
        self.issued = issued
        rows = keys.map { key in
            let name = key.label.isEmpty ? key.prefix : key.label
            return Row(
                id: key.id, label: name, kind: visit.texts["key_\(key.kind.rawValue)"], prefix: key.prefix,
                since: Moment(key.createdAt), isRevoked: key.revokedAt != nil,
                revokeURL: "\(visit.base)keys/\(key.id)/revoke",
                revokeText: visit.texts.fill("revoke_key_text", ["name": name]))
        }
    }
}

/// Secrets on the one page that ever shows them.
struct IssuedKeysView: Sendable {
    let secretKey: String?
    let widgetKey: String?
    let identityKey: String?
    let snippet: String?

    init(secret: String? = nil, widget: String? = nil, identity: String? = nil, server: String) {
        secretKey = secret
        widgetKey = widget
        identityKey = identity
        snippet = widget.map { "<script src=\"\(server)/widget.js\" data-key=\"\($0)\" async></script>" }
    }
}

/// The form of a new business, and its keys once it is made.
struct NewBusinessView: Sendable {
    let action: String
    let isFirst: Bool
    let madeName: String?
    let nextURL: String
    let issued: IssuedKeysView?
}
