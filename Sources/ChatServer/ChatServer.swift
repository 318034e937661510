public import Accounts
public import Answering
public import DeskModel
public import Dialogue
import HTTPTypes
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import ServiceLifecycle
import WebSocketUpgrade

/// The HTTP and WebSocket face of the desk.
public struct ChatServer: Sendable {
    /// Everything the server speaks to.
    public struct Dependencies: Sendable {
        public let desk: Desk
        public let answerer: Answerer
        public let models: any ModelCatalog
        public let businesses: any BusinessStore
        public let conversations: any ConversationStore
        public let log: any EventLog
        public let library: DocumentLibrary
        public let improvement: ImprovementStores
        public let outgoing: OutgoingStores
        public let forms: any FormStore
        public let inbox: InboxStores
        public let channels: ChannelServices
        public let access: AccessControl
        public let accounts: AccountService
        public let audit: any AuditStore
        public let identities: any IdentityStore
        /// Whether each part can do its work; a problem is a sentence.
        public let readiness: @Sendable () async -> [(name: String, problem: String?)]
        /// Values for `/metrics` beside the server's own.
        public let gauges: @Sendable () async -> [(name: String, value: Double)]
        public let version: String

        public init(
            desk: Desk, answerer: Answerer, models: any ModelCatalog, businesses: any BusinessStore,
            conversations: any ConversationStore, log: any EventLog, library: DocumentLibrary,
            improvement: ImprovementStores, outgoing: OutgoingStores, forms: any FormStore, inbox: InboxStores,
            channels: ChannelServices, access: AccessControl,
            accounts: AccountService, audit: any AuditStore, identities: any IdentityStore,
            readiness: @escaping @Sendable () async -> [(name: String, problem: String?)],
            gauges: @escaping @Sendable () async -> [(name: String, value: Double)], version: String
        ) {
            self.desk = desk
            self.answerer = answerer
            self.models = models
            self.businesses = businesses
            self.conversations = conversations
            self.log = log
            self.library = library
            self.improvement = improvement
            self.outgoing = outgoing
            self.forms = forms
            self.inbox = inbox
            self.channels = channels
            self.access = access
            self.accounts = accounts
            self.audit = audit
            self.identities = identities
            self.readiness = readiness
            self.gauges = gauges
            self.version = version
        }
    }

    let configuration: ServerConfiguration
    let dependencies: Dependencies
    private let logger: Logger
    let templates: DashboardTemplates
    private let metrics = Metrics()
    private let sockets: SocketGate
    private let openChats = OpenChats()
    let questions: AdmissionGate

    /// - Throws: the error of a template of the dashboard.
    public init(configuration: ServerConfiguration, dependencies: Dependencies, logger: Logger) throws {
        templates = try DashboardTemplates()
        self.configuration = configuration
        self.dependencies = dependencies
        self.logger = logger
        sockets = SocketGate(maximum: configuration.maximumSockets)
        questions = AdmissionGate(maximum: configuration.maximumConcurrentQuestions)
    }

