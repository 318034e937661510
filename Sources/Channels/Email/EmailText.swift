/// What somebody wrote in a mail, without what their program put around it.
enum EmailText {
    /// Beyond so many characters nobody writes by hand.
    private static let maximumLength = 200_000

    /// Without quoted mails and the signature; all of it where nothing would be left.
    static func reply(in text: String) -> String {
        let lines = text.prefix(maximumLength).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var kept: [String] = []
        for (index, line) in lines.enumerated() {
            let next = index + 1 < lines.count ? lines[index + 1] : ""
            if isSignature(line) || beginsQuotation(line, next, Array(lines.dropFirst(index + 1).prefix(4))) { break }
            if line.hasPrefix(">") { continue }
            kept.append(line)
        }
        let reply = tidy(kept)
        return reply.isEmpty ? tidy(lines.filter { !$0.hasPrefix(">") }) : reply
    }

    private static func tidy(_ lines: [String]) -> String {
        var kept: [Substring] = []
        for line in lines {
            let line = line.trimmingEnd
            // At most one empty line between two paragraphs.
            if !line.isEmpty || kept.last?.isEmpty == false { kept.append(line) }
        }
        return kept.joined(separator: "\n").trimmed
    }

    /// `-- ` of RFC 3676, and what telephones add.
    private static func isSignature(_ line: String) -> Bool {
        let plain = line.trimmed
        return line == "-- " || plain == "--"
            || plain.firstMatch(
                of: /^(Sent from my |Enviado desde mi |Enviado do meu |Von meinem .{1,30} gesendet|Get Outlook for )/)
                != nil
    }

    /// "On Monday, Ana wrote:", on one line or two, and the headers that other programs repeat.
    private static func beginsQuotation(_ line: String, _ next: String, _ following: [String]) -> Bool {
        let plain = line.trimmed
        guard !plain.isEmpty else { return false }
        if plain.hasPrefix("-----") && plain.hasSuffix("-----") && plain.contains(where: \.isLetter) { return true }
        if plain.count >= 20, plain.allSatisfy({ $0 == "_" }) { return true }
        if isAttribution(plain) || !next.isEmpty && isAttribution(plain + " " + next.trimmed) { return true }
        // Outlook: From, then Sent or Date, To, Subject.
        guard plain.firstMatch(of: /^\*?(From|De|Von|Da):\*? .+/) != nil else { return false }
        return following.contains {
            $0.trimmed.firstMatch(of: /^\*?(Sent|Date|Enviado|Enviada em|Fecha|Data|Gesendet|Datum):/) != nil
        }
    }

    private static func isAttribution(_ line: String) -> Bool {
        guard line.count <= 400, line.hasSuffix(":") else { return false }
        return line.firstMatch(
            of: /^(On|El|Em|Am|Le|Il) .{4,}(wrote|escribió|escreveu|schrieb.*|a écrit ?|ha scritto):$/) != nil
            || line.firstMatch(of: /.+ (ने लिखा|எழுதினார்|వ్రాసారు|రాశారు):$/) != nil
    }
}

extension String {
    /// Without white space at the end.
    fileprivate var trimmingEnd: Substring {
        self[..<(lastIndex { !$0.isWhitespace }.map(index(after:)) ?? startIndex)]
    }
}
