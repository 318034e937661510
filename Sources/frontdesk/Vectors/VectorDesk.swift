import Channels
import ChatServer
import DeskModel
import Foundation
import ServiceLifecycle
import Storage
import Transfer

/// A fresh desk on a free port, with stand-ins for everything outside.
struct VectorDesk: Sendable {
    let system: DeskSystem
    let port: Int
    let standIn: VectorStandIn
    let standInURL: String
    let business: Business
    let publicURL: String
    private let client = TransferClient()

    /// Runs a desk that providers know by a URL, for as long as `body` takes.
    static func run(
        publicURL: String, _ body: @escaping @Sendable (VectorDesk) async throws -> [VectorResult]
    ) async throws -> [VectorResult] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "frontdesk-vectors-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let environment = ProcessInfo.processInfo.environment.filter { $0.key == SettingKey.models.rawValue }
        let settings = try Settings(
            arguments: [
                .data: folder.path(percentEncoded: false), .port: "0", .publicURL: publicURL, .logLevel: "CRITICAL",
                .adminToken: "vectors-" + UUID().uuidString,
            ], environment: environment)
        let system = try await DeskSystem.open(settings, quiet: true)
        let accounts = try await system.accounts()
        let (access, _) = try await AccessControl.load(
            businesses: system.store, adminToken: settings.adminToken, accounts: accounts)
        let made = try await system.store.createBusiness(name: "Alder Dental", settings: BusinessSettings())
        let standIn = VectorStandIn()
        let (ports, portFound) = AsyncStream.makeStream(of: (isDesk: Bool, port: Int).self)
        let server = try system.server(access: access, accounts: accounts, version: Frontdesk.version).service { port in
            portFound.yield((true, port))
        }
        let outside = standIn.application { portFound.yield((false, $0)) }
        let group = ServiceGroup(
            configuration: .init(
                services: system.services.map { .init(service: $0) } + [
                    .init(service: server), .init(service: outside),
                ], logger: system.logger))
        return try await withThrowingTaskGroup(of: [VectorResult]?.self) { tasks in
            tasks.addTask {
                try await group.run()
                return nil
            }
            tasks.addTask {
                var found: [Bool: Int] = [:]
                for await (isDesk, port) in ports {
                    found[isDesk] = port
                    if found.count == 2 { break }
                }
                let desk = VectorDesk(
                    system: system, port: found[true] ?? 0, standIn: standIn,
                    standInURL: "http://127.0.0.1:\(found[false] ?? 0)", business: made.business, publicURL: publicURL)
                let results = try await body(desk)
                await group.triggerGracefulShutdown()
                return results
            }
            var results: [VectorResult] = []
            for try await result in tasks {
                if let result { results = result }
            }
            return results
        }
    }

    /// Connects the business, in place of any connection it has.
    func connect(_ provider: ChannelProvider, _ settings: [String: String], secrets: [String: String]) async throws {
        var settings = settings
        settings["api_base"] = standInURL
        let connection = ChannelConnection(
            business: business.id, provider: provider, settings: settings, secrets: secrets, isOperated: true)
        _ = try await system.store.save(connection, routes: system.channels.services.intake.routes(of: connection))
    }

    /// Sends a request as a provider does. - Parameter path: with its query.
    func send(
        _ method: String, _ path: String, headers: [String: String], body: [UInt8] = []
    ) async throws -> TransferResponse {
        var fields = TransferHeaders()
        for (name, value) in headers { fields.append(name, value) }
        return try await client.send(
            TransferRequest(
                method == "GET" ? .get : .post, "http://127.0.0.1:\(port)\(path)", headers: fields,
                body: body.isEmpty ? nil : body, addresses: .operator))
    }

    /// Has the business say something to somebody who wrote before.
    func say(
        _ text: String, to address: String, from own: String?, by provider: ChannelProvider,
        on channel: Conversation.Channel
    ) async throws -> Message? {
        let unique = UUIDv7.next()
        let inbound = InboundMessage(
            provider: provider, channel: channel, eventID: "vector:\(unique)", messageID: "vector:\(unique)",
            address: address, ownAddress: own, text: "Hello?")
        guard
            case .new(let message) = try await system.store.take(
                inbound, effect: InboundEffect(expectsAnswer: false), in: business.id)
        else { return nil }
        return try await system.store.append(.assistant, text, to: message.conversation, in: business.id)
    }

    /// Waits until a message was taken by the provider. - Returns: what the provider calls it.
    func providerID(of message: Message) async throws -> String? {
        for _ in 0..<100 {
            let delivery = try await system.store.deliveries(of: message.id, in: business.id).first
            if let id = delivery?.providerID { return id }
            try await Task.sleep(for: .milliseconds(50))
        }
        return nil
    }
}
