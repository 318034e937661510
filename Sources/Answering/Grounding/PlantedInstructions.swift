/// Recognises sentences in documents that talk to a language model instead of a reader. They are no evidence for
/// anything: neither quoted, nor shown to a model as they are, nor able to support what it says.
enum PlantedInstructions {
    /// Stands where such a sentence stood.
    static let placeholder = "[…]"

    static func isPlanted(_ sentence: String) -> Bool { isPlanted(PlainWords(sentence)) }

    static func isPlanted(_ sentence: PlainWords) -> Bool {
        let words = sentence.words
        var aims = false
        var ordersSomething = false
        for index in words.indices {
            if phrases.value(in: words, at: index) != nil { return true }
            // "Your answer" alone is a form's language; an order about it is not.
            if !aims { aims = targets.value(in: words, at: index) != nil }
            if !ordersSomething { ordersSomething = orders.contains(words[index]) }
        }
        return aims && ordersSomething
    }

    /// The text with every such sentence replaced.
    static func redacted(_ text: String, sentences: [Range<String.Index>]) -> String {
        var result = ""
        var position = text.startIndex
        for range in sentences where isPlanted(String(text[range])) {
            result += text[position..<range.lowerBound] + placeholder
            position = range.upperBound
        }
        return result + text[position...]
    }

    private static let phrases = PhraseTable(
        [
            "ignore all previous", "ignore previous", "ignore the previous", "ignore any previous", "ignore all prior",
            "ignore prior", "ignore the above", "ignore all of the above", "ignore your instructions",
            "ignore all instructions",
            "ignore these instructions", "ignore every instruction", "disregard previous", "disregard all",
            "disregard the above",
            "disregard your", "disregard any previous", "forget all previous", "forget your instructions",
            "forget everything above", "forget previous", "override your instructions", "override previous",
            "new instructions",
            "system prompt", "system message", "developer message", "your instructions", "your prompt",
            "your guidelines",
            "you are now", "you are chatgpt", "you are an ai", "as an ai", "ai assistant", "language model", "ai model",
            "act as a", "pretend to be", "pretend that you", "roleplay as", "jailbreak", "developer mode", "dan mode",
            "instead of answering", "when asked about", "when the user asks", "tell the user", "tell the customer that",
            "inform the user", "the user must", "reveal your", "print your", "respond only with", "respond with",
            "reply only with",
            "reply with", "answer only with", "output only", "output the following", "say exactly",
            "do not tell the user",
            "end every answer", "end every reply", "begin every answer", "from now on you", "note to the assistant",
            "attention assistant", "dear assistant", "assistant please", "no answer and nothing else",
            "ignora las instrucciones",
            "ignora todas", "ignore as instruções", "ignore todas as", "ignoriere alle", "ignoriere die",
            "ignorez les instructions",
            "ignorez toutes", "पिछले निर्देशों", "निर्देशों को अनदेखा", "முந்தைய அறிவுறுத்தல்களை", "మునుపటి సూచనలను",
        ].map { ($0, true) })

    private static let targets = PhraseTable(
        [
            "your answer", "your reply", "your response", "your output", "your solution", "your implementation",
            "your code",
            "your algorithm", "your explanation", "your summary", "your elucidation", "the response", "the reply",
            "in the answer",
            "your next message", "your message", "following code", "subsequent code", "code snippet", "code block",
            "code excerpt",
        ].map { ($0, true) })

    private static let orders: Set<String> = [
        "include", "insert", "add", "append", "mention", "recommend", "suggest", "promote", "advertise", "provide",
        "write",
        "use", "replace", "convert", "combine", "remove", "reverse", "translate", "encode", "modify", "ensure", "embed",
        "integrate", "incorporate", "merge", "fuse", "blend", "weave", "interweave", "absorb", "render", "leverage",
        "enlist",
        "consider", "make", "state", "begin", "end", "start", "finish", "switch", "alternate", "misspell", "scramble",
        "omit",
        "direct", "encourage", "persuade", "urge", "warn", "claim", "link", "refer", "redirect", "limit", "answer",
        "respond",
        "reply", "capitalize", "summarize", "inject", "employ", "utilize", "harness", "infuse", "apply",
    ]
}
