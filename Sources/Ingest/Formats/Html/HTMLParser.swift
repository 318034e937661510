import CLibXML

/// Feeds the elements and texts of HTML to a `MarkupBlocks`.
enum HTMLParser {
    enum Failure: Error { case tooDeep, failed }

    /// Deeper than any page nests, shallow enough to stay fast.
    private static let maximumDepth: Int32 = 1000

    private final class Receiver {
        var blocks: MarkupBlocks

        init(_ blocks: MarkupBlocks) { self.blocks = blocks }
    }

    /// Parses a document or a fragment, continuing the blocks given.
    static func parse(_ html: String, into blocks: inout MarkupBlocks) throws(Failure) {
        let receiver = Receiver(blocks)
        // Given up here, so that the receiver's copy is the only one and grows in place.
        blocks = MarkupBlocks()
        var handler = CLibXMLHTMLHandler(
            start: { context, name, attributes in
                guard let receiver = HTMLParser.receiver(context), let name else { return }
                receiver.blocks.start(String(cString: name).lowercased(), attributes: HTMLParser.dictionary(attributes))
            },
            end: { context, name in
                guard let receiver = HTMLParser.receiver(context), let name else { return }
                receiver.blocks.end(String(cString: name).lowercased())
            },
            text: { context, text, count in
                guard let receiver = HTMLParser.receiver(context), let text else { return }
                let bytes = UnsafeRawBufferPointer(start: text, count: count)
                receiver.blocks.append(String(decoding: bytes, as: UTF8.self))
            })
        let result = withExtendedLifetime(receiver) {
            var html = html
            return html.withUTF8 { bytes in
                clibxml_html_parse(
                    bytes.baseAddress, bytes.count, maximumDepth, &handler,
                    Unmanaged.passUnretained(receiver).toOpaque())
            }
        }
        blocks = receiver.blocks
        switch Int(result) {
        case CLIBXML_HTML_DONE: return
        case CLIBXML_HTML_TOO_DEEP: throw .tooDeep
        default: throw .failed
        }
    }

    private static func receiver(_ context: UnsafeMutableRawPointer?) -> Receiver? {
        context.map { Unmanaged<Receiver>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Names and values alternate up to a null name; a missing value is an empty one.
    private static func dictionary(_ attributes: UnsafePointer<UnsafePointer<CChar>?>?) -> [String: String] {
        guard var next = attributes else { return [:] }
        var result: [String: String] = [:]
        while let name = next.pointee, result.count < 64 {
            result[String(cString: name).lowercased()] = next[1].map { String(cString: $0) } ?? ""
            next += 2
        }
        return result
    }
}
