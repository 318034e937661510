/// Something that knows what happened with a contact: messages and notes, forms, calls.
public protocol TimelineSource: Sendable {
    /// The newest entries before a place, newest first.
    func timeline(of contact: ContactID, in business: BusinessID, before: Timeline.Place?, limit: Int) async throws
        -> [TimelineEntry]
}

/// A contact's telephone calls, as part of their timeline: where each began.
public struct CallTimeline: TimelineSource {
    private let calls: any CallStore

    public init(calls: any CallStore) { self.calls = calls }

    public func timeline(
        of contact: ContactID, in business: BusinessID, before: Timeline.Place?, limit: Int
    ) async throws -> [TimelineEntry] {
        let bound = before.map { UUIDv7.bound(after: $0.at) }
        let found = try await calls.calls(in: business, contact: contact, after: bound, limit: limit + 8)
        let entries = found.map { TimelineEntry(at: $0.createdAt, content: .call($0)) }
        guard let before else { return Array(entries.prefix(limit)) }
        return Array(entries.filter { Timeline.Place(at: $0.at, id: $0.id) < before }.prefix(limit))
    }
}

/// What a contact submitted, as part of their timeline: where it was begun.
public struct FormTimeline: TimelineSource {
    private let forms: any FormStore

    public init(forms: any FormStore) { self.forms = forms }

    public func timeline(
        of contact: ContactID, in business: BusinessID, before: Timeline.Place?, limit: Int
    ) async throws -> [TimelineEntry] {
        // Ids begin with their time (RFC 9562 section 5.7): those of a later millisecond come after this one.
        let bound = before.map { UUIDv7.bound(after: $0.at) }
        let found = try await forms.submissions(
            in: business, matching: FormSubmissionFilter(contact: contact), after: bound, limit: limit + 8)
        let entries = found.map { TimelineEntry(at: $0.createdAt, content: .form($0)) }
        guard let before else { return Array(entries.prefix(limit)) }
        return Array(entries.filter { Timeline.Place(at: $0.at, id: $0.id) < before }.prefix(limit))
    }
}
