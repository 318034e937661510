import DeskModel
import HTTPTypes
import Hummingbird

/// The page of who is told what: by mail or text, at once or gathered, outside of quiet hours (L23).
struct NotificationPages {
    let shell: DashboardShell
    let notifications: any NotificationStore
    let isEmailSetUp: Bool
    let deleted: RecycleBin<NotificationSettings.Person>

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("notifications", use: show)
        router.post("notifications", use: save)
        router.post("notifications/people", use: addPerson)
        router.post("notifications/people/:person", use: savePerson)
        router.get("notifications/people/:person/delete", use: confirmDeletion)
        router.post("notifications/people/:person/delete", use: deletePerson)
        router.post("notifications/restore/:person", use: restorePerson)
    }

    @Sendable func show(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .manageBusiness)
        let settings = try await settings(visit)
        return shell.page(
            "notifications", "notifications", title: visit.texts["nav_notifications"], visit: visit,
            view: NotificationsView(settings, isEmailSetUp: isEmailSetUp, visit: visit))
    }

    @Sendable func save(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (visit, fields) = try await acting(request, context)
        try await change(visit, context) { try NotificationForm(fields).apply(to: &$0) }
        return DashboardShell.redirect(to: visit.page("notifications", after: .saved))
    }

    @Sendable func addPerson(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (visit, fields) = try await acting(request, context)
        try await change(visit, context) { $0.people.append(try NotificationForm(fields).person()) }
        return DashboardShell.redirect(to: visit.page("notifications", after: .created))
    }

    @Sendable func savePerson(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (visit, fields) = try await acting(request, context)
        try await change(visit, context) { settings in
            let place = try Self.place(context, of: settings, meaning: fields["was"])
            settings.people[place] = try NotificationForm(fields).person()
        }
        return DashboardShell.redirect(to: visit.page("notifications", after: .saved))
    }

    @Sendable func confirmDeletion(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .manageBusiness)
        let settings = try await settings(visit)
        let place = try Self.place(context, of: settings, meaning: nil)
        let person = PersonView(settings.people[place], place: place, visit: visit)
        return shell.confirmation(
            "notifications", visit: visit,
            Confirmation(
                heading: visit.texts["delete_person"], text: person.deleteText, action: visit.texts["delete"],
                url: "\(person.url)/delete?was=\(person.mark)", backURL: "\(visit.base)notifications"))
    }

    @Sendable func deletePerson(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (visit, fields) = try await acting(request, context)
        let was = try fields.optional("was") ?? request.query().optional("was") ?? ""
        var gone: NotificationSettings.Person?
        try await change(visit, context) { settings in
            gone = settings.people.remove(at: try Self.place(context, of: settings, meaning: was))
        }
        let id = UUIDv7.next()
        if let gone { deleted.put(gone, id: id, of: try visit.requireBusiness().id, cost: 1) }
        return DashboardShell.redirect(to: visit.page("notifications", after: .personDeleted, undo: id))
    }

    @Sendable func restorePerson(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (visit, _) = try await acting(request, context)
        let id = try context.uuidParameter("person", of: "person")
        guard let person = deleted.take(id, of: try visit.requireBusiness().id) else {
            throw APIError.notFound("person")
        }
        try await change(visit, context) { $0.people.append(person) }
        return DashboardShell.redirect(to: visit.page("notifications", after: .restored))
    }

    // MARK: Requests

    private func acting(
        _ request: Request, _ context: DeskRequestContext
    ) async throws -> (visit: Visit, fields: PageForm) {
        let visit = try await shell.visit(request, context, for: .manageBusiness)
        return (visit, try await shell.fields(request, visit))
    }

    private func settings(_ visit: Visit) async throws -> NotificationSettings {
        try await notifications.notificationSettings(of: try visit.requireBusiness().id)
    }

    private func change(
        _ visit: Visit, _ context: DeskRequestContext, _ edit: (inout NotificationSettings) throws -> Void
    ) async throws {
        let before = try await settings(visit)
        var after = before
        try edit(&after)
        try NotificationController.validate(after)
        let changed = after
        let business = try visit.requireBusiness().id
        let note = AuditNote("notifications", before: before, after: changed)
        try await context.audited("notifications.update", in: business, note) {
            try await notifications.setNotificationSettings(changed, of: business)
        }
    }

    /// The place of the person in the path.
    ///
    /// - Parameter mark: what the person was when the form was shown; `nil` for any.
    /// - Throws: 404; 409 when somebody else is there by now.
    private static func place(
        _ context: DeskRequestContext, of settings: NotificationSettings, meaning mark: String?
    ) throws(APIError) -> Int {
        guard let place = context.parameters.get("person").flatMap({ Int($0) }),
            settings.people.indices.contains(place)
        else { throw .notFound("person") }
        guard mark == nil || mark == settings.people[place].mark else {
            throw APIError(
                status: .conflict, code: "stale",
                message: "Somebody changed these people meanwhile: load the page again.")
        }
        return place
    }
}
