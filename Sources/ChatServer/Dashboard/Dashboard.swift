import DeskModel
import Hummingbird

/// The pages for people of the business, made on the server. They call stores and editors, never the HTTP interface.
struct Dashboard {
    let shell: DashboardShell
    let home: HomePages
    let inbox: InboxPages
    let monitor: MonitorPages
    let documents: DocumentPages
    let answers: AnswerPages
    let console: ConsolePages
    let business: BusinessPages
    let widget: WidgetPages
    let forms: FormPages
    let contacts: ContactPages
    let manager: ManagerPages
    let services: ServicePages
    let channels: ChannelPages
    let webhooks: WebhookPages
    let notifications: NotificationPages
    let outbox: OutboxPages
    let audit: AuditPages
    let account: AccountPages
    let team: TeamPages
    let calls: CallPages

    func add(to router: Router<DeskRequestContext>) {
        shell.assets.add(to: router)
        let pages = router.group().add(middleware: PageErrors(shell: shell)).add(middleware: RepeatedForms())
        home.addEntries(to: pages)
        business.addNew(to: pages)
        account.add(to: pages)
        team.add(to: pages)
        let group = pages.group("b/:business")
        home.add(to: group)
        inbox.add(to: group)
        monitor.add(to: group)
        documents.add(to: group)
        answers.add(to: group)
        console.add(to: group)
        business.add(to: group)
        widget.add(to: group)
        forms.add(to: group)
        contacts.add(to: group)
        calls.add(to: group)
        manager.add(to: group)
        services.add(to: group)
        channels.add(to: group)
        webhooks.add(to: group)
        notifications.add(to: group)
        outbox.add(to: group)
        audit.add(to: group)
    }
}
