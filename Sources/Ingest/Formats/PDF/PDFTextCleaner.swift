import Foundation

/// Turns what fonts call characters into text.
enum PDFTextCleaner {
    /// Ligatures and shaped Arabic letters taken apart (NFKC of those alone), private-use bullets named, rows of leader
    /// dots shortened, then normalised like every block.
    static func cleaned(_ text: String) -> String {
        BlockText.normalized(needsWork(text) ? withoutLeaders(expanded(text)) : text)
    }

    private static func needsWork(_ text: String) -> Bool {
        var dots = 0
        for byte in text.utf8 {
            dots = byte == UInt8(ascii: ".") || (byte == UInt8(ascii: " ") && dots > 0) ? dots + 1 : 0
            // What begins with such a byte is U+E000 or above.
            if byte >= 0xEE || dots > 6 { return true }
        }
        return false
    }

    private static func expanded(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0xFB00...0xFB4F, 0xFB50...0xFDFF, 0xFE70...0xFEFC:
                result.append(contentsOf: String(scalar).precomposedStringWithCompatibilityMapping.unicodeScalars)
            case 0xF0B7, 0xF0A7, 0xF0D8, 0xF076, 0xF06E, 0xF0A8: result.append("•")
            case 0xF0FC: result.append("✓")
            // Symbol fonts keep ASCII at F020...F07E.
            case 0xF020...0xF07E: if let plain = Unicode.Scalar(scalar.value - 0xF000) { result.append(plain) }
            case 0xE000...0xF8FF, 0xFFFD, 0xF0000...0x10FFFF: result.append(" ")
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// `Contents . . . . . . . 7` becomes `Contents ... 7`.
    private static func withoutLeaders(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var run = String.UnicodeScalarView()
        var dots = 0
        func flush() {
            if dots > 4 { result.append(contentsOf: " ... ".unicodeScalars) } else { result.append(contentsOf: run) }
            run = String.UnicodeScalarView()
            dots = 0
        }
        for scalar in text.unicodeScalars {
            if scalar == "." || (scalar == " " && dots > 0) {
                run.append(scalar)
                if scalar == "." { dots += 1 }
            } else {
                if !run.isEmpty { flush() }
                result.append(scalar)
            }
        }
        if !run.isEmpty { flush() }
        return String(result)
    }
}
