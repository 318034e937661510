/// Every setting there is: its name in the environment and in the config file, its default, and what it does.
enum SettingKey: String, CaseIterable {
    case host = "FRONTDESK_HOST"
    case port = "FRONTDESK_PORT"
    case publicURL = "FRONTDESK_PUBLIC_URL"
    case pathPrefix = "FRONTDESK_PATH_PREFIX"
    case trustedProxies = "FRONTDESK_TRUSTED_PROXIES"
    case rateLimit = "FRONTDESK_RATE_LIMIT"
    case maximumSockets = "FRONTDESK_MAX_SOCKETS"
    case data = "FRONTDESK_DATA"
    case models = "FRONTDESK_MODELS"
    case adminToken = "FRONTDESK_ADMIN_TOKEN"
    case embeddingModel = "FRONTDESK_EMBEDDING_MODEL"
    case secondModel = "FRONTDESK_SECOND_MODEL"
    case answerThreshold = "FRONTDESK_ANSWER_THRESHOLD"
    case vectorPath = "VECTOR_DB_PATH"
    case maximumFileSize = "MAX_FILE_SIZE"
    case allowedFileTypes = "ALLOWED_FILE_TYPES"
    case chunkSize = "CHUNK_SIZE"
    case chunkOverlap = "CHUNK_OVERLAP"
    case topK = "TOP_K_RESULTS"
    case openAIKey = "OPENAI_API_KEY"
    case openAIBaseURL = "OPENAI_BASE_URL"
    case openAIModel = "OPENAI_MODEL"
    case openAIEmbeddingModel = "OPENAI_EMBEDDING_MODEL"
    case maximumTokens = "MAX_TOKENS"
    case temperature = "TEMPERATURE"
    case smtpURL = "FRONTDESK_SMTP_URL"
    case smtpFrom = "FRONTDESK_SMTP_FROM"
    case smtpUser = "FRONTDESK_SMTP_USER"
    case smtpPassword = "FRONTDESK_SMTP_PASSWORD"
    case smtpTLS = "FRONTDESK_SMTP_TLS"
    case smtpAuthorities = "FRONTDESK_SMTP_CA_FILE"
    case webhookPrivateNetworks = "FRONTDESK_WEBHOOK_PRIVATE_NETWORKS"
    case enableLogging = "ENABLE_LOGGING"
    case logLevel = "LOG_LEVEL"
    case twilioAPIBase = "TWILIO_API_BASE"
    case whatsAppAPIBase = "WHATSAPP_API_BASE"
    case telegramAPIBase = "TELEGRAM_API_BASE"
    case redisURL = "REDIS_URL"
    case celeryBrokerURL = "CELERY_BROKER_URL"

    /// As text; `nil` when the setting is off unless it is set.
    var fallback: String? {
        switch self {
        case .host: "127.0.0.1"
        case .port: "8080"
        case .trustedProxies: "127.0.0.1, ::1"
        case .rateLimit: "6000"
        case .maximumSockets: "10000"
        case .data: "data"
        case .embeddingModel: "auto"
        case .secondModel: "true"
        case .maximumFileSize: "10485760"
        case .allowedFileTypes: "pdf, docx, txt, markdown, html"
        case .chunkSize: "1000"
        case .chunkOverlap: "200"
        case .topK: "5"
        case .openAIModel: "gpt-3.5-turbo"
        case .maximumTokens: "1000"
        case .temperature: "0.7"
        case .smtpTLS: "required"
        case .webhookPrivateNetworks: "false"
        case .enableLogging: "true"
        case .logLevel: "INFO"
        case .publicURL, .pathPrefix, .models, .adminToken, .answerThreshold, .vectorPath, .openAIKey, .openAIBaseURL,
            .openAIEmbeddingModel, .smtpURL, .smtpFrom, .smtpUser, .smtpPassword, .smtpAuthorities, .redisURL,
            .celeryBrokerURL, .twilioAPIBase, .whatsAppAPIBase, .telegramAPIBase:
            nil
        }
    }

    /// Whether its value must never be shown.
    var isSecret: Bool { self == .adminToken || self == .openAIKey || self == .smtpPassword }
}
