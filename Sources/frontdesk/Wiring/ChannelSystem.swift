import Channels
import ChatServer
import DeskModel
import Dialogue
import Foundation
import Ingest
import Logging
import ServiceLifecycle
import Storage
import Transfer

/// The channels, put together.
struct ChannelSystem: Sendable {
    let services: ChannelServices
    let courtesies: ChannelCourtesies
    /// Makes what sends the messages of conversations on one provider's channels. Each calls by itself: a provider that
    /// does not answer holds up no other's messages.
    let makeMessageSender: @Sendable () -> ChannelMessageSender
    let media: MediaFetcher
    let upkeep: ChannelUpkeep
    /// Sends the notifications that people want as texts.
    let texts: TextNotificationSender

    static func open(_ settings: Settings, store: SQLStore, desk: Desk, logger: Logger) async throws -> ChannelSystem {
        let environment = ChannelEnvironment(publicURL: settings.publicURL, apiBases: settings.channelAPIBases)
        let adapters: [any ChannelAdapter] = [
            TwilioAdapter(environment: environment), WhatsAppAdapter(environment: environment),
            TelegramAdapter(environment: environment), EmailAdapter(),
        ]
        let mail = settings.mail.map { (client: SMTPClient($0.server), from: $0.from) }
        @Sendable func makeClient() -> ChannelClient { ChannelClient(web: TransferProviderClient(), mail: mail) }
        let courtesies = ChannelCourtesies(client: makeClient(), environment: environment, logger: logger)
        let intake = ChannelIntake(
            adapters: adapters, store: store, businesses: store, desk: desk, courtesies: courtesies,
            voice: TwilioVoice(
                calls: store, businesses: store, desk: desk, environment: environment,
                firstMessage: { try await store.defaultResponses(of: $0.id).firstMessage(in: nil, company: $0.name) },
                logger: logger), logger: logger)
        let links: SourceLinks? =
            if let publicURL = settings.publicURL {
                SourceLinks(publicURL: publicURL, secret: try await linkSecret(store))
            } else {
                nil
            }
        return ChannelSystem(
            services: ChannelServices(
                intake: intake, store: store, calls: store, environment: environment, links: links,
                check: ChannelCheck(adapters: adapters, client: makeClient(), environment: environment)),
            courtesies: courtesies,
            makeMessageSender: {
                ChannelMessageSender(
                    sender: ChannelSender(
                        adapters: adapters, store: store, conversations: store, archive: store, client: makeClient(),
                        environment: environment, links: links, logger: logger))
            },
            media: MediaFetcher(
                adapters: adapters, store: store, connections: store, client: makeClient(), environment: environment,
                contentType: { ChannelServices.contentType(of: $0) }, words: reader(), logger: logger),
            upkeep: ChannelUpkeep(store: store, logger: logger),
            texts: TextNotificationSender(
                twilio: TwilioAdapter(environment: environment), store: store, client: makeClient(),
                environment: environment))
    }

    /// Reads documents that customers send as those of the business are read: in a process of its own. Pictures and sounds,
    /// of which most come, need none to be told from documents.
    private static func reader() -> @Sendable ([UInt8]) async -> String? {
        let worker = ExtractionWorker(executable: Executable.path)
        return { content in
            let type = ChannelServices.contentType(of: content)
            guard !["image/", "audio/", "video/"].contains(where: { type.hasPrefix($0) }),
                let document = try? await worker.extract(content, filename: "file")
            else { return nil }
            return document.pages.map(\.text).joined(separator: "\n")
        }
    }

    /// What source links are signed with: made once, so that links in old texts go on working.
    private static func linkSecret(_ store: SQLStore) async throws -> [UInt8] {
        let name = "source_link_secret"
        if let stored = try await store.setting(name), let bytes = Data(base64Encoded: stored) { return Array(bytes) }
        let secret = (0..<32).map { _ in UInt8.random(in: 0...255) }
        try await store.setSetting(name, to: Data(secret).base64EncodedString())
        return secret
    }
}
