import CMD4C

/// Feeds CommonMark with GitHub's tables, task lists and strikethrough to a `MarkupBlocks`, through md4c.
enum MarkdownParser {
    enum Failure: Error { case tooLarge, failed }

    private final class Receiver {
        var blocks = MarkupBlocks()
        /// Raw HTML of the block being read, when it is one.
        var html = ""
        var inHTMLBlock = false
        /// Images open: their descriptions are left out, as in HTML.
        var images = 0
        /// Events left: md4c fills table rows up to the header's columns, which hostile tables multiply.
        var remaining = 8_000_000

        func count() -> Int32 {
            remaining -= 1
            return remaining < 0 ? 1 : 0
        }
    }

    static func parse(_ markdown: String) throws(Failure) -> MarkupBlocks {
        let receiver = Receiver()
        var parser = MD_PARSER()
        parser.flags = UInt32(MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS)
        parser.enter_block = { type, detail, context in
            guard let receiver = MarkdownParser.receiver(context) else { return 1 }
            if type == MD_BLOCK_HTML {
                receiver.inHTMLBlock = true
            } else if let (name, attributes) = MarkdownParser.element(type, detail) {
                receiver.blocks.start(name, attributes: attributes)
            }
            return receiver.count()
        }
        parser.leave_block = { type, detail, context in
            guard let receiver = MarkdownParser.receiver(context) else { return 1 }
            if type == MD_BLOCK_HTML {
                // A fragment too deep to parse is left out; the text around it stands.
                try? HTMLParser.parse(receiver.html, into: &receiver.blocks)
                receiver.html = ""
                receiver.inHTMLBlock = false
            } else if let (name, _) = MarkdownParser.element(type, detail) {
                receiver.blocks.end(name)
            }
            return receiver.count()
        }
        parser.enter_span = { type, _, context in
            guard let receiver = MarkdownParser.receiver(context) else { return 1 }
            if type == MD_SPAN_IMG { receiver.images += 1 }
            return receiver.count()
        }
        parser.leave_span = { type, _, context in
            guard let receiver = MarkdownParser.receiver(context) else { return 1 }
            if type == MD_SPAN_IMG { receiver.images -= 1 }
            return receiver.count()
        }
        parser.text = { type, text, count, context in
            guard let receiver = MarkdownParser.receiver(context), let text else { return 1 }
            let bytes = UnsafeRawBufferPointer(start: text, count: Int(count))
            MarkdownParser.append(String(decoding: bytes, as: UTF8.self), type, to: receiver)
            return receiver.count()
        }
        let status = withExtendedLifetime(receiver) {
            var markdown = markdown
            return markdown.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { characters in
                    md_parse(
                        characters.baseAddress, MD_SIZE(characters.count), &parser,
                        Unmanaged.passUnretained(receiver).toOpaque())
                }
            }
        }
        if receiver.remaining < 0 { throw .tooLarge }
        guard status == 0 else { throw .failed }
        return receiver.blocks
    }

    private static func receiver(_ context: UnsafeMutableRawPointer?) -> Receiver? {
        context.map { Unmanaged<Receiver>.fromOpaque($0).takeUnretainedValue() }
    }

    private static func append(_ text: String, _ type: MD_TEXTTYPE, to receiver: Receiver) {
        guard receiver.images == 0 else { return }
        switch type {
        case MD_TEXT_HTML:
            // Block HTML is gathered; of inline HTML only line breaks say something.
            if receiver.inHTMLBlock {
                receiver.html += text
            } else if text.lowercased().hasPrefix("<br") {
                receiver.blocks.append("\n")
            }
        case MD_TEXT_BR, MD_TEXT_SOFTBR: receiver.blocks.append("\n")
        case MD_TEXT_ENTITY: receiver.blocks.append(MarkdownEntity.text(text))
        case MD_TEXT_NULLCHAR: break
        default: receiver.blocks.append(text)
        }
    }

    private static func element(
        _ type: MD_BLOCKTYPE, _ detail: UnsafeMutableRawPointer?
    ) -> (name: String, attributes: [String: String])? {
        switch type {
        case MD_BLOCK_QUOTE: ("blockquote", [:])
        case MD_BLOCK_UL: ("ul", [:])
        case MD_BLOCK_OL:
            ("ol", ["start": detail.map { String($0.load(as: MD_BLOCK_OL_DETAIL.self).start) } ?? "1"])
        case MD_BLOCK_LI: ("li", [:])
        case MD_BLOCK_HR: ("hr", [:])
        case MD_BLOCK_H: ("h\(detail.map { min($0.load(as: MD_BLOCK_H_DETAIL.self).level, 6) } ?? 1)", [:])
        case MD_BLOCK_CODE: ("pre", [:])
        case MD_BLOCK_P: ("p", [:])
        case MD_BLOCK_TABLE: ("table", [:])
        case MD_BLOCK_THEAD: ("thead", [:])
        case MD_BLOCK_TBODY: ("tbody", [:])
        case MD_BLOCK_TR: ("tr", [:])
        case MD_BLOCK_TH: ("th", [:])
        case MD_BLOCK_TD: ("td", [:])
        default: nil
        }
    }
}
