import Accounts
import DeskModel
import Dialogue
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Turns the domain's errors, which know nothing of HTTP, into what clients see.
enum ErrorMapping {
    static func apiError(for error: any Error, logger: Logger) -> APIError {
        switch error {
        case let error as APIError: return error
        case let error as DeskError: return apiError(for: error)
        case let error as HandoffRefusal: return apiError(for: error)
        case let error as ModelError: return apiError(for: error, logger: logger)
        case let error as StoreError: return apiError(for: error, logger: logger)
        case let error as AccountError: return apiError(for: error, logger: logger)
        case let error as DocumentFailure: return apiError(for: error)
        case let error as ConversationStatus.Refusal: return apiError(for: error)
        case is NIOTooManyBytesError:
            return APIError(status: .contentTooLarge, code: "too_large", message: "The body is too large.")
        case let error as HTTPError:
            return apiError(for: error)
        default:
            logger.error("Request failed", metadata: ["error": "\(String(reflecting: error))"])
            return APIError(
                status: .internalServerError, code: "internal",
                message:
                    "The server met an error of its own. Nothing you sent is lost; try again, and tell the operator if it stays."
            )
        }
    }

    static func apiError(for error: DeskError) -> APIError {
        switch error {
        case .unknownBusiness: .notFound("business")
        case .unknownConversation: .notFound("chat session")
        case .emptyMessage: .badRequest("empty_message", "The message is empty: write a question.", field: "message")
        case .messageTooLong(let limit):
            .badRequest(
                "message_too_long", "The message is longer than \(limit) characters: shorten it.", field: "message",
                phrase: .length(0...limit))
        case .tooManyWaiting:
            APIError(
                status: .tooManyRequests, code: "too_many_waiting",
                message: "Earlier messages of this conversation still wait for their answers: wait for those first.",
                headers: [.retryAfter: "2"])
        case .conversationFull:
            APIError(
                status: .conflict, code: "conversation_full",
                message: "This conversation has become very long and has ended: start a new chat.")
        case .overloaded: .busy("The desk is busy: try again in a second.")
        case .shuttingDown: .busy("The desk is restarting: try again in a few seconds.", code: "shutting_down")
        }
    }

    private static func apiError(for error: HandoffRefusal) -> APIError {
        switch error {
        case .held(let agent):
            APIError(
                status: .conflict, code: "held",
                message: "\(agent.name) speaks in this conversation: wait until they hand it back or over.",
                details: ["agent_id": agent.id, "agent_name": agent.name])
        case .notHeld:
            APIError(
                status: .conflict, code: "not_held", message: "Nobody has taken this conversation: take it first.")
        case .disabled:
            APIError(
                status: .conflict, code: "handoff_disabled", message: "This business has nobody to talk to in the chat."
            )
        }
    }

    private static func apiError(for error: ConversationStatus.Refusal) -> APIError {
        let allowed = error.allowed.map(\.rawValue).joined(separator: ", ")
        return APIError(
            status: .conflict, code: "state_not_allowed",
            message:
                "A conversation that is \(error.from.rawValue) cannot become \(error.to.rawValue), but: \(allowed).",
            details: ["state": error.from.rawValue, "allowed": allowed])
    }

    private static func apiError(for error: DocumentFailure) -> APIError {
        let status: HTTPResponse.Status =
            switch error.code {
            case "too_large": .contentTooLarge
            case "unsupported_kind": .unsupportedMediaType
            case "internal": .serviceUnavailable
            default: .unprocessableContent
            }
        return APIError(status: status, code: error.code, message: error.message)
    }

    private static func apiError(for error: ModelError, logger: Logger) -> APIError {
        logger.error("Model failed", metadata: ["error": "\(error)"])
        switch error.reason {
        case .overloaded: return .busy("The models are busy: try again in a second.")
        case .tooLong: return .badRequest("too_long", "The text is too long for the model: shorten it.")
        case .notInstalled, .refused, .unreachable, .timedOut, .malformedReply, .failed:
            return APIError(
                status: .serviceUnavailable, code: "model_unavailable",
                message: "The model behind the desk cannot be used now: try again shortly.",
                headers: [.retryAfter: "5"])
        }
    }

    private static func apiError(for error: StoreError, logger: Logger) -> APIError {
        switch error {
        case .notFound: return .notFound("resource")
        case .jobLost:
            return APIError(status: .conflict, code: "conflict", message: "It was changed meanwhile: load it again.")
        case .withdrawn:
            return APIError(
                status: .conflict, code: "held_by_person",
                message: "A person speaks in this conversation: the assistant does not answer until they hand it back.")
        case .full(let what):
            return APIError(
                status: .conflict, code: "too_many", message: "There are as many \(what) as there may be: delete some.")
        case .stale: return .stale
        case .taken(let what):
            return APIError(
                status: .conflict, code: "taken", message: "Another has this `\(what)`: choose one that is free.",
                details: ["field": what])
        case .duplicate(let other):
            return APIError(
                status: .conflict, code: "duplicate_document",
                message: "Another document has exactly this content: replace or delete that one first.",
                details: ["document_id": other])
        case .closed:
            return APIError(
                status: .conflict, code: "conversation_closed",
                message: "The conversation is closed: set its `state` to active first.")
        case .failed(let detail):
            logger.error("Store failed", metadata: ["error": "\(detail)"])
            return .busy("The database cannot be used now: try again shortly.", code: "store_unavailable")
        }
    }

    private static func apiError(for error: HTTPError) -> APIError {
        switch error.status {
        case .notFound:
            APIError(status: .notFound, code: "not_found", message: "There is nothing at this path; see /openapi.json.")
        case .methodNotAllowed:
            APIError(status: .methodNotAllowed, code: "method_not_allowed", message: "This path takes another method.")
        case .contentTooLarge:
            APIError(status: .contentTooLarge, code: "too_large", message: "The body is too large.")
        default:
            APIError(
                status: error.status, code: "bad_request",
                message: error.body ?? "The request cannot be understood: see /openapi.json.")
        }
    }
}
