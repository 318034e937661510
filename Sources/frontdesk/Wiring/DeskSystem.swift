import Accounts
import Answering
import ChatServer
import Delivery
import DeskModel
import Dialogue
import Foundation
import Ingest
import Logging
import ModelProviders
import ServiceLifecycle
import Storage
import Transfer
import VectorIndex

/// Every part of the desk, made of the settings and put together. The only place that knows the live implementations.
struct DeskSystem: Sendable {
    let settings: Settings
    let logger: Logger
    let store: SQLStore
    let models: LiveModelCatalog
    let index: VectorIndexService
    let ingest: IngestService
    let kinds: KindWorker
    let reembedding: ReembeddingService
    let reranking: RerankingVectorService
    let answerer: Answerer
    let desk: Desk
    let outbox: OutboxService
    let channels: ChannelSystem

    /// - Parameter quiet: logs warnings only, for commands whose output is for people.
    /// - Throws: `StoreError.failed`, `ModelError`, each with a sentence that says what to do.
    static func open(_ settings: Settings, quiet: Bool = false) async throws -> DeskSystem {
        let logger = CommandLogging.logger(level: quiet ? max(settings.logLevel, .warning) : settings.logLevel)
        let store = try await SQLStore.open(at: settings.data)
        if let repair = store.repair { logger.warning("\(repair)") }
        let locator = try ModelLocator(configured: settings.models, executable: Executable.path)
        let local = LocalEmbedders(directory: locator.directory)
        // What is missing is said at start, not at the first question.
        if settings.embedding == nil { _ = try await local.embedder(settings.embeddingModel.start) }
        if settings.embedding == nil, settings.asksSecondModel { await warn(ifMissing: .english, local, logger) }
        let models = LiveModelCatalog(
            local: local, defaultModel: settings.embeddingModel, asksSecondModel: settings.asksSecondModel,
            embedding: settings.embedding, languageModel: settings.languageModel)
        let index = VectorIndexService(directory: settings.vectorPath, source: store, logger: logger)
        var ingestConfiguration = IngestConfiguration()
        ingestConfiguration.chunkSize = settings.chunkSize
        ingestConfiguration.chunkOverlap = settings.chunkOverlap
        let ingest = IngestService(
            store: store, business: { try await store.business($0) }, models: models, index: index,
            extractor: ExtractionWorker(executable: Executable.path, standby: 1), configuration: ingestConfiguration,
            logger: logger)
        let answerer = Answerer(
            models: models, passages: store, vectorSearch: index, faqs: store,
            configuration: AnswererConfiguration(
                topK: settings.topK, threshold: settings.answerThreshold ?? AnswererConfiguration.defaultThreshold,
                maximumTokens: settings.maximumTokens, temperature: settings.temperature),
            logger: logger)
        let review = ModelChangeReview(answerer: answerer, store: store, logger: logger)
        let reembedding = ReembeddingService(
            businesses: store, store: store, models: models, index: index, configuration: ingestConfiguration,
            review: ReembeddingService.Review(
                allows: { try await review.allows($0, $1) }, served: { try await review.served($0, $1) }),
            logger: logger)
        let reranking = RerankingVectorService(
            businesses: store, store: store, models: models, configuration: ingestConfiguration, logger: logger)
        let desk = Desk(
            businesses: store, conversations: store, handoffs: store, answerer: answerer,
            handlers: [FormTurnHandler(store: store, answerer: answerer)], forms: store, notices: store, logger: logger)
        let channels = try await ChannelSystem.open(settings, store: store, desk: desk, logger: logger)
        return DeskSystem(
            settings: settings, logger: logger, store: store, models: models, index: index, ingest: ingest,
            kinds: KindWorker(executable: Executable.path), reembedding: reembedding, reranking: reranking,
            answerer: answerer, desk: desk, outbox: outbox(settings, store, channels, logger), channels: channels)
    }

    /// Without the second model passages are ranked by the first alone.
    private static func warn(
        ifMissing model: LocalEmbeddingModel, _ local: LocalEmbedders, _ logger: Logger
    ) async {
        do {
            _ = try await local.embedder(model)
        } catch {
            logger.warning("passages are ranked without a second model", metadata: ["error": "\(error)"])
        }
    }

