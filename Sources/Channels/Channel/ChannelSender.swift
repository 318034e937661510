public import DeskModel
public import Logging

/// Sends what a conversation has in line, piece by piece and in order, so that a crash between any two steps neither
/// loses a piece nor, where the provider can tell, sends it twice.
public struct ChannelSender: Sendable {
    /// How a try ended.
    public enum Verdict: Hashable, Sendable {
        /// Nothing up to the message is left in line.
        case done
        /// The message was given up.
        case refused(SendFailure)
        /// It may work later.
        case failed(SendFailure)
        /// Nothing is known of the last piece: look again after so many milliseconds.
        case wait(Int64)
        /// The sender may not send more for so many milliseconds; nothing was tried.
        case paced(Int64)
    }

    let adapters: [ChannelProvider: any ChannelAdapter]
    let store: any ChannelStore
    let conversations: any ConversationStore
    /// Where the files are that go with messages.
    let archive: any MessageArchive
    let client: any ProviderClient
    let environment: ChannelEnvironment
    let links: SourceLinks?
    let logger: Logger
    let paces = SenderPaces()

    public init(
        adapters: [any ChannelAdapter], store: any ChannelStore, conversations: any ConversationStore,
        archive: any MessageArchive, client: any ProviderClient, environment: ChannelEnvironment, links: SourceLinks?,
        logger: Logger
    ) {
        self.archive = archive
        self.adapters = Dictionary(adapters.map { ($0.provider, $0) }) { $1 }
        self.store = store
        self.conversations = conversations
        self.client = client
        self.environment = environment
        self.links = links
        self.logger = logger
    }

    /// Sends what a conversation has in line, up to a message of it.
    ///
    /// - Parameter isLast: whether there is no further try: what fails now is given up.
    /// - Throws: what the stores throw, `CancellationError`.
    public func deliver(
        upTo message: MessageID, in conversation: ConversationID, of business: BusinessID, isLast: Bool = false
    ) async throws -> Verdict {
        guard let thread = try await store.thread(of: conversation, in: business),
            let adapter = adapters[thread.provider]
        else { return .done }
        let connection = try await store.connection(thread.provider, of: business)
        var refusal: SendFailure?
        while let delivery = try await store.nextDelivery(in: conversation, of: business, upTo: message) {
            try Task.checkCancellation()
            if delivery.state == .unplanned {
                try await plan(delivery.message, thread)
                continue
            }
            let outcome: Step
            if let connection, connection.isEnabled {
                outcome =
                    thread.isOptedOut
                    ? .refused(SendFailure(.optedOut, retry: .never, detail: "They asked for no more messages."))
                    : try await send(delivery, thread, connection, adapter)
            } else {
                outcome = .refused(SendFailure(.credentials, retry: .never, detail: "The channel is off."))
            }
            switch outcome {
            case .sent(let id):
                try await keepOrder(after: id, delivery, thread, adapter)
                continue
            case .wait(let milliseconds): return .wait(milliseconds)
            case .paced(let milliseconds): return .paced(milliseconds)
            case .failed(let failure) where !isLast: return .failed(failure)
            case .failed(let failure), .refused(let failure):
                try await giveUp(delivery.message, failure, thread)
                if delivery.message == message { refusal = failure }
            }
        }
        return refusal.map { .refused($0) } ?? .done
    }

    /// Puts a message that was given up back in line, because somebody asks for it.
    public func reopen(_ message: MessageID, of business: BusinessID) async throws {
        let states = try await store.deliveries(of: message, in: business).map(\.state)
        guard states.contains(.failed), states.allSatisfy({ $0 == .failed || $0 == .accepted }) else { return }
        _ = try await store.resend(message, in: business)
    }

    /// What became of one piece.
    private enum Step {
        case sent(String)
        case refused(SendFailure)
        case failed(SendFailure)
        case wait(Int64)
        case paced(Int64)
    }

    private func plan(_ id: MessageID, _ thread: ChannelThread) async throws {
        guard let message = try await conversations.message(id, in: thread.business) else {
            // Deleted meanwhile, and its pieces with it.
            try await store.plan([], of: id, in: thread.business)
            return
        }
        let renderer = ReplyRenderer(ChannelCapabilities.of(thread.channel)) { [links] citation in
            links?.url(of: citation, in: message)
        }
        let texts = renderer.parts(of: message, language: thread.language).map { ChannelPart($0) }
        try await store.plan(texts + (try await fileParts(of: message)), of: id, in: thread.business)
    }

