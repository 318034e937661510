public import DeskModel

/// Makes what a channel sends of a message that the desk stored.
public struct ReplyRenderer: Sendable {
    /// A short link to the place of the message's citation, by its index; `nil` when there is no public address.
    public typealias SourceLink = @Sendable (_ citation: Int) -> String?

    public let capabilities: ChannelCapabilities
    private let link: SourceLink

    /// Beyond so many messages the rest of an answer is a link, where there is one.
    private static let maximumParts = 4

    public init(_ capabilities: ChannelCapabilities, link: @escaping SourceLink = { _ in nil }) {
        self.capabilities = capabilities
        self.link = link
    }

    /// The texts to send, in order.
    ///
    /// - Parameter language: of the conversation, for the words that name a source.
    public func parts(of message: Message, language: String?) -> [String] {
        let splitter = MessageSplitter(limit: limit, capabilities: capabilities)
        let parts = splitter.parts(of: prepared(message.text))
        guard let source = source(of: message, language), !parts.isEmpty else { return parts }
        if parts.count > Self.maximumParts, case .link = capabilities.source, let more = link(0) {
            let kept = Array(parts.prefix(Self.maximumParts))
            return kept.dropLast() + splitter.parts(of: kept[kept.count - 1] + " [...]\n\n" + more)
        }
        let last = parts[parts.count - 1]
        let separator = capabilities.source == .spoken ? " " : "\n\n"
        let joined = last + separator + source
        if capabilities.length(of: joined) <= limit { return parts.dropLast() + [joined] }
        return parts + splitter.parts(of: source)
    }

    /// What is said of a message on a call.
    public func spoken(_ message: Message, language: String?) -> String {
        parts(of: message, language: language).joined(separator: " ")
    }

    private var limit: Int { min(capabilities.preferredLength, capabilities.maximumLength) }

    private func prepared(_ text: String) -> String {
        var text = text
        switch capabilities.source {
        case .structured: return text
        case .link: text = PlainText.withoutMarkdown(text)
        case .spoken: text = PlainText.forSpeech(text)
        }
        return capabilities.foldsTypography ? SMSFolding.fold(text) : text
    }

    private func source(of message: Message, _ language: String?) -> String? {
        guard let answer = message.answer, answer.answered, !answer.citations.isEmpty else { return nil }
        let words = SourceWords.of(language)
        switch capabilities.source {
        case .structured: return nil
        case .spoken:
            let first = answer.citations[0]
            return PlainText.forSpeech(words.spoken(first.title, first.page))
        case .link(let maximum):
            let lines = answer.citations.prefix(maximum).enumerated().map { index, citation in
                let place = "\(citation.title), \(words.page) \(citation.page)"
                return link(index).map { "\(words.label): \(place) \($0)" } ?? "\(words.label): \(place)"
            }
            let text = lines.joined(separator: "\n")
            return capabilities.foldsTypography ? SMSFolding.fold(text) : text
        }
    }
}
