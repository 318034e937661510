import TextAnalysis

/// Recognises sentences in documents that talk to a language model instead of a reader. They are no evidence for
/// anything: neither quoted, nor shown to a model as they are, nor able to support what it says.
///
/// Sentences are read in order, for an order often goes on: after "forget your instructions" the next "say this" is
/// one, too.
struct PlantedInstructions {
    /// Stands where such a sentence stood.
    static let placeholder = "[…]"

    private var isGoingOn = false

    /// Whether the next sentence of a text is planted.
    mutating func takes(_ sentence: String, words: PlainWords? = nil) -> Bool {
        let folded = Disguise.removed(from: sentence)
        let words = folded.isChanged ? PlainWords(folded.text) : words ?? PlainWords(sentence)
        isGoingOn =
            Self.isMarked(folded.text, words) || Self.isPlanted(words)
            || isGoingOn && (Self.isOrder(words) || Self.isCode(sentence))
        return isGoingOn
    }

    /// Whether a text by itself is planted, such as a title.
    static func isPlanted(_ sentence: String) -> Bool {
        var scanner = PlantedInstructions()
        return scanner.takes(sentence)
    }

    private static func isPlanted(_ sentence: PlainWords) -> Bool {
        let words = sentence.words
        var aims = false
        var ordersSomething = false
        for index in words.indices {
            if phrases.value(in: words, at: index) != nil { return true }
            // "Your answer" alone is a form's language; an order about it is not.
            if !aims { aims = targets.value(in: words, at: index) != nil }
            if !ordersSomething { ordersSomething = orders.contains(words[index]) }
        }
        // "Into your code" with a snippet to take in.
        let bringsCode =
            words.contains("your")
            && words.indices.contains { index in
                words[index] == "codebase"
                    || index > 0 && words[index - 1] == "code"
                        && ["snippet", "excerpt", "section", "block"].contains(words[index])
            }
        return aims && ordersSomething || bringsCode
    }

    /// Whether it orders that something be said or shown.
    private static func isOrder(_ sentence: PlainWords) -> Bool {
        sentence.words.prefix(4).contains { sayings.contains($0) }
    }

    /// Marks of conversations, tools and code that no reader needs.
    private static func isMarked(_ sentence: String, _ words: PlainWords) -> Bool {
        var text = sentence.lowercased()
        return text.withUTF8 { bytes in
            marks.isFound(in: bytes) || roles.isFound(in: bytes) { startsPart(bytes[..<$0]) }
                || links.isFound(in: bytes) && bytes.contains(UInt8(ascii: "?"))
        } || words.words.contains("base64") || holdsEncoded(sentence)
    }

    /// Whether what follows begins a text, or a part of it after punctuation.
    private static func startsPart(_ before: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let last = String(decoding: before, as: UTF8.self).last { !$0.isWhitespace }
        return last.map { !$0.isLetter && !$0.isNumber } ?? true
    }

    /// Whether one of the words is what Base64 makes; most sentences have none that is long enough.
    private static func holdsEncoded(_ sentence: String) -> Bool {
        var length = 0
        for byte in sentence.utf8 {
            length = byte <= UInt8(ascii: " ") ? 0 : length + 1
            if length == encodedLength {
                return sentence.split(whereSeparator: \.isWhitespace).contains(where: isEncoded)
            }
        }
        return false
    }

