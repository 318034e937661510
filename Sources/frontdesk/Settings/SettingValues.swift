import DeskModel
import Foundation
import Logging

/// The layers of configuration, looked up by key.
struct SettingValues {
    private let values: [SettingKey: String]

    init(arguments: [SettingKey: String], environment: [String: String], configFile: String?) throws(SettingsError) {
        var values: [SettingKey: String] = [:]
        if let configFile {
            for (key, value) in try Self.read(configFile) { values[key] = value }
        }
        for key in SettingKey.allCases {
            if let value = environment[key.rawValue], !value.isEmpty { values[key] = value }
            if let value = arguments[key] { values[key] = value }
        }
        self.values = values
    }

    func text(_ key: SettingKey) -> String? {
        guard let value = values[key] ?? key.fallback, !value.isEmpty else { return nil }
        return value
    }

    func integer(_ key: SettingKey, in range: ClosedRange<Int>) throws(SettingsError) -> Int {
        guard let value = text(key).flatMap({ Int($0) }), range.contains(value) else {
            throw SettingsError(key, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    func number(_ key: SettingKey, in range: ClosedRange<Double>) throws(SettingsError) -> Double {
        guard let value = text(key).flatMap({ Double($0) }), range.contains(value) else {
            throw SettingsError(key, "must be a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    func flag(_ key: SettingKey) throws(SettingsError) -> Bool {
        switch text(key)?.lowercased() {
        case "true", "1", "yes": return true
        case nil, "false", "0", "no": return false
        default: throw SettingsError(key, "must be true or false")
        }
    }

    /// An http or https URL without a trailing slash.
    func url(_ key: SettingKey) throws(SettingsError) -> String? {
        guard let value = text(key) else { return nil }
        guard let url = URLComponents(string: value), url.scheme == "http" || url.scheme == "https",
            url.host?.isEmpty == false
        else { throw SettingsError(key, "must be a URL such as https://desk.example.com") }
        return value.hasSuffix("/") ? String(value.dropLast()) : value
    }

    /// Names separated by commas or spaces.
    func list(_ key: SettingKey) -> Set<String> {
        Set((text(key) ?? "").split { ", []\"'".contains($0) }.map(String.init))
    }

    func kinds(_ key: SettingKey) throws(SettingsError) -> Set<DocumentKind> {
        let aliases = ["md": "markdown", "htm": "html", "text": "txt"]
        var kinds: Set<DocumentKind> = []
        for name in list(key).map({ $0.lowercased() }) {
            guard let kind = DocumentKind(rawValue: aliases[name] ?? name) else {
                throw SettingsError(key, "may list pdf, docx, txt, markdown and html, not \(name)")
            }
            kinds.insert(kind)
        }
        return kinds
    }

    /// Addresses and networks, in the order of their texts.
    func addresses(_ key: SettingKey) throws(SettingsError) -> [AddressRange] {
        var ranges: [AddressRange] = []
        for text in list(key).sorted() {
            guard let range = AddressRange(text) else {
                throw SettingsError(
                    key, "may list addresses and networks such as 10.0.0.1, 10.0.0.0/8 and fd00::/8, not \(text)")
            }
            ranges.append(range)
        }
        return ranges
    }

    func logLevel() throws(SettingsError) -> Logger.Level {
        if text(.enableLogging)?.lowercased() == "false" { return .critical }
        // Python's names are accepted beside swift-log's.
        let name = (text(.logLevel) ?? "info").lowercased()
        guard let level = Logger.Level(rawValue: name == "warn" ? "warning" : name) else {
            throw SettingsError(.logLevel, "must be trace, debug, info, notice, warning, error or critical")
        }
        return level
    }

    private static func read(_ file: String) throws(SettingsError) -> [SettingKey: String] {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw SettingsError(file: file, "cannot be read")
        }
        guard let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any] else {
            throw SettingsError(file: file, "is not a JSON object")
        }
        var values: [SettingKey: String] = [:]
        for (name, value) in object where !name.hasPrefix("//") {
            guard let key = SettingKey(rawValue: name) else {
                throw SettingsError(file: file, "has the unknown setting \(name)")
            }
            if value is NSNull { continue }
            values[key] = (value as? [Any])?.map { "\($0)" }.joined(separator: ",") ?? "\(value)"
        }
        return values
    }
}
