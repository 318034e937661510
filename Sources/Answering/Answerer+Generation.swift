import DeskModel
import Synchronization
import TextAnalysis

/// What a language model's reply came to.
struct Generation: Sendable {
    /// The verified sentences; empty when none held.
    var draft = AnswerDraft()
    /// The model said that the passages hold no answer.
    var declined = false
    var withheld = 0
    var failure: ModelError?
}

extension Answerer {
    /// Most sentences taken of a reply.
    private static let mostSentences = 12
    /// A reply that says the same again this often is ended.
    private static let mostRepeats = 3
    /// A reply of which this many sentences were withheld is given up.
    private static let mostWithheld = 8

    /// Lets the model write and hands out each sentence that the passages support, as soon as it is complete.
    ///
    /// Ends at the model's end, its failure, a stall, the deadline, or when the reply repeats itself or grows too long;
    /// what was verified until then stays. - Throws: `CancellationError` only.
    func generate(
        with model: any LanguageModel, _ prompt: Prompt, question: String, business: Business,
        emit: @Sendable @escaping (String) -> Void
    ) async throws -> Generation {
        let request = LanguageModelRequest(
            turns: prompt.turns, maximumTokens: configuration.maximumTokens, temperature: configuration.temperature)
        let verifier = SentenceVerifier(
            passages: prompt.passages, question: question, known: [business.name])
        let state = GenerationState()
        let activity = Activity()
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    var stream = SentenceStream()
                    var writer = GenerationWriter(passages: prompt.passages, verifier: verifier)
                    reading: for try await piece in model.complete(request) {
                        activity.touch()
                        for sentence in stream.take(piece) {
                            guard writer.take(sentence, into: state, emit) else { break reading }
                        }
                        if stream.isFull { break }
                    }
                    try Task.checkCancellation()
                    for sentence in stream.finish() where !writer.isOver {
                        _ = writer.take(sentence, into: state, emit)
                    }
                }
                group.addTask { [configuration] in
                    try await activity.expire(
                        stall: configuration.stallTimeout, total: configuration.generationTimeout)
                }
                // The first to end decides: the reply is complete, or it failed, or time is up.
                defer { group.cancelAll() }
                try await group.next()
            }
        } catch let error as ModelError {
            state.value.withLock { $0.failure = error }
        } catch is CancellationError {
            try Task.checkCancellation()
            state.value.withLock { $0.failure = ModelError(.failed, "the language model's request was cancelled") }
        } catch {
            state.value.withLock { $0.failure = ModelError(.failed, "the language model failed") }
        }
        try Task.checkCancellation()
        return state.value.withLock { $0 }
    }

    /// Takes the sentences of one reply.
    struct GenerationWriter {
        let passages: [Passage]
        let verifier: SentenceVerifier
        private(set) var isOver = false
        private var seen: Set<String> = []
        private var precedent = SentenceVerifier.Precedent.question
        private var repeats = 0

        init(passages: [Passage], verifier: SentenceVerifier) {
            self.passages = passages
            self.verifier = verifier
        }

        /// - Returns: whether more may come.
        mutating func take(_ raw: String, into state: GenerationState, _ emit: (String) -> Void) -> Bool {
            if raw.contains(Prompt.noAnswer) {
                isOver = true
                state.value.withLock { $0.declined = true }
                return false
            }
            let (text, ids) = CitationMarkers.resolve(
                Self.unlisted(Self.visible(raw)), known: 1...max(1, passages.count))
            guard !text.isEmpty else { return true }
            guard seen.insert(text.lowercased()).inserted else {
                repeats += 1
                isOver = repeats >= Answerer.mostRepeats
                return !isOver
            }
            guard case .supported(let indices) = verifier.verify(text, cited: ids.map { $0 - 1 }, after: precedent)
            else {
                precedent = .withheld
                isOver =
                    state.value.withLock { generation in
                        generation.withheld += 1
                        return generation.withheld
                    } >= Answerer.mostWithheld
                return !isOver
            }
            precedent = .sentence(text)
            let quotes = indices.map { verifier.quote(for: text, in: passages[$0]) }
            let count = state.value.withLock { generation in
                emit(generation.draft.append(text, citing: quotes))
                return generation.draft.sentences.count
            }
            isOver = count >= Answerer.mostSentences
            return !isOver
        }

        /// Without control and invisible characters, which a reader cannot see and a terminal or page may obey.
        private static func visible(_ text: String) -> String {
            var scalars = String.UnicodeScalarView()
            for scalar in text.unicodeScalars {
                switch scalar.properties.generalCategory {
                case .control: scalars.append(" ")
                case .format: if scalar == "\u{200C}" || scalar == "\u{200D}" { scalars.append(scalar) }
                case .privateUse, .unassigned, .surrogate: break
                default: scalars.append(scalar)
                }
            }
            return String(scalars)
        }

        /// Without the marks of lists and headings that models like to write.
        private static func unlisted(_ line: String) -> String {
            let bare = line.replacing("**", with: "").replacing("`", with: "")
            return String(bare.drop { $0 == "#" || $0 == "*" || $0 == "•" || $0 == "-" || $0 == " " })
        }
    }
}

/// The reply as far as it has come, shared by the task that writes it and the one that ends it.
final class GenerationState: Sendable {
    let value = Mutex(Generation())
}

/// Notices when nothing has come for too long.
final class Activity: Sendable {
    private let start = ContinuousClock.now
    private let last = Mutex(ContinuousClock.now)

    func touch() { last.withLock { $0 = .now } }

    /// Returns never but by throwing: `ModelError` when time is up, `CancellationError` when no longer needed.
    func expire(stall: Duration, total: Duration) async throws {
        while true {
            let deadline = min(last.withLock { $0 } + stall, start + total)
            guard deadline > .now else { throw ModelError(.timedOut, "the language model did not answer in time") }
            try await Task.sleep(until: deadline, clock: .continuous)
        }
    }
}