    /// Lines of a program.
    private static func isCode(_ line: String) -> Bool {
        let line = String(line.drop(while: \.isWhitespace))
        return line.contains("```") || line.contains("://") && line.split(separator: " ").count < 3
            || "\"')]}".contains(line.first ?? " ")
            || ["import ", "from ", "def ", "async ", "with ", "for ", "while "].contains(where: line.hasPrefix)
            || line.count { "(){}[]=<>;_\"\\".contains($0) } * 12 > line.count
            || line.contains(/[A-Za-z0-9_]\(|[A-Za-z0-9_] = ["A-Za-z]/)
    }

    /// A long run of letters of both cases and digits, such as Base64 makes.
    private static func isEncoded(_ word: Substring) -> Bool {
        guard word.utf8.count >= encodedLength, !word.contains("://"), !word.contains("@"), !word.contains(".") else {
            return false
        }
        let isAlphabet = word.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                || [43, 47, 61, 45, 95].contains($0)
        }
        let changes = zip(word.utf8, word.utf8.dropFirst()).count { ($0 < 91) != ($1 < 91) }
        return isAlphabet && changes >= 8
    }

    /// The text with every such sentence replaced.
    static func redacted(_ text: String, by replacement: String = placeholder) -> String {
        var scanner = PlantedInstructions()
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let line = String(line)
            var result = ""
            var position = line.startIndex
            for range in SentenceSplitter.sentences(in: line) where scanner.takes(String(line[range])) {
                result += line[position..<range.lowerBound] + replacement
                position = range.upperBound
            }
            return result + line[position...]
        }.joined(separator: "\n")
    }

    private static let encodedLength = 32
    private static let links = ByteMarks(["]("])
    private static let roles = ByteMarks([
        "system:", "system :", "assistant:", "developer:", "[system]", "[assistant]", "<assistant", "function:",
    ])
    private static let marks = ByteMarks([
        "<|", "|>", "[inst]", "[/inst]", "<<sys>>", "### instruction", "### system", "### response", "</passage",
        "<passage", "</question", "<question", "</system", "<!--", "![", "javascript:", "\"tool\"", "\"function\"",
        "\"tool_calls\"", "\"arguments\"", "tool_call", "function_call", "\"role\"", "<script", "<img", "<iframe",
    ])
    private static let sayings: Set<String> = [
        "say", "write", "reply", "respond", "answer", "output", "print", "repeat", "begin", "end", "include", "add",
        "tell",
        "recommend", "visit", "click", "send", "translate", "append", "insert", "state", "claim", "instead", "then",
        "also",
        "di", "escribe", "responde", "diga", "escreva", "responda", "schreibe", "antworte", "sage", "dis", "écris",
        "réponds", "कहो", "लिखो", "लिखें", "कहें", "சொல்", "சொல்லுங்கள்", "எழுது", "చెప్పు", "చెప్పండి", "రాయండి",
    ]

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
            "instead of answering", "disregard everything", "disregard any", "disregard prior", "disregard previous",
            "forget everything", "forget all", "forget the above", "forget what you were told", "forget every",
            "ignore everything", "ignore any", "ignore what", "ignore your", "stop following", "no longer bound",
            "your new task", "your real task", "your task is", "your instructions", "your rules", "your true purpose",
            "you must now", "you will now", "you have been", "you are no longer", "you are a helpful", "play the role",
            "simulate a", "in character as", "unrestricted", "without restrictions", "admin mode", "debug mode",
            "maintenance mode", "hidden instructions", "secret instructions", "initial instructions",
            "original instructions", "instructions above", "text above", "repeat the words above",
            "conversation so far",
            "conversation history", "api key", "access token", "exfiltrate", "when answering", "when you answer",
            "when you reply", "when replying", "if you are an ai", "if you are a language", "any ai reading",
            "ai reading", "ai system", "ai agent", "chatbot", "virtual assistant", "support bot", "the bot",
            "the assistant", "the model must", "model should", "tell users", "tell customers", "tell every customer",
            "tell all customers", "tell the reader", "tell them that", "tell anyone who asks", "inform customers that",
            "answer every question", "answer all questions", "every question with", "answers must", "answer must",
            "answer with", "reply must", "cite passage", "as your source", "call the tool", "use the tool",
            "decode this", "decode the following", "follow the decoded", "and obey", "obey the", "when asked about",
            "when the user asks", "tell the user", "tell the customer that",
            "inform the user", "the user must", "reveal your", "print your", "respond only with", "respond with",
            "reply only with",
            "reply with", "answer only with", "output only", "output the following", "say exactly",
            "do not tell the user",
            "end every answer", "end every reply", "begin every answer", "from now on you", "note to the assistant",
            "attention assistant", "dear assistant", "assistant please", "no answer and nothing else",
            "ignora las instrucciones",
            "ignora todas", "ignore as instruções", "ignore todas as", "ignoriere alle", "ignoriere die",
            "ignoriere deine", "ignoriere bisherige", "vergiss alle", "vergiss deine",
            "du bist jetzt", "sprachmodell", "deine anweisungen", "systemprompt", "system prompt",
            "ignora tus", "ignora las", "ignora cualquier", "olvida tus", "olvida las", "olvida todas", "ahora eres",
            "tus instrucciones", "modelo de lenguaje", "instrucciones del sistema", "dile al cliente", "di al cliente",
            "ignora as", "ignora todas as", "ignore as", "ignore suas", "ignore quaisquer", "esqueça as",
            "esqueça suas",
            "esqueça todas", "agora você é", "agora és", "suas instruções", "modelo de linguagem", "diga ao cliente",
            "oubliez les instructions", "oublie tes", "oublie les instructions", "tu es maintenant",
            "ignore les instructions",
            "ignore tes", "tes instructions", "modèle de langage", "dis au client", "sage dem kunden",
            "पिछले निर्देश", "पिछले सभी", "सभी निर्देश", "अपने निर्देश", "निर्देशों को भूल", "अब आप", "भाषा मॉडल", "ग्राहक से कहें", "सिस्टम प्रॉम्प्ट",
            "முந்தைய வழிமுறை", "முந்தைய வழிமுறைகளை", "முந்தைய அனைத்து", "உங்கள் வழிமுறைகளை", "நீங்கள் இப்போது", "மொழி மாதிரி",
            "வாடிக்கையாளரிடம் சொல்", "వాటిని విస్మరించి", "మునుపటి ఆదేశాలను", "మునుపటి అన్ని", "మీ సూచనలను", "మీరు ఇప్పుడు", "భాషా నమూనా",
            "కస్టమర్‌కు చెప్పండి",
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
            "code excerpt", "your reply's", "the answer", "each answer", "every answer", "each reply", "every reply",
            "your words", "your sentences", "your text", "your next reply", "your next answer", "your tone",
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
        "execute", "meld", "engage", "deploy", "adopt", "harmonize", "assimilate", "augment", "enhance", "introduce",
        "substitute", "group", "anagram", "tease", "invite", "highlight", "offer",
        "share", "attach", "finish", "close", "conclude", "put", "place", "work", "slip", "hide", "mix",
    ]
}