    /// Sends what leaves the desk by itself. Mails wait where no server is configured.
    private static func outbox(
        _ settings: Settings, _ store: SQLStore, _ channels: ChannelSystem, _ logger: Logger
    ) -> OutboxService {
        var senders: [OutboxEntry.Kind: any OutboxSender] = [
            .webhook: WebhookSender(
                webhooks: store, client: TransferClient(), allowsPrivateNetworks: settings.allowsPrivateWebhooks),
            .sms: channels.texts, .twilio: channels.makeMessageSender(), .whatsapp: channels.makeMessageSender(),
            .telegram: channels.makeMessageSender(), .emailChannel: channels.makeMessageSender(),
        ]
        if let mail = settings.mail {
            senders[.email] = EmailSender(
                client: SMTPClient(mail.server), from: mail.from, publicURL: settings.publicURL,
                business: { try await store.business($0) })
        }
        return OutboxService(store: store, senders: senders, logger: logger)
    }

    /// Mails that are no notifications.
    var mailer: OutboxMailer { OutboxMailer(store: store, isSetUp: settings.mail != nil) }

    /// What runs in the background, in the order to start it; it is shut down in the opposite one.
    var services: [any Service] {
        [
            index, outbox, ingest, reembedding, reranking, channels.courtesies, channels.media, channels.upkeep, desk,
            AbandonedForms(store: store, logger: logger),
        ]
    }

    var library: DocumentLibrary {
        DocumentLibrary(
            store: store, vectorSearch: index,
            isTaken: { [kinds, allowed = settings.allowedKinds] in try await kinds.isOne(of: allowed, $0) },
            accepted: { [ingest] in ingest.wake() })
    }

    /// People's accounts.
    func accounts() async throws -> AccountService {
        try await AccountService.live(store: store, settings: settings)
    }

    func server(access: AccessControl, accounts: AccountService, version: String) throws -> ChatServer {
        var configuration = ServerConfiguration()
        configuration.host = settings.host
        configuration.port = settings.port
        configuration.publicURL = settings.publicURL
        configuration.pathPrefix = settings.pathPrefix
        configuration.trustedProxies = settings.trustedProxies
        configuration.maximumFileSize = settings.maximumFileSize
        configuration.requestsPerMinute = settings.requestsPerMinute
        configuration.maximumSockets = settings.maximumSockets
        configuration.htmx = htmx
        let dependencies = ChatServer.Dependencies(
            desk: desk, answerer: answerer, models: models, businesses: store, conversations: store, log: store,
            library: library,
            improvement: ImprovementStores(faqs: store, feedback: store, cases: store, notices: store),
            outgoing: OutgoingStores(
                webhooks: store, outbox: store, notifications: store, isEmailSetUp: settings.mail != nil,
                allowsPrivateNetworks: settings.allowsPrivateWebhooks), forms: store,
            inbox: InboxStores(
                services: store, conversations: store, participants: store, messages: store, notes: store,
                contacts: store, timelines: [store], idempotency: store),
            channels: channels.services, access: access,
            accounts: accounts, audit: store, identities: store,
            readiness: readiness, gauges: gauges, version: version)
        return try ChatServer(configuration: configuration, dependencies: dependencies, logger: logger)
    }

    /// What set-up fetched for the pages; `nil` when it did not.
    private var htmx: [UInt8]? {
        guard let locator = try? ModelLocator(configured: settings.models, executable: Executable.path) else {
            return nil
        }
        return (try? Data(contentsOf: URL(filePath: "\(locator.directory)/htmx/htmx.min.js"))).map { Array($0) }
    }

    private var readiness: @Sendable () async -> [(name: String, problem: String?)] {
        { [store] in
            do {
                _ = try await store.setting("ready")
                return [("database", nil)]
            } catch {
                return [("database", "The database cannot be read: see the server's log.")]
            }
        }
    }

    private var gauges: @Sendable () async -> [(name: String, value: Double)] {
        { [store, index] in
            let stored = (try? await store.statistics()) ?? []
            let held = await index.statistics
            return stored.map { ($0.name, Double($0.value)) } + [
                ("frontdesk_index_businesses", Double(held.businesses)),
                ("frontdesk_index_vectors", Double(held.vectors)), ("frontdesk_index_bytes", Double(held.bytes)),
                ("process_resident_memory_bytes", Double(ProcessMemory.resident)),
            ]
        }
    }
}

/// What the kernel says of this process.
enum ProcessMemory {
    /// Bytes in memory; 0 where the kernel does not say.
    static var resident: Int {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
            let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { return 0 }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
