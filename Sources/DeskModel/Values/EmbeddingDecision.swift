/// Which embedding model a business is to be searched by, and why.
public struct EmbeddingDecision: Hashable, Sendable {
    public enum Cause: Hashable, Sendable {
        /// The business's settings name the model.
        case business
        /// The server's settings name the model, and the business chooses none.
        case server
        /// Automatic, and nothing speaks against the best one.
        case best
        /// Automatic, and nothing but English was seen on a server that prefers speed.
        case english
        /// Automatic, and other languages were seen.
        case languages(AutomaticModel)
    }

    /// The model's name; of an endpoint's model, too.
    public let model: String
    public let cause: Cause
    /// Whether it may change with the languages that are seen; `nil` when it may not, else the model it starts with.
    public let start: LocalEmbeddingModel?

    public init(model: String, cause: Cause, start: LocalEmbeddingModel? = nil) {
        self.model = model
        self.cause = cause
        self.start = start
    }

    /// Whether the model is chosen from the languages that are seen.
    public var isAutomatic: Bool { start != nil }

    /// What the settings and the languages seen come to, no endpoint being named.
    ///
    /// - Parameter server: what the server's settings ask for on behalf of businesses that choose nothing.
    public init(of business: Business, server: EmbeddingModelChoice) {
        switch business.settings.embeddingModel ?? server {
        case .model(let model):
            self.init(
                model: model.rawValue, cause: business.settings.embeddingModel == nil ? .server : .business)
        case .automatic:
            if let moved = business.automaticModel {
                self.init(model: moved.model.rawValue, cause: .languages(moved), start: server.start)
            } else {
                self.init(
                    model: server.start.rawValue, cause: server.start == .english ? .english : .best,
                    start: server.start)
            }
        }
    }

    /// A sentence for the owner.
    public var reason: String {
        switch cause {
        case .business: "The business's settings name it."
        case .server: "The server's settings name it."
        case .best: "It finds best in every language, English included."
        case .english: "Only English was seen so far, and this server prefers speed."
        case .languages(let seen):
            seen.cause == .documents
                ? "A document is in another language than English (\(seen.language))."
                : "Customers ask again and again in another language than English (\(seen.language))."
        }
    }
}
