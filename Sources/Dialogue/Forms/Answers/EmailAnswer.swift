/// Reads e-mail addresses: the sizes of RFC 5321 (section 4.5.3.1), the dot-atom of RFC 5322, a domain with a dot.
enum EmailAnswer {
    /// The one address of a text, its domain in lower case; `nil` when there is none or several.
    static func value(of text: String) -> String? {
        let words = text.split { $0.isWhitespace || "<>,;:()[]\"“”".contains($0) }
        let candidates = words.filter { $0.contains("@") }.map { word in
            var word = word
            if word.lowercased().hasPrefix("mailto:") { word = word.dropFirst(7) }
            while let last = word.last, ".!?'’".contains(last) { word = word.dropLast() }
            return String(word)
        }
        guard candidates.count == 1, let address = candidates.first else { return nil }
        return normalized(address)
    }

    private static func normalized(_ address: String) -> String? {
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, address.utf8.count <= 254 else { return nil }
        let (local, domain) = (parts[0], parts[1].lowercased())
        guard (1...64).contains(local.utf8.count), local.first != ".", local.last != ".", !local.contains(".."),
            local.utf8.allSatisfy(isLocal)
        else { return nil }
        let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, domain.utf8.count <= 255, labels.allSatisfy(isLabel),
            let top = labels.last, top.count >= 2, top.contains(where: \.isLetter)
        else { return nil }
        return "\(local)@\(domain)"
    }

    private static func isLocal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: ".!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
        }
    }

    /// Letters of any script: internationalised domains are written so (RFC 5890).
    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
            && label.unicodeScalars.allSatisfy { $0 == "-" || $0.properties.isAlphabetic || isDigitOrMark($0) }
    }

    private static func isDigitOrMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .decimalNumber, .nonspacingMark, .spacingMark: true
        default: false
        }
    }
}
