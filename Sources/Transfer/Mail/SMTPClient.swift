import Dispatch
import Synchronization

/// Hands mails to a server by SMTP (RFC 5321) through libcurl, a connection each. A mail that is under way holds a
/// thread of its own: callers bound how many are.
public struct SMTPClient: Sendable {
    public let server: SMTPServer
    private let limits: Limits
    private let queue = DispatchQueue(label: "transfer.smtp", attributes: .concurrent)

    /// How long and how large.
    public struct Limits: Hashable, Sendable {
        /// For the name's resolution, TCP and TLS together.
        public var connect: Duration = .seconds(15)
        /// For the whole of it.
        public var total: Duration = .seconds(60)
        public var maximumMessageBytes = 1 << 20

        public init() {}
    }

    public init(_ server: SMTPServer, limits: Limits = Limits()) {
        self.server = server
        self.limits = limits
    }

    /// Has the server take a message. When it throws `interrupted`, `timedOut` or `cancelled` the server may have it.
    ///
    /// - Parameters:
    ///   - message: headers and body, lines ending in CRLF.
    ///   - sender: the address that is told when it cannot be delivered later.
    /// - Throws: `SMTPError`.
    public func send(_ message: [UInt8], from sender: String, to recipient: String) async throws(SMTPError) {
        guard Self.isEnvelopeAddress(sender), Self.isEnvelopeAddress(recipient) else {
            throw SMTPError(.invalidMessage, "An address holds characters that SMTP does not carry.")
        }
        guard message.count <= limits.maximumMessageBytes else {
            throw SMTPError(.invalidMessage, "The message is larger than \(limits.maximumMessageBytes) bytes.")
        }
        try await perform(.message(message, sender: sender, recipient: recipient))
    }

    /// Connects, secures the connection and signs in as for a mail, and sends none.
    ///
    /// - Throws: `SMTPError`.
    public func check() async throws(SMTPError) { try await perform(.check) }

    private func perform(_ task: SMTPTransfer.Task) async throws(SMTPError) {
        let isCancelled = CancellationFlag()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                queue.async {
                    continuation.resume(
                        returning: SMTPTransfer.run(task, server: server, limits: limits, isCancelled: isCancelled))
                }
            }
        } onCancel: {
            isCancelled.set()
        }
        try result.get()
    }

    /// Nothing that could end the command or the path (RFC 5321 section 4.1.2).
    private static func isEnvelopeAddress(_ text: String) -> Bool {
        (3...254).contains(text.utf8.count) && text.contains("@")
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") }
    }
}

/// Tells a blocking transfer that nobody waits for it any more.
final class CancellationFlag: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .relaxed) }

    func set() { value.store(true, ordering: .relaxed) }
}
