public import DeskModel
public import Dialogue
public import Logging

/// Takes providers' webhooks in: finds the connection, checks that the provider sent them, stores what they tell and
/// only then says so.
public struct ChannelIntake: Sendable {
    public let adapters: [ChannelProvider: any ChannelAdapter]
    public let health = ChannelHealth()
    private let store: any ChannelStore
    private let businesses: any BusinessStore
    private let desk: Desk
    private let courtesies: ChannelCourtesies
    private let voice: TwilioVoice
    private let logger: Logger

    public init(
        adapters: [any ChannelAdapter], store: any ChannelStore, businesses: any BusinessStore, desk: Desk,
        courtesies: ChannelCourtesies, voice: TwilioVoice, logger: Logger
    ) {
        self.adapters = Dictionary(adapters.map { ($0.provider, $0) }) { $1 }
        self.store = store
        self.businesses = businesses
        self.desk = desk
        self.courtesies = courtesies
        self.voice = voice
        self.logger = logger
    }

    /// What a connection is found by when a request does not name the business.
    public func routes(of connection: ChannelConnection) -> [String] {
        adapters[connection.provider]?.routes(of: connection) ?? []
    }

    /// - Parameters:
    ///   - business: named by the address; found by account and number in the request without.
    ///   - path: what follows in the address.
    public func receive(
        _ request: WebhookRequest, from provider: ChannelProvider, business: BusinessID?, path: [String]
    ) async -> WebhookReply {
        guard let adapter = adapters[provider] else { return .notFound }
        do {
            let connections = try await connections(request, adapter, business)
            for connection in connections {
                if let reply = adapter.handshake(request, for: connection) { return reply }
            }
            if connections.isEmpty, business == nil, let reply = adapter.replyToStranger(request) { return reply }
            let authentic = connections.filter { adapter.isAuthentic(request, for: $0) }
            guard !authentic.isEmpty else {
                for connection in connections { health.note(.refused, path, provider, of: connection.business) }
                return .refused
            }
            let addressed = try await addressed(by: request, path, adapter, authentic)
            if provider == .twilio, TwilioVoice.handles(path) {
                guard let connection = addressed.first else { return .notFound }
                return try await counted(path, connection) {
                    try await voice.answer(request, path: path, for: connection)
                }
            }
            if addressed.isEmpty {
                // Each of those who share the account may be meant, and none is seen to be.
                for connection in authentic { health.note(.ignored, path, provider, of: connection.business) }
            }
            for connection in addressed {
                _ = try await counted(path, connection) {
                    try await take(request, path, adapter, connection)
                } verdict: { isKnown in
                    isKnown ? .accepted : .ignored
                }
            }
            return adapter.acknowledgement(of: request, path: path)
        } catch ChannelRequestError.unknownPath {
            return .notFound
        } catch is ChannelRequestError {
            return .malformed
        } catch {
            logger.error(
                "A provider's event was not stored",
                metadata: ["desk.provider": "\(provider.rawValue)", "error": "\(String(reflecting: error))"])
            return .busy
        }
    }

    /// Notes how a connection's request ended.
    ///
    /// - Parameter verdict: on what the work gave.
    private func counted<Result>(
        _ path: [String], _ connection: ChannelConnection, _ work: () async throws -> Result,
        verdict: (Result) -> ChannelHealth.Verdict = { _ in .accepted }
    ) async throws -> Result {
        do {
            let result = try await work()
            health.note(verdict(result), path, connection.provider, of: connection.business)
            return result
        } catch {
            let isMalformed = error is ChannelRequestError
            health.note(isMalformed ? .malformed : .failed, path, connection.provider, of: connection.business)
            throw error
        }
    }

    /// The call that Twilio opens a socket for. - Returns: `nil` when the handshake is not signed by Twilio.
    public func relay(
        _ request: WebhookRequest, business: BusinessID
    ) async throws -> RelayCall? {
        guard let adapter = adapters[.twilio], let connection = try await store.connection(.twilio, of: business),
            connection.isEnabled, adapter.isAuthentic(request, for: connection)
        else { return nil }
        return voice.relay(for: connection)
    }

