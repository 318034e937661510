import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Lets a page's form act once however often it is sent, which a double click does in a browser without scripts: a
/// page gives its forms a key, and what comes again with the same key and fields gets the first one's reply.
///
/// In memory only: a reply may show a secret that is stored nowhere.
struct RepeatedForms: RouterMiddleware {
    typealias Context = DeskRequestContext

    static let field = "form_key"
    private let sendings = FormSendings()

    func handle(
        _ request: Request, context: DeskRequestContext,
        next: (Request, DeskRequestContext) async throws -> Response
    ) async throws -> Response {
        let type = request.headers[.contentType]?.lowercased() ?? ""
        guard request.method == .post, let cookie = context.caller.cookie,
            type.hasPrefix("application/x-www-form-urlencoded")
        else { return try await next(request, context) }
        let body = try await request.wholeBody(
            upTo: PageForm.maximumBytes, within: .seconds(30), orThrow: .tooLarge(limit: PageForm.maximumBytes))
        let request = Request(head: request.head, body: RequestBody(buffer: body))
        // Scripts take the key out of their pages: they send a form once, and send the same again when it is meant.
        guard try PageForm(String(buffer: body)).isSet(Self.field) else { return try await next(request, context) }
        let sending = Self.digest(cookie, request, body)
        if let reply = try await sendings.reply(to: sending) { return reply.response }
        do {
            let response = try await next(request, context)
            let written = WrittenBody()
            try await response.body.write(WrittenBody.Writer(body: written))
            let reply = FormSendings.Reply(
                status: response.status, headers: response.headers, body: written.buffer)
            sendings.finish(sending, with: reply)
            return reply.response
        } catch {
            // What was refused did nothing and may be sent again.
            sendings.finish(sending, with: nil)
            throw error
        }
    }

    private static func digest(_ cookie: String, _ request: Request, _ body: ByteBuffer) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: Data("\(cookie)\n\(request.head.path ?? "")\n".utf8))
        hash.update(data: Data(body.readableBytesView))
        return Array(hash.finalize())
    }
}

/// The forms that are being worked on, and the replies to those just done.
private final class FormSendings: Sendable {
    struct Reply: Sendable {
        let status: HTTPResponse.Status
        let headers: HTTPFields
        let body: ByteBuffer

        var response: Response {
            Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
        }
    }

    private enum Sending {
        case underWay
        case done(Reply, since: ContinuousClock.Instant)
    }

    private static let lifetime: Duration = .seconds(120)
    private static let most = 500
    /// How often, and how many times, one that is under way is looked at again.
    private static let pause: Duration = .milliseconds(50)
    private static let looks = 200

    private let sendings = Mutex<[[UInt8]: Sending]>([:])

    /// The first one's reply, waited for when it is under way; `nil` for whoever is the first, who has to say how it
    /// went with `finish`.
    ///
    /// - Throws: 409 when the first takes longer than ten seconds.
    func reply(to sending: [UInt8]) async throws -> Reply? {
        for _ in 0..<Self.looks {
            let (isFirst, reply) = claim(sending)
            if isFirst || reply != nil { return reply }
            try await Task.sleep(for: Self.pause)
        }
        throw APIError(
            status: .conflict, code: "request_under_way",
            message: "This form was sent already and is being worked on: look at the page again in a moment.")
    }

    func finish(_ sending: [UInt8], with reply: Reply?) {
        sendings.withLock { $0[sending] = reply.map { .done($0, since: .now) } }
    }

    private func claim(_ sending: [UInt8]) -> (isFirst: Bool, reply: Reply?) {
        sendings.withLock { sendings in
            switch sendings[sending] {
            case .underWay: return (false, nil)
            case .done(let reply, let since) where since.duration(to: .now) < Self.lifetime: return (false, reply)
            case .done, nil:
                forget(&sendings)
                sendings[sending] = .underWay
                return (true, nil)
            }
        }
    }

    /// Drops what is old, as replies may show secrets; when that is too little, everything that is done.
    private func forget(_ sendings: inout [[UInt8]: Sending]) {
        let now = ContinuousClock.now
        sendings = sendings.filter { _, sending in
            if case .done(_, let since) = sending { return since.duration(to: now) < Self.lifetime }
            return true
        }
        guard sendings.count >= Self.most else { return }
        sendings = sendings.filter { _, sending in
            if case .underWay = sending { return true }
            return false
        }
    }
}
