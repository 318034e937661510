import DeskModel
import Foundation
import Logging

/// What the operator configured: the command line over the environment over a config file over the defaults.
struct Settings: Sendable, Equatable {
    var host: String
    var port: Int
    var publicURL: String?
    var pathPrefix: String?
    /// Addresses and networks of reverse proxies in front.
    var trustedProxies: [AddressRange]
    /// Requests a minute that each key may make.
    var requestsPerMinute: Int
    /// Sockets open at once.
    var maximumSockets: Int
    /// Folder of the database.
    var data: String
    var models: String?
    var adminToken: String?
    /// The local model of businesses that choose none, or that it is chosen for each.
    var embeddingModel: EmbeddingModelChoice
    /// Whether all-MiniLM-L6-v2 is asked about English passages, too, where multilingual-e5-small serves.
    var asksSecondModel: Bool
    var answerThreshold: Double?
    /// Folder of the index files.
    var vectorPath: String
    var maximumFileSize: Int
    var allowedKinds: Set<DocumentKind>
    var chunkSize: Int
    var chunkOverlap: Int
    var topK: Int
    /// `nil` when no endpoint is configured: answers are then extracted.
    var languageModel: ModelEndpoint?
    /// `nil` unless an embedding model was named explicitly: the local one is then used.
    var embedding: ModelEndpoint?
    var maximumTokens: Int
    var temperature: Double
    /// `nil` when no mail server is configured: no mail is sent.
    var mail: MailSettings?
    /// Whether webhooks may be plain http, and at addresses of this machine and the private network.
    var allowsPrivateWebhooks: Bool
    /// Addresses that stand in for providers' own.
    var channelAPIBases: [ChannelProvider: String]
    var logLevel: Logger.Level
    /// Settings of the systems we replace that are accepted and not needed.
    var ignored: [SettingKey]

    /// Reads the settings.
    ///
    /// - Parameters:
    ///   - arguments: values given on the command line.
    ///   - configFile: a JSON file of the same names.
    /// - Throws: `SettingsError` that names the setting and what it must be.
    init(
        arguments: [SettingKey: String] = [:], environment: [String: String] = ProcessInfo.processInfo.environment,
        configFile: String? = nil
    ) throws(SettingsError) {
        let values = try SettingValues(arguments: arguments, environment: environment, configFile: configFile)
        host = values.text(.host) ?? ""
        port = try values.integer(.port, in: 0...65_535)
        publicURL = try values.url(.publicURL)
        pathPrefix = values.text(.pathPrefix)
        trustedProxies = try values.addresses(.trustedProxies)
        requestsPerMinute = try values.integer(.rateLimit, in: 1...10_000_000)
        maximumSockets = try values.integer(.maximumSockets, in: 1...1_000_000)
        data = values.text(.data) ?? "data"
        models = values.text(.models)
        adminToken = values.text(.adminToken)
        if let token = adminToken, token.utf8.count < 16 {
            throw SettingsError(.adminToken, "must have at least 16 characters")
        }
        guard let choice = EmbeddingModelChoice(values.text(.embeddingModel) ?? "") else {
            throw SettingsError(
                .embeddingModel, "must be \(EmbeddingModelChoice.names.joined(separator: " or "))")
        }
        embeddingModel = choice
        asksSecondModel = try values.flag(.secondModel)
        answerThreshold = try values.text(.answerThreshold) == nil ? nil : values.number(.answerThreshold, in: 0...1)
        vectorPath = values.text(.vectorPath) ?? "\(data)/vector_db"
        maximumFileSize = try values.integer(.maximumFileSize, in: 1...1_073_741_824)
        allowedKinds = try values.kinds(.allowedFileTypes)
        chunkSize = try values.integer(.chunkSize, in: 100...10_000)
        chunkOverlap = try values.integer(.chunkOverlap, in: 0...5_000)
        guard chunkOverlap < chunkSize else { throw SettingsError(.chunkOverlap, "must be smaller than CHUNK_SIZE") }
        topK = try values.integer(.topK, in: 1...100)
        maximumTokens = try values.integer(.maximumTokens, in: 1...100_000)
        temperature = try values.number(.temperature, in: 0...2)
        let base = try values.url(.openAIBaseURL)
        let key = values.text(.openAIKey)
        let endpoint = base ?? "https://api.openai.com/v1"
        languageModel =
            base == nil && key == nil
            ? nil : ModelEndpoint(baseURL: endpoint, apiKey: key, model: values.text(.openAIModel) ?? "")
        embedding = values.text(.openAIEmbeddingModel).map { ModelEndpoint(baseURL: endpoint, apiKey: key, model: $0) }
        mail = try MailSettings(values)
        allowsPrivateWebhooks = try values.flag(.webhookPrivateNetworks)
        channelAPIBases = [:]
        for (provider, key) in [
            (ChannelProvider.twilio, SettingKey.twilioAPIBase), (.whatsapp, .whatsAppAPIBase),
            (.telegram, .telegramAPIBase),
        ] { channelAPIBases[provider] = try values.url(key) }
        logLevel = try values.logLevel()
        ignored = [.redisURL, .celeryBrokerURL].filter { values.text($0) != nil }
    }
}

/// A setting with a value that cannot be used.
struct SettingsError: Error, CustomStringConvertible {
    let description: String

    init(_ key: SettingKey, _ rule: String) { description = "\(key.rawValue) \(rule)." }
    init(file: String, _ problem: String) { description = "The config file \(file) \(problem)." }
}
