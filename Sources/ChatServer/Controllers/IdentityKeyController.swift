import DeskModel
import HTTPTypes
import Hummingbird

/// `/api/businesses/{business}/identity-key`: what a business's own server signs its customers' identifiers with.
struct IdentityKeyController {
    let businesses: any BusinessStore
    let identities: any IdentityStore

    func add(to router: some RouterMethods<DeskRequestContext>) {
        let base = "api/businesses/:business/identity-key"
        router.get("\(base)", use: get)
        router.post("\(base)", use: create)
        router.delete("\(base)", use: delete)
        router.post("\(base)/rotate", use: rotate)
    }

    struct IdentityKeyResponse: ResponseEncodable {
        let prefix: String
        let createdAt: String
        /// Present once, in the answer that made the key.
        let key: String?

        init(_ key: IdentityKey, showsSecret: Bool = false) {
            prefix = key.prefix
            createdAt = key.createdAt.iso8601
            self.key = showsSecret ? key.secret : nil
        }
    }

    @Sendable func get(_ request: Request, _ context: DeskRequestContext) async throws -> IdentityKeyResponse {
        let business = try await context.managedBusiness(in: businesses)
        guard let key = try await identities.identityKey(of: business.id) else {
            throw APIError.notFound("identity key")
        }
        return IdentityKeyResponse(key)
    }

    @Sendable func create(_ request: Request, _ context: DeskRequestContext) async throws
        -> EditedResponse<IdentityKeyResponse>
    {
        let business = try await context.managedBusiness(in: businesses)
        let key = try await identities.makeIdentityKey(of: business.id, loggedBy: context)
        return EditedResponse(status: .created, response: IdentityKeyResponse(key, showsSecret: true))
    }

    /// Makes a new key; hashes made with the one before prove nothing from then on.
    @Sendable func rotate(_ request: Request, _ context: DeskRequestContext) async throws -> IdentityKeyResponse {
        let business = try await context.managedBusiness(in: businesses)
        return IdentityKeyResponse(
            try await identities.rotateIdentityKey(of: business.id, loggedBy: context), showsSecret: true)
    }

    @Sendable func delete(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let business = try await context.managedBusiness(in: businesses)
        try await identities.deleteIdentityKey(of: business.id, loggedBy: context)
        return Response(status: .noContent)
    }
}
