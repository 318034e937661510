import HTTPTypes
import Hummingbird

/// Answers the same routes under a path prefix as at the root, for servers mounted below another site.
struct PrefixedResponder<Inner: HTTPResponder>: HTTPResponder {
    typealias Context = Inner.Context

    let inner: Inner
    /// Each begins with `/` and does not end with it.
    let prefixes: [String]

    func respond(to request: Request, context: Inner.Context) async throws -> Response {
        guard let path = request.head.path, let rest = PrefixedResponderPath.strip(prefixes, from: path) else {
            return try await inner.respond(to: request, context: context)
        }
        var head = request.head
        head.path = rest
        return try await inner.respond(to: Request(head: head, body: request.body), context: context)
    }
}

/// Where a prefixed path leads.
enum PrefixedResponderPath {
    /// The path without the first prefix that it begins with; `nil` when there is none.
    static func strip(_ prefixes: [String], from path: String) -> String? {
        for prefix in prefixes where path.hasPrefix(prefix) {
            let rest = path.dropFirst(prefix.count)
            if rest.isEmpty { return "/" }
            if rest.first == "?" { return "/" + rest }
            if rest.first == "/" { return String(rest) }
        }
        return nil
    }
}
