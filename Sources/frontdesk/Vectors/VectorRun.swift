import DeskModel

/// Runs files of vectors, each by the runner of its protocol.
enum VectorRun {
    enum Outcome {
        case ran([VectorResult])
        /// The protocol is known, and the desk does not speak it.
        case notSpoken(VectorKind)
    }

    /// Whatever keeps a file from being run is a failure of it: silence is not taken for success.
    static func run(_ file: VectorFile) async -> Outcome {
        if let problem = file.problem { return .ran([.failure(problem)]) }
        guard let kind = VectorKind(of: file) else {
            return .ran([.failure("Neither the cases nor the name tell which protocol the file is of.")])
        }
        guard kind.isSpoken else { return .notSpoken(kind) }
        var results = file.strays(beside: kind.sections)
        do {
            results += try await Self.results(of: file, as: kind)
        } catch {
            results.append(.failure("The file could not be run: \(String(reflecting: error))"))
        }
        return .ran(results.isEmpty ? [.failure("The file holds no case.")] : results)
    }

    private static func results(of file: VectorFile, as kind: VectorKind) async throws -> [VectorResult] {
        switch kind {
        case .twilioSignature: TwilioVectors.signatures(file)
        case .smsSegments: TwilioVectors.segments(file)
        case .twilioMessaging: try await TwilioVectors.messaging(file)
        case .whatsApp: try await WhatsAppVectors.run(file)
        case .telegram: try await TelegramVectors.run(file)
        case .conversationRelay: try await RelayVectors.run(file)
        case .standardWebhooks: WebhookVectors.run(file)
        case .openAI: try await ModelVectors.run(file)
        case .widgetIdentity: IdentityVectors.run(file)
        case .twilioConversations, .twilioIntelligence, .segment, .exotelStream, .sarvam: []
        }
    }
}
