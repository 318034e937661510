/// Replaces typographic characters by plain ones that say the same, so that a text does not cost twice the segments for
/// a curly quote.
public enum SMSFolding {
    private static let plain: [Unicode.Scalar: String] = [
        "\u{2018}": "'", "\u{2019}": "'", "\u{201A}": "'", "\u{201B}": "'", "\u{2032}": "'", "`": "'", "\u{00B4}": "'",
        "\u{201C}": "\"", "\u{201D}": "\"", "\u{201E}": "\"", "\u{201F}": "\"", "\u{2033}": "\"", "«": "\"",
        "»": "\"", "\u{2039}": "'", "\u{203A}": "'", "\u{2010}": "-", "\u{2011}": "-", "\u{2012}": "-",
        "\u{2013}": "-", "\u{2014}": "-", "\u{2015}": "-", "\u{2212}": "-", "\u{2022}": "-", "\u{00B7}": "-",
        "\u{2026}": "...", "\t": " ", "\u{A0}": " ", "\u{2002}": " ", "\u{2003}": " ", "\u{2007}": " ",
        "\u{2009}": " ", "\u{200A}": " ", "\u{202F}": " ", "\u{3000}": " ", "\u{FEFF}": "", "\u{200B}": "",
        "\u{00AD}": "", "\u{2028}": "\n", "\u{2029}": "\n", "×": "x",
    ]

    public static func fold(_ text: String) -> String {
        var folded = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if let plain = plain[scalar] {
                folded.append(contentsOf: plain.unicodeScalars)
            } else {
                folded.append(scalar)
            }
        }
        return String(folded)
    }
}
