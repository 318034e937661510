import DeskModel

/// Who makes a request.
enum Principal: Hashable, Sendable {
    /// The holder of the admin token, or of a cookie that stands for it: every business.
    case operator_
    /// The holder of a business's secret key.
    case business(BusinessID)
    /// A web page of a business: may open chat sessions.
    case widget(BusinessID)
    case anonymous

    /// - Throws: `APIError.unauthorized` without a key; 404 for another business's, so that its existence is not told.
    func requireManagement(of business: BusinessID) throws(APIError) {
        switch self {
        case .operator_: return
        case .business(let own) where own == business: return
        case .business: throw .notFound("business")
        case .widget: throw .forbidden
        case .anonymous: throw .unauthorized
        }
    }

    func requireOperator() throws(APIError) {
        switch self {
        case .operator_: return
        case .business, .widget: throw .forbidden
        case .anonymous: throw .unauthorized
        }
    }

    /// The business that a request without a named one means.
    func requireBusiness() throws(APIError) -> BusinessID {
        switch self {
        case .business(let own): return own
        case .operator_:
            throw .badRequest(
                "business_required", "Name the business, or use one of its secret keys.", field: "business")
        case .widget: throw .forbidden
        case .anonymous: throw .unauthorized
        }
    }
}
