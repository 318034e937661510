import DeskModel
import HTTPTypes
import Hummingbird

/// The history of telephone calls, with what callers left.
struct CallPages {
    let shell: DashboardShell
    let calls: any CallStore
    let contacts: any ContactStore

    private static let limit = 50

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("calls", use: list)
    }

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let business = try visit.requireBusiness().id
        let page = try await calls.calls(
            in: business, contact: nil, after: try request.uuidQuery("after"), limit: Self.limit)
        var names: [ContactID: String] = [:]
        for id in Set(page.compactMap(\.contact)) {
            names[id] = try await contacts.contact(id, in: business)?.displayName
        }
        return shell.page(
            "calls", "calls", title: visit.texts["nav_calls"], visit: visit, scripts: ["live.js"],
            view: CallsView(page, names: names, limit: Self.limit, visit: visit))
    }
}

/// A call in the history.
struct CallRow: Sendable {
    let id: CallID
    /// The caller's name, else the number of the customer's side.
    let name: String
    let contactURL: String?
    let conversationURL: String?
    let direction: String
    /// The two numbers, as the provider gave them.
    let numbers: String
    /// The provider's word.
    let status: String
    let at: Moment
    let length: String?
    let isVoicemail: Bool
    let transcript: String?
    /// Where voicemail is heard, once it was fetched.
    let audioURL: String?
    let goesOnByText: Bool
    let transfer: String?

    init(_ call: Call, name: String?, visit: Visit) {
        id = call.id
        self.name = name ?? (call.direction == .inbound ? call.from : call.to)
        contactURL = call.contact.map { "\(visit.base)contacts/\($0)" }
        conversationURL = call.conversation.map { "\(visit.base)conversations/\($0)" }
        direction = visit.texts["call_\(call.direction.rawValue)"]
        numbers = "\(call.from) → \(call.to)"
        status = call.status
        at = Moment(call.createdAt)
        length = call.duration.map(Figures.length)
        isVoicemail = call.isVoicemail
        transcript = call.transcript
        audioURL = Self.audioURL(of: call, visit: visit)
        goesOnByText = call.receivesText
        transfer = call.transfer.map { visit.texts["call_transfer_\($0.rawValue)"] }
    }

    /// Where the recording of a call is had; `nil` while there is none.
    static func audioURL(of call: Call, visit: Visit) -> String? {
        call.voicemailMessage.map { _ in "\(visit.root)api/businesses/\(call.business)/calls/\(call.id)/recording" }
    }
}

/// A page of the history of calls.
struct CallsView: Sendable {
    let rows: [CallRow]
    let isEmpty: Bool
    let moreURL: String?

    init(_ page: [Call], names: [ContactID: String], limit: Int, visit: Visit) {
        rows = page.map { CallRow($0, name: $0.contact.flatMap { names[$0] }, visit: visit) }
        isEmpty = page.isEmpty
        moreURL = page.count == limit ? page.last.map { "\(visit.base)calls?after=\($0.id)" } : nil
    }
}
