import DeskModel

/// Things to choose from under a text, on channels that have buttons or lists.
struct ChoiceReply: Hashable, Sendable {
    struct Option: Hashable, Sendable {
        /// What comes back when it is chosen.
        let id: String
        let title: String
        /// The whole of a title that was cut.
        let detail: String?
    }

    private static let mark = "say:"

    let options: [Option]

    /// - Returns: `nil` where the channel cannot show these choices so that each is told from the others.
    init?(_ choices: [String], capabilities: ChannelCapabilities) {
        let limits = [capabilities.buttons, capabilities.list].compactMap(\.self).filter { $0.maximum >= choices.count }
        // Buttons show what they are at once, as long as their words fit.
        let fitting = limits.first { limits in choices.allSatisfy { $0.count <= limits.titleLength } }
        guard !choices.isEmpty, let limits = fitting ?? limits.last else { return nil }
        options = choices.enumerated().map { index, choice in
            let id = Self.mark + choice
            return Option(
                id: id.utf8.count <= limits.idBytes ? id : "\(Self.mark)\(index + 1)",
                title: String(choice.prefix(limits.titleLength)),
                detail: choice.count > limits.titleLength ? choice : nil)
        }
        guard Set(options.map(\.title)).count == options.count else { return nil }
    }

    /// What somebody said by choosing; their words where they did not.
    static func said(_ message: InboundMessage) -> String {
        guard let choice = message.choice, choice.hasPrefix(mark) else { return message.text }
        return String(choice.dropFirst(mark.count))
    }
}
