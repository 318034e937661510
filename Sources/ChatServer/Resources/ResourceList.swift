import DeskModel
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// A page of a list in the form of Twilio's: the items under the list's own name, `meta` with the pages' URLs; and as ours:
/// `next`, which goes into `after`, and a `Link` header (RFC 8288).
struct ResourceList<Item: Encodable & Sendable>: Encodable {
    struct Meta: Encodable {
        let page: Int
        let pageSize: Int
        let firstPageUrl: String
        @OrNull var previousPageUrl: String?
        let url: String
        @OrNull var nextPageUrl: String?
        let key: String

        init(_ name: String, page: PageRequest, links: PageLinks, next: String?) {
            self.page = page.number
            pageSize = page.limit
            firstPageUrl = links.first
            url = links.url
            nextPageUrl = next
            key = name
        }
    }

    let name: String
    let items: [Item]
    /// Absent in lists that Twilio has none like.
    let meta: Meta?
    let next: String?

    private let nextURL: String?

    /// - Parameters:
    ///   - name: `results` in lists of our own.
    ///   - items: one more than the page holds, when there are more.
    ///   - cursor: what the next page begins after.
    init(
        _ name: String, _ items: [Item], page: PageRequest, links: PageLinks, cursor: (Item) -> String
    ) {
        let shown = Array(items.prefix(page.limit))
        self.name = name
        self.items = shown
        next = items.count > page.limit ? shown.last.map(cursor) : nil
        nextURL = next.map { links.next(after: $0, number: page.number + 1) }
        meta = name == "results" ? nil : Meta(name, page: page, links: links, next: nextURL)
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(items, forKey: Key(stringValue: name))
        try container.encodeIfPresent(meta, forKey: Key(stringValue: "meta"))
        try container.encodeIfPresent(next, forKey: Key(stringValue: "next"))
    }

    func response(_ context: DeskRequestContext) throws -> Response {
        var headers: HTTPFields = [.contentType: "application/json; charset=utf-8"]
        if let url = nextURL, let link = HTTPField.Name("Link") { headers[link] = "<\(url)>; rel=\"next\"" }
        let body = try context.responseEncoder.encode(self)
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}
