import Channels
import DeskModel
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization

/// Stands in for providers' APIs while vectors run: remembers what it is asked and answers what a vector says.
final class VectorStandIn: Sendable {
    struct Received: Sendable {
        let method: String
        let path: String
        let headers: [String: String]
        let body: [UInt8]
    }

    struct Answer: Sendable {
        let status: Int
        let headers: [String: String]
        let body: [UInt8]

        init(status: Int, headers: [String: String], body: [UInt8]) {
            self.status = status
            self.headers = headers
            self.body = body
        }

        /// What a vector says that a provider answers: JSON, or a text as it stands.
        ///
        /// - Parameter usual: the status where the vector names none.
        init(_ response: JSONValue, usual: Int = 200) {
            status = Int(response["status"].integer ?? Int64(usual))
            let text = response["body"].string ?? response["raw"].string
            headers = ["Content-Type": response["content_type"].string ?? "application/json"]
                .merging(response["headers"].texts) { $1 }
            body = Array((text ?? response["json"].text).utf8)
        }

        /// As the adapters get it.
        var response: ProviderResponse {
            ProviderResponse(
                status: status, headers: Dictionary(headers.map { ($0.key.lowercased(), $0.value) }) { $1 }, body: body)
        }
    }

    private struct State {
        var received: [Received] = []
        /// By the beginning of a path.
        var answers: [(path: String, answer: Answer)] = []
        var count = 0
    }

    private let state = Mutex(State())

    /// Files come whole.
    private static let maximumBytes = 32 * 1_048_576

    /// Forgets what it was to answer.
    func reset() { state.withLock { $0.answers = [] } }

    /// Answers the next request whose path begins so.
    func answer(_ path: String, with answer: Answer) { state.withLock { $0.answers.append((path, answer)) } }

    /// How many requests came so far: what came since is told apart by it.
    var mark: Int { state.withLock { $0.received.count } }

    /// The requests that came since a mark, in order.
    func requests(since mark: Int) -> [Received] { state.withLock { Array($0.received.dropFirst(mark)) } }

    /// Waits until nothing came for longer than a channel's pace has messages wait. - Returns: the mark then.
    func settled() async throws -> Int {
        var (last, quiet) = (mark, 0)
        for _ in 0..<100 where quiet < 14 {
            try await Task.sleep(for: .milliseconds(100))
            let now = mark
            (last, quiet) = (now, now == last ? quiet + 1 : 0)
        }
        return last
    }

    /// The texts that were sent to it, in order.
    var sentTexts: [String] {
        state.withLock { $0.received }.compactMap { request in
            if let body = FormFields(decoding: request.body)?["Body"] { return body }
            if request.path.hasSuffix("/sendDocument") { return Self.fileName(request.body).map { "(file: \($0))" } }
            let json = (try? JSONValue(parsing: request.body)) ?? .null
            let kind = json["type"].string ?? ""
            if ["image", "audio", "video", "document"].contains(kind), !json[kind].isNull {
                return "(file: \(json[kind]["filename"].string ?? kind))"
            }
            return json["text"]["body"].string ?? json["interactive"]["body"]["text"].string ?? json["text"].string
        }
    }

    /// Of a multipart body, which need not be text.
    private static func fileName(_ body: [UInt8]) -> String? {
        String(decoding: body.prefix(4_096), as: UTF8.self).firstMatch(of: /filename="([^"]*)"/).map { String($0.1) }
    }

    /// Waits for a request that came since a mark. - Returns: `nil` when none came within five seconds.
    func request(since mark: Int = 0, where isWanted: @Sendable (Received) -> Bool) async -> Received? {
        for _ in 0..<100 {
            if let found = requests(since: mark).last(where: isWanted) { return found }
            try? await Task.sleep(for: .milliseconds(50))
        }
        return nil
    }

    func application(onListening: @escaping @Sendable (Int) -> Void) -> some Service {
        let router = Router()
        for method in [HTTPRequest.Method.get, .post, .delete] {
            router.on("**", method: method) { request, _ in
                let body = try await request.body.collect(upTo: Self.maximumBytes)
                let answer = self.take(
                    Received(
                        method: request.method.rawValue, path: request.head.path ?? "/",
                        headers: Dictionary(
                            request.headers.map { ($0.name.canonicalName, $0.value) }
                        ) { first, _ in first },
                        body: Array(body.readableBytesView)))
                var headers = HTTPFields()
                for (name, value) in answer.headers {
                    if let name = HTTPField.Name(name) { headers[name] = value }
                }
                return Response(
                    status: HTTPResponse.Status(code: answer.status), headers: headers,
                    body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
            }
        }
        return Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { onListening($0.localAddress?.port ?? 0) },
            logger: CommandLogging.logger(level: .critical))
    }

    private func take(_ request: Received) -> Answer {
        state.withLock { state in
            state.received.append(request)
            state.count += 1
            if let index = state.answers.firstIndex(where: { request.path.hasPrefix($0.path) }) {
                return state.answers.remove(at: index).answer
            }
            return Self.usual(request, number: state.count)
        }
    }

    /// What the providers answer when all is well.
    private static func usual(_ request: Received, number: Int) -> Answer {
        let digits = String(number, radix: 16)
        let sid = "SM" + String(repeating: "e", count: 32 - digits.count) + digits
        let json: JSONValue =
            if request.path.hasPrefix("/bot") {
                ["ok": true, "result": ["message_id": .integer(Int64(number))]]
            } else if request.path.hasSuffix("/media") {
                ["id": .string("\(900_000 + number)")]
            } else if request.path.contains("/Messages.json") {
                ["sid": .string(sid), "status": "queued"]
            } else {
                ["success": true, "messages": [["id": .string("wamid.STANDIN\(number)")]]]
            }
        return Answer(status: 200, headers: ["Content-Type": "application/json"], body: Array(json.text.utf8))
    }
}
