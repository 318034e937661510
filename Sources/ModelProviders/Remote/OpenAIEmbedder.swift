public import DeskModel
import Foundation
public import Transfer

/// An embedder behind an OpenAI-compatible endpoint (`POST {base}/embeddings`).
public struct OpenAIEmbedder: Embedder {
    public let modelID: String
    public let dimension: Int
    public let maximumTokens: Int
    private let endpoint: EndpointClient
    private let requestedDimension: Int?

    /// Texts per request, and UTF-8 bytes of them.
    private static let maximumBatch = (texts: 64, bytes: 256 * 1024)
    /// Larger than any model in use has; bounds the size of an answer.
    private static let maximumDimension = 16 * 1024

    /// - Parameters:
    ///   - dimension: of the model's vectors; see `discover` when it is not known.
    ///   - requestsDimension: asks the endpoint to shorten its vectors to `dimension`, which few models can.
    ///   - maximumTokens: longer texts are cut before they are sent, by the estimate of `tokenCount`.
    public init(
        endpoint: ModelEndpoint, dimension: Int, requestsDimension: Bool = false, maximumTokens: Int = 8000,
        client: TransferClient, options: RemoteModelOptions = RemoteModelOptions()
    ) {
        self.endpoint = EndpointClient(endpoint: endpoint, client: client, options: options)
        self.dimension = dimension
        self.maximumTokens = maximumTokens
        requestedDimension = requestsDimension ? dimension : nil
        // The host is a part, since two servers may give different models one name.
        modelID = "\(endpoint.model)@\(self.endpoint.host)" + (requestsDimension ? "#\(dimension)" : "")
    }

    /// Makes an embedder of the dimension that the endpoint's first vector has.
    ///
    /// - Throws: `ModelError`, `CancellationError`.
    public static func discover(
        endpoint: ModelEndpoint, maximumTokens: Int = 8000, client: TransferClient,
        options: RemoteModelOptions = RemoteModelOptions()
    ) async throws -> OpenAIEmbedder {
        let caller = EndpointClient(endpoint: endpoint, client: client, options: options)
        let vectors = try await request(["dimension"], from: caller, dimension: nil, requestedDimension: nil)
        return OpenAIEmbedder(
            endpoint: endpoint, dimension: vectors[0].count, maximumTokens: maximumTokens, client: client,
            options: options)
    }

    /// In batches, one after the other; the client bounds how many callers run and wait. The purpose makes no difference.
    public func embed(_ texts: [String], for purpose: EmbeddingPurpose) async throws -> [[Float]] {
        var vectors: [[Float]] = []
        vectors.reserveCapacity(texts.count)
        for batch in Self.batches(texts.map(fitting)) {
            vectors += try await Self.request(
                batch, from: endpoint, dimension: dimension, requestedDimension: requestedDimension)
        }
        return vectors
    }

    /// An estimate: a token per four UTF-8 bytes, at least one per word.
    public func tokenCount(of text: String) -> Int {
        max((text.utf8.count + 3) / 4, text.split(whereSeparator: \.isWhitespace).count)
    }

    /// Cut to the model's length between two scalars; endpoints refuse empty texts, so those become a space.
    private func fitting(_ text: String) -> String {
        let limit = maximumTokens * 4
        guard text.utf8.count > limit else { return text.isEmpty ? " " : text }
        var end = text.utf8.index(text.utf8.startIndex, offsetBy: limit)
        while text.utf8[end] & 0xC0 == 0x80 { text.utf8.formIndex(before: &end) }
        return String(text[..<end])
    }

    static func batches(_ texts: [String]) -> [[String]] {
        var batches: [[String]] = []
        var bytes = 0
        for text in texts {
            let size = text.utf8.count
            if let last = batches.last, last.count < maximumBatch.texts, bytes + size <= maximumBatch.bytes {
                batches[batches.count - 1].append(text)
                bytes += size
            } else {
                batches.append([text])
                bytes = size
            }
        }
        return batches
    }

    private static func request(
        _ texts: [String], from endpoint: EndpointClient, dimension: Int?, requestedDimension: Int?
    ) async throws -> [[Float]] {
        let body = EmbeddingBody(model: endpoint.endpoint.model, input: texts, dimensions: requestedDimension)
        let reply = try await endpoint.send(
            "/embeddings", Array(try JSONEncoder().encode(body)),
            // A float is at most about 20 characters, separators and white space included.
            maximumBytes: 64 * 1024 + texts.count * (dimension ?? maximumDimension) * 32)
        guard let decoded = try? JSONDecoder().decode(EmbeddingReply.self, from: Data(reply)) else {
            throw ModelError(.malformedReply, "\(endpoint.host) answered with something else than embeddings.")
        }
        return try decoded.vectors(count: texts.count, dimension: dimension)
    }
}
