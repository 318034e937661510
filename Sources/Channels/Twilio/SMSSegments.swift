/// How a text is cut into the segments that a mobile network carries (3GPP TS 23.038 and 23.040): GSM-7 with 160
/// septets, or 153 in each of several; else UCS-2 with 70 or 67 UTF-16 units. No character is split over two.
public struct SMSSegments: Hashable, Sendable {
    public enum Encoding: String, Hashable, Sendable {
        case gsm7 = "GSM-7"
        case ucs2 = "UCS-2"
    }

    public let encoding: Encoding
    /// Septets or UTF-16 units, without the headers of several segments.
    public let units: Int
    /// 0 for an empty text.
    public let segments: Int

    public init(_ text: String) {
        let septets = text.unicodeScalars.map(GSM7.units)
        let isGSM = !septets.contains(nil)
        let sizes = isGSM ? septets.compactMap(\.self) : text.unicodeScalars.map { UTF16.width($0) }
        encoding = isGSM ? .gsm7 : .ucs2
        units = sizes.reduce(0, +)
        let (single, each) = isGSM ? (160, 153) : (70, 67)
        guard units > single else {
            segments = units == 0 ? 0 : 1
            return
        }
        var segments = 1
        var used = 0
        for size in sizes {
            if used + size > each {
                segments += 1
                used = 0
            }
            used += size
        }
        self.segments = segments
    }
}

/// The default alphabet of GSM 03.38 and its extension table.
enum GSM7 {
    private static let basic = Set(
        """
        @£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿\
        abcdefghijklmnopqrstuvwxyzäöñüà
        """.unicodeScalars)
    private static let extended = Set("\u{0C}^{}\\[~]|€".unicodeScalars)

    /// Septets of a character; `nil` when the alphabet has none for it.
    static func units(_ scalar: Unicode.Scalar) -> Int? {
        basic.contains(scalar) ? 1 : extended.contains(scalar) ? 2 : nil
    }
}
