import Foundation

/// Values as the audit log keeps them: JSON without secrets.
enum AuditJSON {
    /// Members of these names, or of names that end so, are secrets wherever they stand.
    private static let secrets = ["key", "secret", "token", "password", "authorization", "credential", "credentials"]
    static let mark = "[redacted]"

    static func text(_ value: any Encodable) -> String? {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        guard let data = try? encoder.encode(value),
            let object = try? JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed),
            let clean = try? JSONSerialization.data(
                withJSONObject: redacted(object), options: [.sortedKeys, .withoutEscapingSlashes, .fragmentsAllowed])
        else { return nil }
        return String(decoding: clean, as: UTF8.self)
    }

    static func redacted(_ value: Any) -> Any {
        if let object = value as? [String: Any] {
            return Dictionary(
                uniqueKeysWithValues: object.map { name, member in
                    (name, isSecret(name) && !(member is NSNull) ? mark : redacted(member))
                })
        }
        return (value as? [Any])?.map(redacted) ?? value
    }

    private static func isSecret(_ name: String) -> Bool {
        let last = name.lowercased().split { $0 == "_" || $0 == "-" || $0 == "." }.last ?? ""
        return secrets.contains { last.hasSuffix($0) }
    }
}
