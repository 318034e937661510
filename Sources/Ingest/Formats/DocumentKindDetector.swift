import DeskModel

/// Decides what a file is by what is in it; names and declared types are not asked. Unpacks and decodes, so it belongs
/// into a worker process; the server asks `KindWorker`.
enum DocumentKindDetector {
    /// The kind, or `nil` for what is not read: images, programs, archives, binary office formats.
    ///
    /// A Word document that is encrypted or cut short is still a Word document; its reader says what is wrong with it.
    static func kind(of content: [UInt8]) -> DocumentKind? {
        switch DocumentMagic.of(content) {
        case .pdf: return .pdf
        case .foreign: return nil
        case .text, .undecided: break
        }
        if OLEContainer.isContainer(content) { return OLEContainer.holdsEncryptedPackage(content) ? .docx : nil }
        if content.starts(with: [0x50, 0x4B, 0x03, 0x04]) || content.starts(with: [0x50, 0x4B, 0x05, 0x06]) {
            return isWordPackage(content) ? .docx : nil
        }
        guard let text = TextDecoder.decode(content)?.text, isPrintable(text) else { return nil }
        let head = String(text.prefix(64 << 10))
        if HTMLSigns.isDocument(head) { return .html }
        let isMarkdown = MarkdownSigns.isMarkdown(head)
        return isMarkdown ? .markdown : HTMLSigns.isFragment(head) ? .html : .txt
    }

    private static func isWordPackage(_ content: [UInt8]) -> Bool {
        do {
            return try DocxPackage(ZipArchive(content)).isWordprocessing
        } catch {
            // A directory that cannot be read, as in a file cut short: the first parts name themselves.
            let head = content.prefix(64 << 10)
            return head.firstOffset(of: Array("[Content_Types].xml".utf8)) != nil
                && head.firstOffset(of: Array("word/".utf8)) != nil
        }
    }

    /// Whether nearly all of it can be shown.
    private static func isPrintable(_ text: String) -> Bool {
        var unprintable = 0
        var count = 0
        for scalar in text.unicodeScalars.prefix(64 << 10) {
            count += 1
            switch scalar.value {
            case 0...0x08, 0x0E...0x1F, 0x7F...0x84, 0x86...0x9F, 0xFFFD...0xFFFF: unprintable += 1
            default: break
            }
        }
        return count > 0 && unprintable * 50 <= count
    }
}

/// Signs of HTML in text.
enum HTMLSigns {
    /// Whether it begins as an HTML document does: by its doctype or outer elements, after comments at most.
    static func isDocument(_ text: String) -> Bool {
        var rest = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
        for _ in 0..<16 {
            let terminator = rest.hasPrefix("<!--") ? "-->" : rest.hasPrefix("<?") ? ">" : nil
            guard let terminator, let end = rest.firstRange(of: terminator) else { break }
            rest = rest[end.upperBound...].drop(while: \.isWhitespace)
        }
        let start = rest.prefix(64).lowercased()
        return ["<!doctype html", "<html", "<head", "<body"].contains { start.hasPrefix($0) }
    }

    /// Whether it is made of HTML elements without the outer ones.
    static func isFragment(_ text: String) -> Bool {
        guard text.first(where: { !$0.isWhitespace }) == "<" else { return false }
        let lower = text.lowercased()
        let tags = [
            "<p>", "<p ", "<div", "<table", "<h1", "<h2", "<br", "<span", "<a href", "<ul", "<li", "<td", "<title",
            "<meta",
        ]
        return tags.count { lower.contains($0) } >= 2 && lower.contains("</")
    }
}

/// Signs of Markdown in text.
enum MarkdownSigns {
    /// Whether at least two of its unmistakable constructs occur; one alone may be chance, as `#` before comments is.
    static func isMarkdown(_ text: String) -> Bool {
        var signs: Set<String> = []
        if MarkdownFrontMatter.split(text).matter != nil { signs.insert("front matter") }
        var previousIsBlank = true
        var headings = 0
        var inFence = false
        for raw in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let line = raw.drop { $0 == " " }
            defer { previousIsBlank = line.isEmpty }
            if line.hasPrefix("```") || line.hasPrefix("~~~") {
                if inFence { signs.insert("fence") }
                inFence.toggle()
            }
            if inFence { continue }
            if previousIsBlank, isHeading(line) { headings += 1 }
            if ["- ", "* ", "+ "].contains(where: { line.hasPrefix($0) }) { signs.insert("list") }
            if isTableRule(line) { signs.insert("table") }
            if holdsLink(line) { signs.insert("link") }
            if line.contains("**"), line.contains(/\*\*\S[^*\n]*\S\*\*/) { signs.insert("strong") }
            if line.contains("`"), line.contains(/`[^`\s][^`\n]*`/) { signs.insert("code") }
        }
        if headings > 0 { signs.insert("heading") }
        let strong = signs.intersection(["heading", "fence", "table", "link", "front matter"])
        return signs.count >= 2 && !strong.isEmpty || headings >= 3
    }

    /// Whether `[words](address)` stands in the line. In one pass: a pattern is tried at every bracket, and of a line of
    /// nothing else it takes the square of the time.
    private static func holdsLink(_ line: Substring) -> Bool {
        // Characters since the first bracket that the next closing one belongs to.
        var words: Int?
        var wasClosed = false
        // Characters since the first place where an address may have begun.
        var address: Int?
        for scalar in line.unicodeScalars {
            if scalar == ")" {
                if let address, address > 0 { return true }
                address = nil
            } else if scalar.properties.isWhitespace {
                address = nil
            } else if let length = address {
                address = length + 1
            } else if scalar == "(", wasClosed {
                address = 0
            }
            wasClosed = false
            if scalar == "]" {
                wasClosed = (words ?? 0) > 0
                words = nil
            } else if let count = words {
                words = count + 1
            } else if scalar == "[" {
                words = 0
            }
        }
        return false
    }

    private static func isHeading(_ line: Substring) -> Bool {
        let marks = line.prefix { $0 == "#" }.count
        guard (1...6).contains(marks) else { return false }
        let rest = line.dropFirst(marks)
        return rest.first == " " && rest.contains(where: \.isLetter)
    }

    private static func isTableRule(_ line: Substring) -> Bool {
        line.contains("|") && line.contains("---") && line.allSatisfy { "|-: ".contains($0) }
    }
}
