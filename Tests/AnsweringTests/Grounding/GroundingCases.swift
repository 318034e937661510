/// Documents with sentences that they support, in their own and in other words, and lies about them of known kinds.
struct GroundingCases: Sendable {
    struct Lie: Sendable, CustomStringConvertible {
        let kind: String
        let text: String
        var description: String { "\(kind): \(text)" }
    }

    var documents: [TestDesk.Document] = []
    var trueSentences: [String] = []
    var lies: [Lie] = []

    /// All that is written down, with the lies made from it.
    static let all: GroundingCases = {
        var cases = GroundingCases(english + "\n" + otherLanguages + "\n" + heldOut)
        cases.trueSentences += merged
        cases.lies += general.map { Lie(kind: "general", text: $0) }
        let planted = LiePlanter.lies(about: cases.trueSentences)
        cases.lies += planted
        return cases
    }()

    private init(_ source: String) {
        var title = ""
        var text: [String] = []
        func endDocument(_ cases: inout GroundingCases) {
            guard !text.isEmpty else { return }
            cases.documents.append(
                .init(id: "d\(cases.documents.count)", title: title, text: text.joined(separator: "\n")))
            text = []
        }
        for line in source.split(separator: "\n") {
            let content = String(line.dropFirst(2))
            switch line.first {
            case "#":
                endDocument(&self)
                title = content
            case "=":
                text.append(content)
                trueSentences.append(content)
            case "|": text.append("| " + content)
            case "~": trueSentences.append(content)
            case "!":
                let parts = content.split(separator: ": ", maxSplits: 1)
                lies.append(Lie(kind: String(parts[0]), text: String(parts[1])))
            default: break
            }
        }
        endDocument(&self)
    }
}
