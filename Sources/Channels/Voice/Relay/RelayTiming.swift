/// How long a call waits for what.
public struct RelayTiming: Hashable, Sendable {
    /// For the caller to say something, once all was said.
    public var silence: Duration = .seconds(12)
    /// For an answer, before the caller is told that it takes a moment.
    public var filler: Duration = .seconds(4)
    /// For the next digit of a number.
    public var digits: Duration = .seconds(2)
    /// How long a voice speaks for a character.
    public var perCharacter: Duration = .milliseconds(60)
    /// The longest that is waited for a voice before the session is ended.
    public var maximumSpeech: Duration = .seconds(20)

    public init() {}

    /// About how long so many characters are spoken.
    func speech(of characters: Int) -> Duration { min(maximumSpeech, perCharacter * characters) }
}
