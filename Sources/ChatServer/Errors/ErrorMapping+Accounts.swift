import Accounts
import HTTPTypes
import Logging

extension ErrorMapping {
    static func apiError(for error: AccountError, logger: Logger) -> APIError {
        func refusal(_ status: HTTPResponse.Status, _ code: String, _ message: String) -> APIError {
            APIError(status: status, code: code, message: message)
        }
        switch error {
        case .wrongCredentials:
            return refusal(
                .unauthorized, "wrong_credentials", "The e-mail address or the password is wrong: try again.")
        case .codeRequired:
            return refusal(.unauthorized, "code_required", "Send the one-time code of your authenticator app as well.")
        case .wrongCode:
            return refusal(
                .unauthorized, "wrong_code", "This code is wrong or was used: wait for the next one in your app.")
        case .lockedOut(let milliseconds):
            let seconds = Int((milliseconds + 999) / 1000)
            return APIError(
                status: .tooManyRequests, code: "locked_out",
                message: "Too many tries: wait \(seconds) s and try again.", headers: [.retryAfter: String(seconds)])
        case .weakPassword(let sentence): return .badRequest("weak_password", sentence, field: "password")
        case .notAnAddress:
            return .badRequest("invalid_request", "`email` must be an e-mail address.", field: "email", phrase: .email)
        case .badName:
            return .badRequest(
                "invalid_request", "`name` must have 1 to 100 printable characters.", field: "name",
                phrase: .length(1...100))
        case .deadLink:
            return refusal(.gone, "dead_link", "This link was used already, withdrawn or is over: ask for a new one.")
        case .signInToAccept:
            return refusal(
                .conflict, "sign_in_to_accept", "This address has an account: sign in with it, then accept.")
        case .invitedAnother:
            return refusal(
                .forbidden, "invited_another", "The invitation is for another address: sign in with that one.")
        case .alreadyMember: return refusal(.conflict, "already_member", "This person is a member of the business.")
        case .unknownMember: return .notFound("member")
        case .unknownInvitation: return .notFound("invitation")
        case .lastOwner:
            return refusal(.conflict, "last_owner", "A business keeps an owner: make somebody else owner first.")
        case .ownersOnly:
            return refusal(.forbidden, "owners_only", "Only owners invite, change and remove owners: ask one of them.")
        case .resetNotAllowed:
            return refusal(
                .forbidden, "reset_not_allowed",
                "This member's password is not yours to reset: let them ask for a link, or ask the operator.")
        case .secondFactorState(let sentence): return refusal(.conflict, "second_factor", sentence)
        case .unknownSession: return .notFound("session")
        case .busy: return .busy("Many people sign in just now: try again in a second.")
        case .failed(let detail):
            logger.error("Account failed", metadata: ["error": "\(detail)"])
            return refusal(
                .internalServerError, "internal", "The server met an error of its own: tell the operator if it stays.")
        }
    }
}
