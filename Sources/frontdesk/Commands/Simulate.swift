import ArgumentParser
import Channels
import DeskModel
import Logging
import ServiceLifecycle

/// `frontdesk simulate`.
struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Talk to a running server as a provider would, with no provider there.",
        discussion: """
            Connects the business to a stand-in for the provider's API, signs each message as the provider does, and \
            prints what comes back. Needs the admin token, for the stand-in stands in your own network. A connection \
            that the business has with the provider is replaced. On calls, `#5` presses a key, and with relay `!words` \
            interrupts after those words. The business takes part with `@take` (a person takes the word), `@words` (the \
            person says something) and `@release` (the assistant goes on); with twilio-voice `@miss` lets the telephone \
            ring that the caller was put through to, and `@release` hangs it up.
            """)

    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case twilioSMS = "twilio-sms"
        case twilioVoice = "twilio-voice"
        case relay
        case whatsapp
        case telegram

        /// Whether the customer calls.
        var isCall: Bool { self == .twilioVoice || self == .relay }

        var provider: ChannelProvider {
            switch self {
            case .twilioSMS, .twilioVoice, .relay: .twilio
            case .whatsapp: .whatsapp
            case .telegram: .telegram
            }
        }
    }

    @Argument(help: "twilio-sms, twilio-voice, relay, whatsapp or telegram.")
    var kind: Kind

    @Argument(help: "What the customer says, one argument each; lines of standard input without.")
    var messages: [String] = []

    @Option(name: .long, help: "Where the server listens.")
    var server = "http://127.0.0.1:8080"

    @Option(name: .long, help: "The business's number.")
    var business: Int

    @Option(name: .long, help: "The admin token.")
    var key: String

    @Option(name: .long, help: "The customer's number.")
    var from = "+15005550001"

    func run() async throws {
        let standIn = VectorStandIn()
        let (ports, portFound) = AsyncStream.makeStream(of: Int.self)
        let logger = CommandLogging.logger(level: .critical)
        let group = ServiceGroup(
            configuration: .init(
                services: [.init(service: standIn.application { portFound.yield($0) })], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            guard let port = await ports.first(where: { _ in true }) else { return }
            let simulation = try await Simulation(
                kind, server: server, business: business, key: key, customer: from, standIn: standIn,
                standInURL: "http://127.0.0.1:\(port)")
            let lines = self.lines
            if kind == .relay {
                try await RelaySimulation(simulation: simulation).run(lines)
            } else {
                try await simulation.begin()
                for try await line in lines { try await simulation.say(line) }
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    /// The arguments, or else the lines that are typed, each read when the one before was answered.
    private var lines: AsyncThrowingStream<String, any Error> {
        let given = messages
        guard given.isEmpty else {
            return AsyncThrowingStream { continuation in
                for message in given { continuation.yield(message) }
                continuation.finish()
            }
        }
        return AsyncThrowingStream(unfolding: { readLine() })
    }
}
