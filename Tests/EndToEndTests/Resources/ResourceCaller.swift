import Foundation

/// One business's client of the resources.
struct ResourceCaller: Sendable {
    let desk: RunningDesk
    let business: TestBusiness

    func call(
        _ method: String, _ path: String, _ json: [String: Any]? = nil, headers: [String: String] = [:]
    ) async throws -> HTTPReply {
        try await desk.call(method, "/api/\(path)", key: business.key, json: json, headers: headers)
    }

    /// Makes something. - Returns: what was made.
    func make(_ path: String, _ json: [String: Any]) async throws -> [String: Any] {
        let reply = try await call("POST", path, json)
        guard reply.status == 201 else { throw Failure("\(path): \(reply.text)") }
        return reply.json
    }

    /// Makes something. - Returns: its sid.
    func sid(_ path: String, _ json: [String: Any] = [:]) async throws -> String {
        guard let sid = try await make(path, json)["sid"] as? String else { throw Failure("\(path): no sid") }
        return sid
    }

    /// Every item of a list, page by page.
    func all(_ path: String, _ name: String, limit: Int = 3) async throws -> [[String: Any]] {
        var items: [[String: Any]] = []
        var next: String?
        for _ in 0..<200 {
            let joint = path.contains("?") ? "&" : "?"
            let cursor = next.map { "&after=\($0)" } ?? ""
            let reply = try await call("GET", "\(path)\(joint)limit=\(limit)\(cursor)")
            guard reply.status == 200, let page = reply.json[name] as? [[String: Any]] else {
                throw Failure(reply.text)
            }
            items += page
            next = reply.json["next"] as? String
            if next == nil { return items }
        }
        throw Failure("\(path) has no end")
    }
}
