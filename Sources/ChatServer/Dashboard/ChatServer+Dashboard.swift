import DeskModel
import Hummingbird

extension ChatServer {
    /// What the owner improves answers with.
    struct Improvement {
        let editor: FAQEditor
        let unanswered: UnansweredController
        let regression: RegressionController
        let retrieval: RetrievalController
    }

    /// The dashboard's pages.
    func addDashboard(
        to router: Router<DeskRequestContext>, documents: DocumentController, improvement: Improvement
    ) {
        let stores = dependencies.improvement
        let shell = DashboardShell(
            access: dependencies.access, businesses: dependencies.businesses, notices: stores.notices,
            assets: DashboardAssets(htmx: configuration.htmx), templates: templates)
        let inbox = InboxPages(
            shell: shell, conversations: dependencies.conversations, stores: dependencies.inbox,
            accounts: dependencies.accounts, desk: dependencies.desk, calls: dependencies.channels.calls,
            forms: dependencies.forms, questions: questions, deletedNotes: RecycleBin(maximumCost: 200))
        let monitor = MonitorPages(shell: shell, inbox: inbox, desk: dependencies.desk, log: dependencies.log)
        let business = BusinessPages(
            shell: shell, businesses: dependencies.businesses, models: dependencies.models,
            library: dependencies.library, publicURL: configuration.publicURL)
        Dashboard(
            shell: shell,
            home: HomePages(
                shell: shell, inbox: inbox, monitor: monitor, business: business, documents: dependencies.library.store,
                feedback: stores.feedback, outbox: dependencies.outgoing.outbox,
                isServedOverTLS: cookies.isSecure),
            inbox: inbox,
            monitor: monitor,
            documents: DocumentPages(
                shell: shell, controller: documents, deleted: RecycleBin(maximumCost: 67_108_864)),
            answers: AnswerPages(
                shell: shell, unanswered: improvement.unanswered, editor: improvement.editor,
                feedback: stores.feedback, deleted: RecycleBin(maximumCost: 200)),
            console: ConsolePages(
                shell: shell, retrieval: improvement.retrieval, regression: improvement.regression),
            business: business,
            widget: WidgetPages(pages: business, identities: dependencies.identities),
            forms: FormPages(shell: shell, forms: dependencies.forms, contacts: dependencies.inbox.contacts),
            contacts: ContactPages(
                shell: shell, inbox: inbox, contacts: dependencies.inbox.contacts,
                timelines: dependencies.inbox.timelines + [
                    FormTimeline(forms: dependencies.forms), CallTimeline(calls: dependencies.channels.calls),
                ]),
            manager: ManagerPages(
                shell: shell, inbox: inbox, stores: dependencies.inbox, webhooks: dependencies.outgoing.webhooks,
                desk: dependencies.desk, allowsPrivateNetworks: dependencies.outgoing.allowsPrivateNetworks),
            services: ServicePages(shell: shell, services: dependencies.inbox.services),
            channels: ChannelPages(
                shell: shell, channels: dependencies.channels, outbox: dependencies.outgoing.outbox),
            webhooks: WebhookPages(
                shell: shell, webhooks: dependencies.outgoing.webhooks, outbox: dependencies.outgoing.outbox,
                allowsPrivateNetworks: dependencies.outgoing.allowsPrivateNetworks),
            notifications: NotificationPages(
                shell: shell, notifications: dependencies.outgoing.notifications,
                isEmailSetUp: dependencies.outgoing.isEmailSetUp, deleted: RecycleBin(maximumCost: 200)),
            outbox: OutboxPages(
                shell: shell, outbox: dependencies.outgoing.outbox, webhooks: dependencies.outgoing.webhooks),
            audit: AuditPages(shell: shell, log: dependencies.audit),
            account: AccountPages(access: accountAccess, shell: shell),
            team: TeamPages(access: accountAccess, shell: shell, removed: RecycleBin(maximumCost: 200)),
            calls: CallPages(
                shell: shell, calls: dependencies.channels.calls, contacts: dependencies.inbox.contacts)
        ).add(to: router)
    }
}
