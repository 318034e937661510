import DeskModel
import Dialogue
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// `/v1`: the desk spoken to by any OpenAI client, with a business's secret key.
struct OpenAIController {
    let desk: Desk
    let businesses: any BusinessStore
    let models: any ModelCatalog
    let questions: AdmissionGate

    private static let modelName = "frontdesk"
    private static let maximumInputs = 256
    /// Silence in a streamed reply after which a comment is sent.
    private static let heartbeat: Duration = .seconds(5)

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("v1/models", use: listModels)
        router.post("v1/chat/completions", use: chatCompletions)
        router.post("v1/embeddings", use: embeddings)
    }

    // MARK: Chat

    struct ChatRequest: Decodable {
        struct Turn: Decodable {
            let role: String
            /// None in a turn that only called tools.
            let content: Content?

            var text: String { content?.text ?? "" }
        }

        /// Text, or a list of parts of which the text ones count.
        enum Content: Decodable {
            case text(String)

            struct Part: Decodable {
                let type: String
                let text: String?
            }

            var text: String {
                switch self {
                case .text(let text): text
                }
            }

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if let text = try? container.decode(String.self) {
                    self = .text(text)
                } else {
                    let parts = try container.decode([Part].self)
                    self = .text(parts.compactMap { $0.type == "text" ? $0.text : nil }.joined(separator: "\n"))
                }
            }
        }

        struct StreamOptions: Decodable {
            let includeUsage: Bool?

            enum CodingKeys: String, CodingKey {
                case includeUsage = "include_usage"
            }
        }

        let model: String?
        let messages: [Turn]
        let stream: Bool?
        let streamOptions: StreamOptions?

        enum CodingKeys: String, CodingKey {
            case model, messages, stream
            case streamOptions = "stream_options"
        }
    }

    struct Usage: Encodable {
        let promptTokens: Int
        let completionTokens: Int
        let totalTokens: Int
    }

    struct ChatResponse: ResponseEncodable {
        struct Choice: Encodable {
            struct Reply: Encodable {
                let role = "assistant"
                let content: String
            }
            let index = 0
            let message: Reply
            let finishReason = "stop"
        }
        let id: String
        let object = "chat.completion"
        let created: Int64
        let model: String
        let choices: [Choice]
        let usage: Usage
        let answered: Bool
        let confidence: Double
        let citations: [Citation]
    }

    struct ChatChunk: Encodable {
        struct Choice: Encodable {
            struct Delta: Encodable {
                var role: String?
                var content: String?
            }
            let index = 0
            let delta: Delta
            let finishReason: String?
        }
        let id: String
        let object = "chat.completion.chunk"
        let created: Int64
        let model: String
        let choices: [Choice]
        var answered: Bool?
        var confidence: Double?
        var citations: [Citation]?
        /// In every chunk for clients that asked for it, `null` in all but the last; else in none.
        var usage: OrNull<Usage>?
    }

    @Sendable func chatCompletions(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let business = try await business(context)
        let input = try await request.decode(as: ChatRequest.self, context: context)
        guard let last = input.messages.last, last.role == "user" else {
            throw APIError.badRequest(
                "invalid_request", "The last of `messages` must have the role user.", field: "messages")
        }
        guard input.messages.count <= 200 else {
            throw APIError.badRequest("invalid_request", "At most 200 messages.", field: "messages")
        }
        // Refused before the reply begins, streamed or not.
        let question = try desk.validated(last.text)
        let conversation = try await desk.open(in: business.id, channel: .api)
        let history = Self.history(input.messages.dropLast(), in: conversation)
        let created = Timestamp.now().milliseconds / 1000
        if input.stream == true {
            return try stream(input, question, history, conversation, of: business, created: created, context)
        }
        let message = try await questions.enter(orThrow: .busy("Too many questions at once: try again.")) {
            try await desk.ask(question, history: history, in: conversation.id, of: business.id)
        }
        guard let answer = message.answer else { throw StoreError.failed("an answer without its object") }
        let response = ChatResponse(
            id: "chatcmpl-\(message.id)", created: created, model: Self.modelName,
            choices: [.init(message: .init(content: answer.text))],
            usage: try await usage(of: input.messages, answer.text, in: business),
            answered: answer.answered, confidence: answer.confidence, citations: answer.citations)
        return try response.response(from: request, context: context)
    }

    /// Tokens as the business's embedding model counts them.
    private func usage(
        of messages: [ChatRequest.Turn], _ answer: String, in business: Business
    ) async throws -> Usage {
        let embedder = try await models.embedder(for: business)
        let prompt = messages.reduce(0) { $0 + embedder.tokenCount(of: $1.text) }
        let completion = embedder.tokenCount(of: answer)
        return Usage(promptTokens: prompt, completionTokens: completion, totalTokens: prompt + completion)
    }

    private func stream(
        _ input: ChatRequest, _ question: String, _ history: [Message], _ conversation: Conversation,
        of business: Business, created: Int64, _ context: DeskRequestContext
    ) throws -> Response {
        let place = try questions.enter(orThrow: .busy("Too many questions at once: try again."))
        let id = "chatcmpl-\(conversation.id)"
        let encoder = context.responseEncoder
        let logger = context.logger
        let wantsUsage = input.streamOptions?.includeUsage == true
        @Sendable func event(
            _ delta: ChatChunk.Choice.Delta = .init(), finish: String? = nil, answer: Answer? = nil,
            usage: Usage? = nil
        ) throws -> ByteBuffer {
            let chunk = ChatChunk(
                id: id, created: created, model: Self.modelName,
                // The chunk of the usage has none.
                choices: usage == nil ? [.init(delta: delta, finishReason: finish)] : [],
                answered: answer?.answered, confidence: answer?.confidence, citations: answer?.citations,
                usage: wantsUsage ? OrNull<Usage>(wrappedValue: usage) : nil)
            return ByteBuffer(string: "data: \(String(decoding: try encoder.encode(chunk), as: UTF8.self))\n\n")
        }
        let body = ResponseBody { writer in
            defer { place.leave() }
            // The desk writes its pieces into a stream that this body drains, so that a slow reader holds up nobody else.
            let (pieces, piece) = AsyncStream.makeStream(of: String?.self)
            try await writer.write(event(.init(role: "assistant", content: "")))
            do {
                let outcome = try await withThrowingTaskGroup(of: Message.self) { group in
                    group.addTask {
                        defer { piece.finish() }
                        return try await desk.ask(
                            question, history: history, in: conversation.id, of: conversation.business
                        ) { piece.yield($0) }
                    }
                    group.addTask {
                        while true {
                            try await Task.sleep(for: Self.heartbeat)
                            piece.yield(nil)
                        }
                    }
                    defer { group.cancelAll() }
                    for await text in pieces {
                        // A comment of nothing, which fails when the client has left: that ends the work.
                        let next = try text.map { try event(.init(content: $0)) } ?? ByteBuffer(string: ": \n\n")
                        try await writer.write(next)
                    }
                    return try await group.next()
                }
                let answer = outcome?.answer
                try await writer.write(event(finish: "stop", answer: answer))
                if wantsUsage {
                    let total = try await usage(of: input.messages, answer?.text ?? "", in: business)
                    try await writer.write(event(usage: total))
                }
                try await writer.write(ByteBuffer(string: "data: [DONE]\n\n"))
            } catch let error where !(error is CancellationError) {
                let shown = ErrorMapping.apiError(for: error, logger: logger)
                try await writer.write(ByteBuffer(string: "data: \(shown.json)\n\n"))
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"], body: body)
    }

    private static func history(_ turns: ArraySlice<ChatRequest.Turn>, in conversation: Conversation) -> [Message] {
        turns.compactMap { turn in
            guard let sender: Message.Sender = ["user": .user, "assistant": .assistant][turn.role],
                let text = turn.content?.text
            else { return nil }
            return Message(
                id: UUIDv7.next(), conversation: conversation.id, business: conversation.business, sender: sender,
                text: text, createdAt: .now())
        }
    }

    // MARK: Embeddings and models

    struct EmbeddingsRequest: Decodable {
        enum Input: Decodable {
            case texts([String])
            /// Text that the client has cut into tokens of a model of OpenAI's.
            case tokens

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if let text = try? container.decode(String.self) {
                    self = .texts([text])
                } else if Self.holdsTokens(container) {
                    self = .tokens
                } else {
                    self = .texts(try container.decode([String].self))
                }
            }

            private static func holdsTokens(_ container: any SingleValueDecodingContainer) -> Bool {
                if let numbers = try? container.decode([Int].self) { return !numbers.isEmpty }
                return (try? container.decode([[Int]].self)).map { !$0.isEmpty } ?? false
            }
        }
        let input: Input
        let encodingFormat: String?
        let dimensions: Int?

        enum CodingKeys: String, CodingKey {
            case input, dimensions
            case encodingFormat = "encoding_format"
        }
    }

    struct EmbeddingsResponse: ResponseEncodable {
        enum Vector: Encodable {
            case values([Float])
            case base64(String)

            func encode(to encoder: any Encoder) throws {
                var container = encoder.singleValueContainer()
                switch self {
                case .values(let values): try container.encode(values)
                case .base64(let text): try container.encode(text)
                }
            }
        }
        struct Item: Encodable {
            let object = "embedding"
            let index: Int
            let embedding: Vector
        }
        struct Usage: Encodable {
            let promptTokens: Int
            let totalTokens: Int
        }
        let object = "list"
        let data: [Item]
        let model: String
        let usage: Usage
    }

    @Sendable func embeddings(_ request: Request, _ context: DeskRequestContext) async throws -> EmbeddingsResponse {
        let business = try await business(context)
        let input = try await request.decode(as: EmbeddingsRequest.self, context: context)
        if case .tokens = input.input {
            throw APIError.badRequest(
                "invalid_request",
                "`input` must be text: token ids are another model's. (LangChain: check_embedding_ctx_length=False.)",
                field: "input")
        }
        guard case .texts(let texts) = input.input, (1...Self.maximumInputs).contains(texts.count) else {
            throw APIError.badRequest(
                "invalid_request", "`input` must be a text or 1 to \(Self.maximumInputs) texts.", field: "input")
        }
        let format = input.encodingFormat ?? "float"
        guard format == "float" || format == "base64" else {
            throw APIError.badRequest(
                "invalid_request", "`encoding_format` must be float or base64.", field: "encoding_format")
        }
        let embedder = try await models.embedder(for: business)
        guard input.dimensions == nil || input.dimensions == embedder.dimension else {
            throw APIError.badRequest(
                "invalid_request",
                "`dimensions` can only be \(embedder.dimension): \(embedder.modelID) makes no shorter vectors.",
                field: "dimensions")
        }
        let vectors = try await questions.enter(orThrow: .busy("Too many requests at once: try again.")) {
            try await embedder.embed(texts, for: .passage)
        }
        let tokens = texts.reduce(0) { $0 + embedder.tokenCount(of: $1) }
        let items = vectors.enumerated().map { index, vector in
            EmbeddingsResponse.Item(
                index: index, embedding: format == "float" ? .values(vector) : .base64(Self.base64(vector)))
        }
        return EmbeddingsResponse(
            data: items, model: embedder.modelID, usage: .init(promptTokens: tokens, totalTokens: tokens))
    }

    /// The values as little-endian 32-bit floats.
    private static func base64(_ vector: [Float]) -> String {
        var data = Data(capacity: vector.count * 4)
        for value in vector { withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) } }
        return data.base64EncodedString()
    }

    struct ModelsResponse: ResponseEncodable {
        struct Model: Encodable {
            let id: String
            let object = "model"
            let created: Int64 = 0
            let ownedBy = "frontdesk"
        }
        let object = "list"
        let data: [Model]
    }

    @Sendable func listModels(_ request: Request, _ context: DeskRequestContext) async throws -> ModelsResponse {
        let business = try await business(context)
        let embedder = try await models.embedder(for: business)
        return ModelsResponse(data: [.init(id: Self.modelName), .init(id: embedder.modelID)])
    }

    private func business(_ context: DeskRequestContext) async throws -> Business {
        let id = try context.principal.requireBusiness()
        try context.principal.require(.converse, of: id)
        guard let business = try await businesses.business(id) else { throw APIError.notFound("business") }
        return business
    }
}
