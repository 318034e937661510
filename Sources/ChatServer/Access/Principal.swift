import DeskModel
import HTTPTypes

/// Who makes a request.
enum Principal: Hashable, Sendable {
    /// The holder of the admin token, or of a cookie that stands for it: every business.
    case operator_
    /// The holder of a business's secret key, who may do what its admins may.
    case business(BusinessID)
    /// A person who signed in.
    case user(SignedInUser)
    /// A web page of a business: may open chat sessions.
    case widget(BusinessID)
    case anonymous

    /// - Throws: `APIError.unauthorized` without a key; 404 for another business's, so that its existence is not told;
    ///   403 for what the role does not allow.
    func require(_ permission: Permission, of business: BusinessID) throws(APIError) {
        switch self {
        case .operator_: return
        case .business(let own):
            guard own == business else { throw .notFound("business") }
            guard Role.admin.allows(permission) else { throw .forbidden }
        case .user(let user):
            guard let role = user.roles[business] else { throw .notFound("business") }
            guard role.allows(permission) else { throw .notAllowed(role, permission) }
        case .widget: throw .forbidden
        case .anonymous: throw .unauthorized
        }
    }

    func requireOperator() throws(APIError) {
        switch self {
        case .operator_: return
        case .business, .user, .widget: throw .forbidden
        case .anonymous: throw .unauthorized
        }
    }

    /// The person who signed in. - Throws: 403 for keys, which are nobody.
    func requireUser() throws(APIError) -> SignedInUser {
        switch self {
        case .user(let user): return user
        case .operator_, .business, .widget:
            throw APIError(
                status: .forbidden, code: "not_a_user",
                message: "This is for people who signed in with an e-mail address: sign in at /sign-in.")
        case .anonymous: throw .unauthorized
        }
    }

    /// The business that a request without a named one means.
    func requireBusiness() throws(APIError) -> BusinessID {
        switch self {
        case .business(let own): return own
        case .user(let user) where user.roles.count == 1:
            if let only = user.roles.keys.first { return only }
            throw .unauthorized
        case .operator_, .user:
            throw .badRequest(
                "business_required", "Name the business, or use one of its secret keys.", field: "business")
        case .widget: throw .forbidden
        case .anonymous: throw .unauthorized
        }
    }
}

extension APIError {
    static func notAllowed(_ role: Role, _ permission: Permission) -> APIError {
        APIError(
            status: .forbidden, code: "role_not_allowed",
            message:
                "Your role here is \(role.rawValue), and this needs \(permission.least.rawValue): ask an admin or "
                + "owner of the business.", details: ["role": role.rawValue, "needs": permission.least.rawValue])
    }
}
