import DeskModel
import Foundation
import Transfer

/// One reply as it is read. Letting go of it closes the connection.
actor ChatCompletionReply {
    private let request: LanguageModelRequest
    private let endpoint: EndpointClient
    private let adaptations: KnownAdaptations
    private var body: TransferBody?
    private var decoder: ChatCompletionDecoder
    private var deadline: ContinuousClock.Instant?
    private var isOver = false

    /// Raw bytes per byte of text are about 60 for short deltas.
    private static let maximumResponseBytes = 32 * 1024 * 1024
    /// What an endpoint gets to say after its reply is complete (usage, `[DONE]`), so that its connection can be used
    /// again.
    private static let epilogue = Duration.milliseconds(250)

    init(to request: LanguageModelRequest, from endpoint: EndpointClient, adaptations: KnownAdaptations) {
        self.request = request
        self.endpoint = endpoint
        self.adaptations = adaptations
        decoder = ChatCompletionDecoder(maximumTextBytes: endpoint.options.maximumTextBytes)
    }

    /// The next text, never empty; `nil` after the last. - Throws: `ModelError`, `CancellationError`.
    func next() async throws -> String? {
        guard !isOver else { return nil }
        do {
            let text = decoder.textBytes > 0 ? try await read() : try await begin()
            if text == nil { end() }
            return text
        } catch {
            end()
            throw (error as? EndpointFailure)?.error ?? error
        }
    }

    private func end() {
        isOver = true
        body = nil
    }

    /// Attempts until the first text: after it, no retry may happen.
    private func begin() async throws -> String? {
        let deadline = ContinuousClock.now + endpoint.options.totalTimeout
        self.deadline = deadline
        let first = try await endpoint.options.retry.run(until: deadline) {
            while true {
                do {
                    return try await attempt(until: deadline)
                } catch let failure as EndpointFailure {
                    guard let adaptation = failure.adaptation, !adaptations.all.contains(adaptation) else {
                        throw failure
                    }
                    adaptations.insert(adaptation)
                }
            }
        }
        body?.setDeadline(deadline)
        body?.setIdleLimit(endpoint.options.idleTimeout)
        return first
    }

    private func attempt(until deadline: ContinuousClock.Instant) async throws -> String {
        let json = try JSONEncoder().encode(
            ChatCompletionBody(request, model: endpoint.endpoint.model, adaptations: adaptations.all))
        decoder = ChatCompletionDecoder(maximumTextBytes: endpoint.options.maximumTextBytes)
        body = try await endpoint.open(
            "/chat/completions", Array(json), within: min(endpoint.options.firstTokenTimeout, deadline - .now),
            maximumBytes: Self.maximumResponseBytes)
        guard let text = try await read() else {
            throw EndpointFailure(error: ModelError(.malformedReply, "\(endpoint.host) sent a reply without text."))
        }
        return text
    }

    /// Reads on to the next text. - Throws: `EndpointFailure`, `ModelError`, `CancellationError`.
    private func read() async throws -> String? {
        while true {
            if let failure = decoder.failure { throw failure }
            if decoder.isDone {
                await drain()
                return nil
            }
            if decoder.isComplete { body?.setDeadline(.now + Self.epilogue) }
            let text: String
            if let piece = try await piece() {
                text = decoder.receive(piece)
            } else {
                text = decoder.end()
                if decoder.textBytes == 0, decoder.failure?.reason == .malformedReply, !decoder.isComplete {
                    // Cut off before anything was said: as good as a broken connection.
                    throw EndpointFailure(
                        error: ModelError(.malformedReply, "\(endpoint.host) closed without a reply."),
                        isRetryable: true)
                }
            }
            if !text.isEmpty { return text }
        }
    }

    /// The next bytes; `nil` at the end, or when a reply that is complete is not brought to an end.
    private func piece() async throws -> [UInt8]? {
        do throws(TransferError) {
            return try await body?.read()
        } catch {
            if decoder.isComplete, error.reason != .cancelled { return nil }
            throw endpointFailure(error)
        }
    }

    /// Reads what follows the reply, if it follows at once.
    private func drain() async {
        body?.setDeadline(.now + Self.epilogue)
        var left = 64 * 1024
        while left > 0, let piece = try? await body?.read() { left -= piece.count }
    }
}
