/// `w:sym`: a character of a symbol font, whose code points lie in the private use area (U+F000 and on).
enum DocxSymbol {
    /// The Unicode text of the symbol; empty where nothing is known to correspond.
    static func text(font: String?, code: String?) -> String {
        guard let code, let value = UInt32(code, radix: 16) else { return "" }
        let local = value >= 0xF000 && value <= 0xF0FF ? value - 0xF000 : value
        let font = (font ?? "").lowercased()
        if font == "symbol" { return symbol[local] ?? ascii(local) }
        if font.hasPrefix("wingdings") { return wingdings[local] ?? "" }
        if value >= 0xF000, value <= 0xF0FF { return ascii(local) }
        return Unicode.Scalar(value).map { String(Character($0)) } ?? ""
    }

    private static func ascii(_ value: UInt32) -> String {
        (0x20...0x7E).contains(value) ? Unicode.Scalar(value).map { String(Character($0)) } ?? "" : ""
    }

    /// Adobe's Symbol encoding, letters and common signs.
    private static let symbol: [UInt32: String] = {
        var map: [UInt32: String] = [
            0xA2: "′", 0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°",
            0xB1: "±",
            0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xBC: "…", 0xD2: "®",
            0xD3: "©",
            0xD4: "™", 0xD6: "√", 0xE5: "∑", 0xA0: "€",
        ]
        let greek = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ"
        for (offset, letter) in greek.enumerated() {
            map[UInt32(offset < 26 ? 0x41 + offset : 0x61 + offset - 26)] = String(letter)
        }
        return map
    }()

    private static let wingdings: [UInt32: String] = [
        0x28: "☎", 0x2A: "✉", 0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x71: "☐", 0x73: "⬧", 0x76: "❖", 0xA7: "▪", 0xA8: "☐",
        0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    ]
}
