import Channels
import DeskModel

/// A call as the adapters make it, handed to the stand-in by the client that the desk uses.
struct SendExchange {
    let received: VectorStandIn.Received
    let response: ProviderResponse

    /// - Parameter answer: what the stand-in says to it.
    /// - Throws: `VectorError` when it did not arrive.
    init(_ request: ProviderRequest, on desk: VectorDesk, answer: VectorStandIn.Answer) async throws {
        let mark = desk.standIn.mark
        desk.standIn.reset()
        let path = String(request.url.dropFirst(desk.standInURL.count))
        desk.standIn.answer(path, with: answer)
        response = try await TransferProviderClient().send(request, isOperated: true)
        guard let received = desk.standIn.requests(since: mark).first(where: { $0.path == path }) else {
            throw VectorError("nothing arrived at the stand-in")
        }
        self.received = received
    }

    /// Compares the method, the address and the headers with a vector's.
    func compare(with request: JSONValue, _ check: inout VectorCheck) {
        check.expect("method", request["method"].string ?? "POST", received.method)
        check.expect("path", request["path"].string ?? "", received.path)
        var headers = request["headers"].texts
        if let type = request["content_type"].string { headers["Content-Type"] = type }
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
            let got = received.headers[name.lowercased()] ?? "none"
            let isType = name.lowercased() == "content-type"
            check.expect(
                name, isType ? Self.mediaType(value) : value, isType ? Self.mediaType(got) : got)
        }
    }

    /// Without its parameters.
    private static func mediaType(_ text: String) -> String {
        String(text.prefix { $0 != ";" }).lowercased().filter { !$0.isWhitespace }
    }
}