    /// Those that may be meant; whose secret fits is meant.
    private func connections(
        _ request: WebhookRequest, _ adapter: any ChannelAdapter, _ business: BusinessID?
    ) async throws -> [ChannelConnection] {
        var found: [ChannelConnection] = []
        if let business {
            if let connection = try await store.connection(adapter.provider, of: business) { found = [connection] }
        } else {
            for key in adapter.routingKeys(of: request) {
                for connection in try await store.connections(adapter.provider, routedBy: key)
                where !found.contains(where: { $0.business == connection.business }) {
                    found.append(connection)
                }
            }
        }
        return found.filter(\.isEnabled)
    }

    /// Whose request it is, of those that it is authentic for: businesses may share an account.
    private func addressed(
        by request: WebhookRequest, _ path: [String], _ adapter: any ChannelAdapter, _ authentic: [ChannelConnection]
    ) async throws -> [ChannelConnection] {
        if authentic.count > 1, let id = adapter.reported(by: request, path: path) {
            for connection in authentic {
                if try await store.hasSent(id, in: connection.business) { return [connection] }
            }
        }
        return adapter.addressed(by: request, among: authentic)
    }

    /// - Returns: whether there was something known in the request.
    private func take(
        _ request: WebhookRequest, _ path: [String], _ adapter: any ChannelAdapter, _ connection: ChannelConnection
    ) async throws -> Bool {
        let business = connection.business
        let events = try await adapter.events(in: request, path: path, for: connection) { address, channel in
            try await store.isOptedOut(address, on: channel, in: business)
        }
        guard !events.isEmpty else {
            if let body = adapter.unknown(in: request, for: connection), !body.isEmpty {
                let event = UnknownEvent(name: path.joined(separator: "/"), body: body)
                try await store.keep(event, from: adapter.provider, in: business)
            }
            return false
        }
        for event in events {
            switch event {
            case .message(let message, let effect): try await take(message, effect, in: business)
            case .report(let report): _ = try await store.apply(report, from: adapter.provider, in: business)
            case .happening(let happening):
                if let noted = try await store.take(happening, in: business) { desk.show(noted) }
            case .edit(let id, let text): _ = try await store.edit(id, to: text, in: business)
            case .consent(let address, let channel, let consent):
                try await store.setConsent(consent, of: address, on: channel, in: business)
            }
            if let call = adapter.courtesy(for: event, request: request, connection: connection) {
                courtesies.offer(call, connection)
            }
        }
        return true
    }

    private func take(_ inbound: InboundMessage, _ effect: InboundEffect, in business: BusinessID) async throws {
        var (inbound, effect) = (inbound, effect)
        inbound.text = ChoiceReply.said(inbound)
        let most = desk.configuration.maximumMessageLength
        if inbound.text.unicodeScalars.count > most {
            inbound.text = String(String.UnicodeScalarView(inbound.text.unicodeScalars.prefix(most)))
        }
        let isWordless = inbound.text.trimmed.isEmpty
        if effect.greets, effect.consent != false {
            effect.note = try await businesses.business(business)?.greeting ?? desk.configuration.defaultGreeting
        } else if isWordless, effect.expectsAnswer {
            // Nothing that could be answered came: they are told, and a person sees what it was.
            effect.note = SourceWords.of(inbound.language).notice(of: inbound.kind, on: inbound.channel)
            effect.notesOnce = true
        }
        if isWordless || effect.greets { effect.expectsAnswer = false }
        let lane = "\(business)/\(inbound.channel.rawValue)/\(inbound.address)"
        _ = try await desk.receive(inLane: lane, expectsAnswer: effect.expectsAnswer) { [inbound, effect] in
            guard case .new(let message) = try await store.take(inbound, effect: effect, in: business) else {
                return nil
            }
            return message
        }
    }
}