    /// The server as a service. - Parameter onListening: called once with the port it listens on.
    public func service(onListening: @escaping @Sendable (Int) async -> Void) -> some Service {
        let socketRouter = SocketRouter(
            services: ChatSocket.Services(
                desk: dependencies.desk, conversations: dependencies.conversations,
                feedback: dependencies.improvement.feedback, forms: dependencies.forms, open: openChats,
                configuration: configuration),
            businesses: dependencies.businesses, origins: origins, identity: identity, sockets: sockets,
            metrics: metrics,
            dashboards: DashboardSocketRouter(
                desk: dependencies.desk, log: dependencies.log, businesses: dependencies.businesses,
                conversations: dependencies.conversations, access: dependencies.access, origins: origins,
                configuration: configuration, sockets: sockets, openChats: openChats, questions: questions,
                metrics: metrics),
            channels: dependencies.channels)
        let prefixes = prefixes
        var socketConfiguration = WebSocketConfiguration()
        socketConfiguration.maximumFrameBytes = configuration.maximumSocketMessage
        socketConfiguration.maximumMessageBytes = configuration.maximumSocketMessage
        return Application(
            responder: PrefixedResponder(inner: router.buildResponder(), prefixes: prefixes),
            server: .webSocketUpgrade(
                configuration: socketConfiguration,
                http: HTTP1Channel.Configuration(idleTimeout: TimeAmount(configuration.idleTimeout)),
                decide: { [trusted = configuration.trustedProxies] head, peer, logger in
                    let address = ClientAddress.of(
                        peer: peer?.ipAddress ?? DeskRequestContext.unknownAddress, head.headerFields, trusted: trusted)
                    var head = head
                    if let path = head.path { head.path = PrefixedResponderPath.strip(prefixes, from: path) ?? path }
                    return await socketRouter.decide(head, from: address, logger: logger)
                }, explain: SocketRouter.explain),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), serverName: nil, backlog: 1024),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? 0) },
            logger: logger)
    }

    private var prefixes: [String] {
        let own = configuration.pathPrefix.map { "/" + $0.split(separator: "/").joined(separator: "/") }
        return ["/supportal", own].compactMap { $0 }.filter { $0 != "/" }
    }

    private var origins: OriginPolicy { OriginPolicy(publicURL: configuration.publicURL) }

    private var identity: IdentityGate {
        IdentityGate(
            identities: dependencies.identities, businesses: dependencies.businesses, access: dependencies.access)
    }

    /// What is served, as the router has it; `HEAD` goes with `GET` without being listed.
    var routes: [(method: String, path: String)] {
        table.routes.map { ($0.method.rawValue, $0.path.description) }.filter { $0.0 != "HEAD" }
    }

    /// The table, with 405 for every other method of its paths.
    private var router: Router<DeskRequestContext> {
        let router = table
        for declared in Dictionary(grouping: router.routes, by: \.path.description).values {
            MethodRefusal(allowed: declared.map(\.method)).add(to: router, at: declared[0].path)
        }
        return router
    }

    /// The table of contents of the API.
    private var table: Router<DeskRequestContext> {
        let router = Router(context: DeskRequestContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: HeadersMiddleware())
        router.add(middleware: ErrorMiddleware(metrics: metrics))
        router.add(
            middleware: AuthenticationMiddleware(
                access: dependencies.access,
                limiter: RateLimiter(burst: configuration.anonymousBurst, perSecond: configuration.anonymousPerSecond),
                trustedProxies: configuration.trustedProxies, origins: origins, cookies: cookies))
        router.add(middleware: RateLimitMiddleware(quota: configuration.requestsPerMinute))
        let documents = DocumentController(
            library: dependencies.library, businesses: dependencies.businesses,
            conversations: dependencies.conversations, identity: identity,
            maximumFileSize: configuration.maximumFileSize,
            uploads: AdmissionGate(maximum: configuration.maximumConcurrentUploads))
        HealthController(
            metrics: metrics, readiness: dependencies.readiness, gauges: gauges, version: dependencies.version
        ).add(to: router)
        BusinessController(
            businesses: dependencies.businesses, library: dependencies.library, models: dependencies.models
        ).add(to: router)
        documents.add(to: router)
        AnswerController(
            desk: dependencies.desk, answerer: dependencies.answerer, businesses: dependencies.businesses,
            conversations: dependencies.conversations, documents: dependencies.library.store, questions: questions
        ).add(to: router)
        addDashboard(to: router, documents: documents, improvement: addImprovement(to: router))
        addAccounts(to: router)
        addOutgoing(to: router)
        addForms(to: router)
        addConversations(to: router)
        ChatSessionController(
            desk: dependencies.desk, businesses: dependencies.businesses, conversations: dependencies.conversations,
            origins: origins, identity: identity
        ).add(to: router)
        IdentityKeyController(businesses: dependencies.businesses, identities: dependencies.identities).add(to: router)
        addChannels(to: router)
        HandoffController(
            desk: dependencies.desk, businesses: dependencies.businesses, accounts: dependencies.accounts,
            identity: identity, questions: questions
        ).add(to: router)
        OpenAIController(
            desk: dependencies.desk, businesses: dependencies.businesses, models: dependencies.models,
            questions: questions
        ).add(to: router)
        PageController(
            access: dependencies.access, businesses: dependencies.businesses,
            conversations: dependencies.conversations, forms: dependencies.forms, desk: dependencies.desk,
            identity: identity, documents: documents
        ).add(to: router)
        return router
    }

    var cookies: SessionCookies {
        SessionCookies(isSecure: configuration.publicURL?.lowercased().hasPrefix("https://") ?? false)
    }

    var accountAccess: AccountAccess {
        AccountAccess(
            accounts: dependencies.accounts, businesses: dependencies.businesses, log: dependencies.audit,
            cookies: cookies, publicURL: configuration.publicURL)
    }

    /// People, their accounts and teams, and what they changed.
    private func addAccounts(to router: Router<DeskRequestContext>) {
        let access = accountAccess
        SignInController(access: access).add(to: router)
        ProfileController(access: access).add(to: router)
        MemberController(access: access).add(to: router)
        LinkController(access: access).add(to: router)
        AuditController(businesses: dependencies.businesses, log: dependencies.audit).add(to: router)
        SignInPages(access: access, control: dependencies.access).add(to: router)
        LinkPages(access: access).add(to: router)
    }

    /// What the owner improves answers with.
    private func addImprovement(to router: Router<DeskRequestContext>) -> Improvement {
        let stores = dependencies.improvement
        let editor = FAQEditor(
            faqs: stores.faqs, cases: stores.cases, documents: dependencies.library.store,
            businesses: dependencies.businesses, answerer: dependencies.answerer)
        let improvement = Improvement(
            editor: editor,
            unanswered: UnansweredController(
                businesses: dependencies.businesses, feedback: stores.feedback, editor: editor,
                models: dependencies.models, questions: questions),
            regression: RegressionController(
                businesses: dependencies.businesses, cases: stores.cases, documents: dependencies.library.store,
                answerer: dependencies.answerer, questions: questions),
            retrieval: RetrievalController(
                businesses: dependencies.businesses, answerer: dependencies.answerer, questions: questions,
                maximumLength: dependencies.desk.configuration.maximumMessageLength))
        FAQController(businesses: dependencies.businesses, editor: editor).add(to: router)
        FeedbackController(businesses: dependencies.businesses, identity: identity, feedback: stores.feedback)
            .add(to: router)
        improvement.unanswered.add(to: router)
        improvement.regression.add(to: router)
        improvement.retrieval.add(to: router)
        NoticeController(businesses: dependencies.businesses, notices: stores.notices).add(to: router)
        return improvement
    }

    /// What leaves the desk by itself.
    private func addOutgoing(to router: Router<DeskRequestContext>) {
        let stores = dependencies.outgoing
        WebhookController(
            businesses: dependencies.businesses, webhooks: stores.webhooks, outbox: stores.outbox,
            allowsPrivateNetworks: stores.allowsPrivateNetworks
        ).add(to: router)
        OutboxController(businesses: dependencies.businesses, outbox: stores.outbox).add(to: router)
        NotificationController(
            businesses: dependencies.businesses, notifications: stores.notifications, isEmailSetUp: stores.isEmailSetUp,
            channels: dependencies.channels.store
        ).add(to: router)
    }

    /// What customers are asked, and what they answered.
    private func addForms(to router: Router<DeskRequestContext>) {
        let (businesses, forms) = (dependencies.businesses, dependencies.forms)
        FormController(businesses: businesses, forms: forms).add(to: router)
        FormQuestionController(businesses: businesses, forms: forms).add(to: router)
        FormSubmissionController(businesses: businesses, forms: forms, desk: dependencies.desk).add(to: router)
        DefaultResponseController(businesses: businesses, forms: forms).add(to: router)
    }

    /// Conversations and those who talk in them.
    private func addConversations(to router: Router<DeskRequestContext>) {
        let stores = dependencies.inbox
        let access = ResourceAccess(
            businesses: dependencies.businesses, services: stores.services, conversations: dependencies.conversations,
            inbox: stores.conversations, origins: origins)
        let group = router.group().add(
            middleware: IdempotencyMiddleware(
                store: stores.idempotency, maximumBody: MessageInput.mostFileBytes + 65_536))
        ServiceController(access: access, services: stores.services).add(to: group)
        ConversationController(access: access, inbox: stores.conversations, desk: dependencies.desk).add(to: group)
        ParticipantController(access: access, participants: stores.participants).add(to: group)
        MessageController(access: access, archive: stores.messages, desk: dependencies.desk).add(to: group)
        NoteController(access: access, notes: stores.notes).add(to: group)
        ConversationWebhookController(
            access: access, webhooks: dependencies.outgoing.webhooks,
            allowsPrivateNetworks: dependencies.outgoing.allowsPrivateNetworks
        ).add(to: group)
        ContactController(
            access: access, contacts: stores.contacts, forms: dependencies.forms,
            timelines: stores.timelines + [
                FormTimeline(forms: dependencies.forms), CallTimeline(calls: dependencies.channels.calls),
            ]
        ).add(to: group)
    }

    /// Where providers knock, and what the owner sets up and reads of them.
    private func addChannels(to router: Router<DeskRequestContext>) {
        let (businesses, channels) = (dependencies.businesses, dependencies.channels)
        ChannelController(businesses: businesses, channels: channels).add(to: router)
        CallController(businesses: businesses, calls: channels.calls, archive: dependencies.inbox.messages)
            .add(to: router)
        ChannelWebhookController(channels: channels).add(to: router)
        SourceLinkController(
            links: channels.links, conversations: dependencies.conversations, archive: dependencies.inbox.messages
        ).add(to: router)
    }

    /// The server's own values, then those of the rest of the desk.
    private var gauges: @Sendable () async -> [(name: String, value: Double)] {
        { [desk = dependencies.desk, others = dependencies.gauges, sockets, questions] in
            let load = desk.load
            let own: [(name: String, value: Double)] = [
                ("frontdesk_chat_sockets", Double(sockets.count)), ("frontdesk_turns_active", Double(load.active)),
                ("frontdesk_turns_waiting", Double(load.waiting)),
                ("frontdesk_questions_active", Double(questions.count)),
            ]
            return own + (await others())
        }
    }
}
