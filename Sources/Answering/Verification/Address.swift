/// E-mail addresses and addresses of pages.
struct Address {
    /// In lower case, without scheme, `www.` and punctuation at the end.
    let text: String
    let isMail: Bool

    /// A page of a site that the evidence names is another address; the site itself is offered by its pages.
    func forms(offering: Bool) -> Set<String> {
        guard offering, !isMail, let host = text.split(separator: "/").first else { return [text] }
        return [text, String(host)]
    }

    /// The address in a word in lower case, wherever in it; `nil` when there is none.
    static func canonical(_ word: String) -> Address? {
        let bare = word.trimmingEdges()
        if bare.contains("@"), bare.contains(".") {
            let mail = bare.hasPrefix("mailto:") ? String(bare.dropFirst(7)) : bare
            return Address(text: mail, isMail: true)
        }
        guard bare.contains(".") || bare.contains("://") else { return nil }
        var rest = Substring(bare)
        let scheme = rest.firstRange(of: "://")
        if let scheme { rest = rest[scheme.upperBound...] }
        if rest.hasPrefix("www.") {
            rest = rest.dropFirst(4)
        } else if scheme == nil {
            // A bare host: labels of letters, the last of at least two.
            let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
            let labels = host.split(separator: ".", omittingEmptySubsequences: false)
            guard labels.count > 1, let last = labels.last, last.count >= 2,
                last.allSatisfy({ $0.isASCII && $0.isLetter }),
                labels.allSatisfy({ $0.count >= 2 && $0.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" } }),
                labels[0].contains(where: \.isLetter)
            else { return nil }
        }
        while let last = rest.last, last == "/" || last == "." { rest.removeLast() }
        return rest.isEmpty ? nil : Address(text: String(rest), isMail: false)
    }
}
