/// A tenant: everything stored belongs to exactly one.
public struct Business: Hashable, Sendable {
    public let id: BusinessID
    public var name: String
    public var settings: BusinessSettings
    public let createdAt: Timestamp
    /// The id of the embedding model whose vectors are searched now; `nil` before the first document. Differs from what
    /// the settings ask for while the documents are embedded anew.
    public let servedModel: String?
    /// Values per vector of that model.
    public let servedDimension: Int?
    /// How often its set of vectors has changed.
    public let generation: Int64
    /// How often its FAQs have changed; 0 when it never had any.
    public let faqRevision: Int64
    /// Where its languages have brought it, when its embedding model is chosen automatically.
    public let automaticModel: AutomaticModel?
    /// 1, and one more with every change of name or settings.
    public let version: Int

    public init(
        id: BusinessID, name: String, settings: BusinessSettings, createdAt: Timestamp, servedModel: String? = nil,
        servedDimension: Int? = nil, generation: Int64 = 0, faqRevision: Int64 = 0,
        automaticModel: AutomaticModel? = nil, version: Int = 1
    ) {
        self.id = id
        self.name = name
        self.settings = settings
        self.createdAt = createdAt
        self.servedModel = servedModel
        self.servedDimension = servedDimension
        self.generation = generation
        self.faqRevision = faqRevision
        self.automaticModel = automaticModel
        self.version = version
    }
}

/// What a business can set for itself; a value left out takes the server's default.
public struct BusinessSettings: Hashable, Sendable, Codable {
    /// Shown when a chat opens.
    public var greeting: String?
    /// Origins (`https://example.com`) whose pages may open a chat; empty allows any.
    public var allowedOrigins: [String]?
    /// Confidence in 0...1 below which the desk declines.
    public var answerThreshold: Double?
    /// Passages per answer, 1...100.
    public var topK: Int?
    /// The widget's accent colour as `#rrggbb`.
    public var color: String?
    /// BCP 47 with a region, such as `en-GB`: how dates are written and where telephone numbers without a country
    /// belong; `en-US` without.
    public var locale: String?
    /// IANA name, such as `Europe/Madrid`: when a day begins; UTC without.
    public var timeZone: String?
    /// The local embedding model, or that it is chosen automatically; the server's default without.
    public var embeddingModel: EmbeddingModelChoice?
    /// A remote embedder in place of a local one.
    public var embedding: ModelEndpoint?
    /// A language model that writes the answers.
    public var languageModel: ModelEndpoint?
    /// When people take over from the assistant.
    public var handoff: HandoffSettings?
    /// Confidence in 0...1 below which a question brings a person in; none does without.
    public var autoHandoffThreshold: Double?
    /// Messages after which a conversation is closed, 2...100,000; it goes on for ever without. While a person speaks
    /// it does not end.
    public var maxConversationLength: Int?
    /// Whether a verified contact's chat opens only for who proves to be them; for whoever has its id without.
    public var requireIdentity: Bool?

    enum CodingKeys: String, CodingKey {
        case greeting
        case allowedOrigins = "allowed_origins"
        case answerThreshold = "answer_threshold"
        case topK = "top_k"
        case color
        case locale
        case timeZone = "time_zone"
        case embeddingModel = "embedding_model"
        case embedding
        case languageModel = "language_model"
        case handoff
        case autoHandoffThreshold = "auto_handoff_threshold"
        case maxConversationLength = "max_conversation_length"
        case requireIdentity = "require_identity"
    }

    public init(
        greeting: String? = nil, allowedOrigins: [String]? = nil, answerThreshold: Double? = nil, topK: Int? = nil,
        color: String? = nil, locale: String? = nil, timeZone: String? = nil,
        embeddingModel: EmbeddingModelChoice? = nil, embedding: ModelEndpoint? = nil,
        languageModel: ModelEndpoint? = nil, handoff: HandoffSettings? = nil, autoHandoffThreshold: Double? = nil,
        maxConversationLength: Int? = nil, requireIdentity: Bool? = nil
    ) {
        self.greeting = greeting
        self.allowedOrigins = allowedOrigins
        self.answerThreshold = answerThreshold
        self.topK = topK
        self.color = color
        self.locale = locale
        self.timeZone = timeZone
        self.embeddingModel = embeddingModel
        self.embedding = embedding
        self.languageModel = languageModel
        self.handoff = handoff
        self.autoHandoffThreshold = autoHandoffThreshold
        self.maxConversationLength = maxConversationLength
        self.requireIdentity = requireIdentity
    }
}

/// An OpenAI-compatible endpoint and a model it serves.
public struct ModelEndpoint: Hashable, Sendable, Codable {
    /// The URL that `/chat/completions` or `/embeddings` is appended to, such as `https://api.openai.com/v1`.
    public var baseURL: String
    /// Sent as a bearer token; never logged, never returned by the API.
    public var apiKey: String?
    public var model: String

    enum CodingKeys: String, CodingKey {
        case baseURL = "base_url"
        case apiKey = "api_key"
        case model
    }

    public init(baseURL: String, apiKey: String? = nil, model: String) {
        self.baseURL = baseURL
        self.apiKey = apiKey
        self.model = model
    }
}