    private func send(
        _ delivery: ChannelDelivery, _ thread: ChannelThread, _ connection: ChannelConnection,
        _ adapter: any ChannelAdapter
    ) async throws -> Step {
        let business = thread.business
        var piece = OutgoingPiece(
            text: delivery.text, thread: thread, reference: delivery.reference,
            isOutsideWindow: isOutsideWindow(thread), attemptedAt: delivery.attemptedAt,
            choices: try await choices(under: delivery, thread))
        if delivery.state == .sending, let attemptedAt = delivery.attemptedAt {
            // A report that brings our reference settles it; it had its time.
            let age = Timestamp.now().milliseconds - attemptedAt.milliseconds
            if age >= 0, age < adapter.patience { return .wait(adapter.patience - age) }
            switch try await look(up: piece, connection, adapter) {
            case .taken(let id):
                try await store.accept(delivery, as: id, in: business)
                return .sent(id)
            case .notTaken: break
            case .unknown(let failure): return .failed(failure)
            }
        }
        let rule = adapter.pace(of: piece, for: connection)
        if let rule {
            let wait = paces.wait(piece.reference, by: rule, of: business, adapter.provider)
            guard wait <= 0 else { return .paced(wait) }
        }
        if let file = try await file(of: delivery, piece, connection, adapter) { piece = piece.carrying(file) }
        let request: ProviderRequest?
        do {
            request = try adapter.sending(piece, for: connection)
        } catch {
            return .refused(error)
        }
        guard let request else {
            logger.notice(
                "Test mode: a message was not sent, for the channel has no credentials",
                metadata: [
                    "desk.message.id": "\(delivery.message)", "desk.provider": "\(thread.provider.rawValue)",
                    "desk.text": "\(delivery.text)",
                ])
            let id = adapter.testID()
            try await store.accept(delivery, as: id, in: business)
            return .sent(id)
        }
        var outcome = try await handOver(request, delivery, connection, adapter)
        // The provider's clock decides whether the customer may still be sent what we like.
        if case .refused(let failure) = outcome, failure.reason == .windowClosed, !piece.isOutsideWindow,
            let template = try? adapter.sending(piece.pastWindow, for: connection)
        {
            outcome = try await handOver(template, delivery, connection, adapter)
        }
        switch outcome {
        case .accepted(let id):
            try await store.accept(delivery, as: id, in: business)
            return .sent(id)
        // Stays `sending`: the next try looks it up first.
        case .unknown(let detail): return .failed(SendFailure(.unavailable, retry: .backOff, detail: detail))
        case .refused(let failure) where failure.retry == .never: return .refused(failure)
        case .refused(let failure):
            if let rule, adapter.restsSender(failure), case .after(let seconds) = failure.retry {
                paces.pause(rule, of: business, adapter.provider, seconds: seconds)
            }
            try await store.release(delivery, in: business)
            return .failed(failure)
        }
    }

    private func handOver(
        _ request: ProviderRequest, _ delivery: ChannelDelivery, _ connection: ChannelConnection,
        _ adapter: any ChannelAdapter
    ) async throws -> SendOutcome {
        try await store.begin(delivery, in: connection.business, at: .now())
        do {
            let response = try await client.send(request, isOperated: environment.isOperated(connection))
            return adapter.outcome(of: response, for: connection)
        } catch let error as ProviderUnreachable {
            let failure = SendFailure(.unavailable, retry: .backOff, detail: error.detail)
            return error.mayHaveArrived ? .unknown(error.detail) : .refused(failure)
        }
    }

    /// What a form offers, under the last piece of its question.
    private func choices(under delivery: ChannelDelivery, _ thread: ChannelThread) async throws -> [String] {
        let capabilities = ChannelCapabilities.of(thread.channel)
        guard capabilities.buttons != nil || capabilities.list != nil,
            let form = try await conversations.message(delivery.message, in: thread.business)?.form,
            form.status == .open, let choices = form.choices,
            try await store.deliveries(of: delivery.message, in: thread.business).last?.part == delivery.part
        else { return [] }
        return choices
    }

    /// Waits for a sign that a piece went out before the next one follows it, where the provider keeps no order.
    private func keepOrder(
        after id: String, _ delivery: ChannelDelivery, _ thread: ChannelThread, _ adapter: any ChannelAdapter
    ) async throws {
        guard adapter.orderPatience > 0,
            try await store.deliveries(of: delivery.message, in: thread.business).contains(where: {
                $0.part > delivery.part
            })
        else { return }
        let step: Int64 = 100
        for _ in 0..<adapter.orderPatience / step {
            if try await store.report(on: id, from: thread.provider, in: thread.business) != nil { return }
            try await Task.sleep(for: .milliseconds(step))
        }
    }

    private enum LookUp {
        case taken(String)
        case notTaken
        case unknown(SendFailure)
    }

    private func look(
        up piece: OutgoingPiece, _ connection: ChannelConnection, _ adapter: any ChannelAdapter
    ) async throws -> LookUp {
        guard let request = adapter.lookup(piece, for: connection), let attemptedAt = piece.attemptedAt else {
            return .notTaken
        }
        let since = attemptedAt.advanced(byMilliseconds: -60_000)
        let known = try await store.providerIDs(
            sentTo: piece.thread.address, since: since, in: piece.thread.business)
        do {
            let response = try await client.send(request, isOperated: environment.isOperated(connection))
            guard (200..<300).contains(response.status) else {
                let detail = "Looking a message up gave status \(response.status)."
                return .unknown(
                    SendFailure(
                        .unavailable, retry: response.retryAfter.map { .after(seconds: $0) } ?? .backOff,
                        detail: detail, status: response.status))
            }
            guard let id = adapter.found(piece, for: connection, known: known, in: response) else { return .notTaken }
            return .taken(id)
        } catch let error as ProviderUnreachable {
            return .unknown(SendFailure(.unavailable, retry: .backOff, detail: error.detail))
        }
    }

    private func giveUp(_ message: MessageID, _ failure: SendFailure, _ thread: ChannelThread) async throws {
        // What WhatsApp calls opting out is of advertising only.
        if failure.reason == .optedOut, thread.channel != .whatsapp {
            try await store.setConsent(false, of: thread.address, on: thread.channel, in: thread.business)
        }
        let code = failure.code.map { " (\($0))" } ?? ""
        try await store.fail(
            message, reason: "\(failure.reason.rawValue)\(code): \(failure.detail)", in: thread.business)
    }

    private func isOutsideWindow(_ thread: ChannelThread) -> Bool {
        guard let hours = ChannelCapabilities.of(thread.channel).windowHours else { return false }
        return Timestamp.now() > thread.lastInboundAt.advanced(byMilliseconds: Int64(hours) * 3_600_000)
    }
}
