/// Fills `{{name}}` places of our own pages.
enum PageTemplate {
    /// - Parameters:
    ///   - values: escaped for HTML text and quoted attributes.
    ///   - raw: put in as they are; only for HTML made here.
    ///   - texts: what `{{t.key}}` stands for.
    static func fill(
        _ template: [UInt8], _ values: [String: String], raw: [String: String] = [:], texts: Texts? = nil
    ) -> String {
        var html = ""
        var rest = Substring(decoding: template, as: UTF8.self)
        // One pass, so that a value that looks like a place is never filled itself.
        while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
            let name = String(rest[open.upperBound..<close.lowerBound])
            html += rest[..<open.lowerBound]
            let text = name.hasPrefix("t.") ? texts?[String(name.dropFirst(2))] : nil
            html += raw[name] ?? (values[name] ?? text).map(escape) ?? ""
            rest = rest[close.upperBound...]
        }
        return html + rest
    }

    static func escape(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for character in text.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
