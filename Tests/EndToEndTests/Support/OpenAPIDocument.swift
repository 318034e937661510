import Foundation

/// `/openapi.json` as a test reads it (OpenAPI 3.1, and of JSON Schema what the document uses).
struct OpenAPIDocument {
    struct Operation {
        let method: String
        let path: String
        let content: [String: Any]

        var responses: [String: [String: Any]] { content["responses"] as? [String: [String: Any]] ?? [:] }
        /// Whether it needs no key.
        var isPublic: Bool { (content["security"] as? [Any])?.isEmpty ?? false }
        var parameters: [[String: Any]] { content["parameters"] as? [[String: Any]] ?? [] }
    }

    let root: [String: Any]

    init(_ data: Data) throws {
        guard let root = try JSONSerialization.jsonObject(with: data) as? [String: Any] else {
            throw Failure("openapi.json is no object")
        }
        self.root = root
    }

    static let methods: Set = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]

    var operations: [Operation] {
        let paths = root["paths"] as? [String: [String: Any]] ?? [:]
        return paths.flatMap { path, item in
            item.compactMap { method, content in
                (content as? [String: Any]).map {
                    Operation(method: method.uppercased(), path: path, content: $0)
                }
            }
        }
    }

    /// What is wrong with a reply to an operation, as far as the document promises anything.
    func problems(of reply: HTTPReply, to operation: Operation) -> [String] {
        guard let response = operation.responses["\(reply.status)"] else {
            return ["the status \(reply.status) is not documented: \(reply.text.prefix(200))"]
        }
        guard let content = response["content"] as? [String: [String: Any]] else {
            return reply.body.isEmpty || reply.status == 303 ? [] : ["a body where none is documented"]
        }
        let type = (reply.headers["content-type"] ?? "").prefix { $0 != ";" }
        guard let media = content[String(type)] else { return ["the content type \(type) is not documented"] }
        guard type == "application/json", let schema = media["schema"] as? [String: Any] else { return [] }
        guard let value = try? JSONSerialization.jsonObject(with: reply.body, options: .fragmentsAllowed) else {
            return ["no JSON"]
        }
        return problems(of: value, as: schema, at: "$")
    }

    /// What a `$ref` stands for; the schema itself when it is none.
    func resolved(_ schema: [String: Any]) -> [String: Any]? {
        guard let reference = schema["$ref"] as? String else { return schema }
        var value: Any = root
        for name in reference.split(separator: "/").dropFirst() {
            guard let next = (value as? [String: Any])?[String(name)] else { return nil }
            value = next
        }
        return value as? [String: Any]
    }

    private func problems(of value: Any, as reference: [String: Any], at place: String) -> [String] {
        guard let schema = resolved(reference) else { return ["\(place): the schema has a broken reference"] }
        var problems: [String] = []
        if let type = schema["type"] as? String, !Self.has(value, type) { return ["\(place) is no \(type)"] }
        if let allowed = schema["enum"] as? [String], let text = value as? String, !allowed.contains(text) {
            problems.append("\(place) is \(text), which is not listed")
        }
        if let object = value as? [String: Any] {
            let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
            for name in schema["required"] as? [String] ?? [] where object[name] == nil {
                problems.append("\(place).\(name) is missing")
            }
            for (name, member) in object {
                if let property = properties[name] {
                    problems += self.problems(of: member, as: property, at: "\(place).\(name)")
                } else if !properties.isEmpty {
                    problems.append("\(place).\(name) is not documented")
                }
            }
        }
        if let array = value as? [Any], let items = schema["items"] as? [String: Any] {
            for (index, item) in array.enumerated() {
                problems += self.problems(of: item, as: items, at: "\(place)[\(index)]")
            }
        }
        return problems
    }

    private static func has(_ value: Any, _ type: String) -> Bool {
        switch type {
        case "object": value is [String: Any]
        case "array": value is [Any]
        case "string": value is String
        case "integer": (value as? NSNumber).map { $0.doubleValue.rounded() == $0.doubleValue } ?? false
        case "number": value is NSNumber
        case "boolean": value is Bool
        default: false
        }
    }
}
