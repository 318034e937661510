import Channels
import DeskModel
import Synchronization
import Transfer

/// A person of the business in a simulation, who takes part over the API.
final class SimulatedAgent: Sendable {
    /// What a line that begins with `@` has them do.
    enum Act: Hashable, Sendable {
        case take, release
        case say(String)

        /// - Returns: `nil` for a line of the customer's.
        init?(_ line: String) {
            guard line.hasPrefix("@"), line.count > 1 else { return nil }
            switch line {
            case "@take": self = .take
            case "@release": self = .release
            default: self = .say(String(line.dropFirst()))
            }
        }
    }

    private let server: String
    private let business: Int
    private let key: String
    private let isCall: Bool
    private let hasWord = Mutex(false)

    private static let name = "Kim"
    private static let client = TransferClient()

    /// - Parameter server: without a slash at the end.
    init(server: String, business: Int, key: String, isCall: Bool) {
        self.server = server
        self.business = business
        self.key = key
        self.isCall = isCall
    }

    /// Whether the person has the word, and the assistant is silent.
    var holds: Bool { hasWord.withLock { $0 } }

    /// - Throws: `VectorError` for what the server refuses, `TransferError`.
    func perform(_ act: Act) async throws {
        let conversation = "/api/conversations/\(try await conversation())"
        // The operator's token is of no business.
        let named = "?business=\(business)"
        switch act {
        case .take: try await call(.post, conversation + "/take" + named, ["author": .string(Self.name)])
        case .release: try await call(.post, conversation + "/release" + named, ["author": .string(Self.name)])
        case .say(let words):
            try await call(
                .post, conversation + "/messages" + named, ["author": .string(Self.name), "body": .string(words)])
        }
        hasWord.withLock { $0 = act != .release }
    }

    /// The newest of the business, which is the simulated customer's.
    private func conversation() async throws -> String {
        let path =
            isCall
            ? "/api/businesses/\(business)/calls?limit=1" : "/api/chat-sessions?business=\(business)&limit=1"
        let newest = try await call(.get, path)["results"].elements.first ?? .null
        guard let id = newest[isCall ? "conversation_id" : "session_id"].filled else {
            throw VectorError("There is no conversation yet: the customer speaks first.")
        }
        return id
    }

    @discardableResult
    private func call(_ method: TransferRequest.Method, _ path: String, _ body: JSONValue? = nil) async throws
        -> JSONValue
    {
        let response = try await Self.client.send(
            TransferRequest(
                method, server + path,
                headers: ["Authorization": "Bearer \(key)", "Content-Type": "application/json"],
                body: body.map { Array($0.text.utf8) }, addresses: .operator))
        let json = (try? JSONValue(parsing: response.body)) ?? .null
        guard (200..<300).contains(response.status) else {
            throw VectorError("The server refused it: \(json["error"]["message"].filled ?? "\(response.status)")")
        }
        return json
    }
}
