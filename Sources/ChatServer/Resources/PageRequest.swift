import DeskModel
import Foundation
import HTTPTypes
import Hummingbird

/// Which page of a list a client wants, by our names or Twilio's.
struct PageRequest: Sendable {
    static let largest = 200

    let limit: Int
    let after: String?
    /// Counts pages, for clients that show it.
    let number: Int

    init(_ request: Request) throws(APIError) {
        let query = request.uri.queryParameters
        let sizes = ["limit", "PageSize", "pageSize", "page_size"]
        let named = sizes.first { query[Substring($0)] != nil } ?? "limit"
        limit = try request.integerQuery(named, in: 1...Self.largest, default: 50)
        let cursor = ["after", "PageToken", "pageToken"].lazy.compactMap { query[Substring($0)] }.first
        after = cursor.flatMap { $0.isEmpty ? nil : String($0) }
        number = after == nil ? 0 : try request.integerQuery("Page", in: 0...1_000_000, default: 1)
    }

    /// The cursor as an id of some kind. - Throws: 400.
    func id(_ kind: ResourceKind? = nil) throws(APIError) -> String? {
        guard let after else { return nil }
        let lower = after.lowercased()
        guard let id = kind?.id(after) ?? (UUIDv7.isValid(lower) ? lower : nil) else { throw PageCursor.invalid }
        return id
    }

    func place() throws(APIError) -> (at: Timestamp, id: String)? {
        guard let after else { return nil }
        guard let place = PageCursor.place(after) else { throw PageCursor.invalid }
        return place
    }
}

/// The URL of a list and of its pages.
struct PageLinks: Sendable {
    private let base: String
    private let path: String
    private let query: [(name: String, value: String)]

    init(_ request: Request, publicURL: String?) {
        base =
            publicURL.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 } ?? "http://\(request.head.authority ?? "")"
        path = request.uri.path
        query = request.uri.queryParameters.map { (String($0.key), String($0.value)) }
    }

    var url: String { url(query) }

    var first: String { url(query.filter { !Self.cursors.contains($0.name) }) }

    func next(after cursor: String, number: Int) -> String {
        url(query.filter { !Self.cursors.contains($0.name) } + [("after", cursor), ("Page", "\(number)")])
    }

    private static let cursors: Set = ["after", "PageToken", "pageToken", "Page"]

    private func url(_ query: [(name: String, value: String)]) -> String {
        let parts = query.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }
        return base + path + (parts.isEmpty ? "" : "?" + parts.joined(separator: "&"))
    }

    /// As it may stand in a query.
    static func encoded(_ text: String) -> String {
        let plain = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
        return text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }
}
