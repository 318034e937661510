import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// What travels with a request through the router.
struct DeskRequestContext: RequestContext {
    /// Stands for the address of peers that have none.
    static let unknownAddress = "unknown"

    var coreContext: CoreRequestContextStorage
    /// The peer's address without its port.
    let remoteAddress: String
    /// Resolved by `AuthenticationMiddleware`.
    var caller = Caller()
    var principal: Principal { caller.principal }
    /// The id that what the request makes gets, so that it is made once; set by `IdempotencyMiddleware`.
    var reservedID: String?

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteAddress = source.channel.remoteAddress?.ipAddress ?? Self.unknownAddress
    }

    var requestDecoder: JSONBodyDecoder { JSONBodyDecoder() }
    var responseEncoder: JSONEncoder { Self.encoder }

    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return encoder
    }
}

/// Decodes bounded JSON bodies and says what is wrong with bad ones.
struct JSONBodyDecoder: RequestDecoder {
    static let maximumBytes = 1_048_576

    func decode<Value: Decodable>(_ type: Value.Type, from request: Request, context: some RequestContext) async throws
        -> Value
    {
        let body = try await request.wholeBody(
            upTo: Self.maximumBytes, within: .seconds(30), orThrow: .tooLarge(limit: Self.maximumBytes))
        return try Self.value(type, from: Data(body.readableBytesView))
    }

    /// - Throws: 400 that names the field which is wrong.
    static func value<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: data)
        } catch let error as DecodingError {
            throw apiError(for: error)
        }
    }

    private static func apiError(for error: DecodingError) -> APIError {
        switch error {
        case .keyNotFound(let key, let context):
            let field = path(context.codingPath + [key])
            return .badRequest("invalid_request", "The field `\(field)` is missing.", field: field)
        case .typeMismatch(_, let context) where !context.codingPath.isEmpty,
            .valueNotFound(_, let context) where !context.codingPath.isEmpty:
            let field = path(context.codingPath)
            return .badRequest("invalid_request", "The field `\(field)` has the wrong type.", field: field)
        case .dataCorrupted(let context) where !context.codingPath.isEmpty:
            let field = path(context.codingPath)
            return .badRequest("invalid_request", "The field `\(field)` has a value that is not allowed.", field: field)
        default:
            return .badRequest("invalid_json", "The body is not a JSON object of the expected form.")
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
    }
}
