import CQREncode

/// A QR code (ISO/IEC 18004) as a drawing.
public enum QRCode {
    /// Modules of quiet around the code.
    private static let margin = 4

    /// What an SVG image of a code is made of.
    public struct Drawing: Hashable, Sendable {
        /// Width and height of the view box, in modules, the quiet margin included.
        public let size: Int
        /// The dark modules, as the data of an SVG path.
        public let path: String
    }

    /// The drawing of a code; `nil` when the text is too long.
    public static func drawing(of text: String) -> Drawing? {
        guard !text.utf8.contains(0), let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { return nil }
        defer { QRcode_free(code) }
        let width = Int(code.pointee.width)
        var path = ""
        for row in 0..<width {
            var column = 0
            while column < width {
                // The lowest bit of a module says whether it is dark.
                guard code.pointee.data[row * width + column] & 1 == 1 else {
                    column += 1
                    continue
                }
                let start = column
                while column < width, code.pointee.data[row * width + column] & 1 == 1 { column += 1 }
                path += "M\(start + margin) \(row + margin)h\(column - start)v1h-\(column - start)z"
            }
        }
        return Drawing(size: width + 2 * margin, path: path)
    }
}
