import HTTPTypes
import Hummingbird

/// Tells which methods a path takes to who asks with another (405 with `Allow`, RFC 9110, 15.5.6).
struct MethodRefusal {
    /// The methods that the path takes.
    let allowed: [HTTPRequest.Method]

    /// Those that clients send; `OPTIONS` is answered for browsers that ask before they ask.
    private static let methods: [HTTPRequest.Method] =
        [.get, .post, .put, .patch, .delete, .trace] + [HTTPRequest.Method(rawValue: "QUERY")].compactMap { $0 }

    func add(to router: Router<DeskRequestContext>, at path: RouterPath) {
        let names = allowed.map(\.rawValue).sorted().joined(separator: ", ")
        for method in Self.methods where !allowed.contains(method) {
            router.on(path, method: method) { _, _ -> Response in
                throw APIError(
                    status: .methodNotAllowed, code: "method_not_allowed",
                    message: "This path takes \(names).", headers: [.allow: names])
            }
        }
    }
}
