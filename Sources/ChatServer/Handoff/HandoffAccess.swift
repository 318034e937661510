import Accounts
import DeskModel
import Dialogue
import Hummingbird

extension DeskRequestContext {
    /// A change of who speaks, with its row in the audit log; for the API and the pages alike.
    ///
    /// - Parameter action: `take`, `release` or `transfer`.
    /// - Throws: `StoreError.notFound`, what `work` throws.
    func auditedHandoff(
        _ action: String, of conversation: ConversationID, in business: BusinessID, _ desk: Desk,
        _ work: () async throws -> Handoff
    ) async throws -> HandoffController.HandoffResponse {
        let before = HandoffController.HandoffResponse(try await desk.handoff(of: conversation, in: business))
        let note = AuditNote("conversation/\(conversation)", before: before)
        return try await audited("conversation.\(action)", in: business, note) {
            HandoffController.HandoffResponse(try await work())
        }
    }
}

extension AccountService {
    /// A member of the business who may speak with customers, by their id.
    ///
    /// - Throws: 400 for anybody else, whoever they are elsewhere.
    func colleague(_ named: String, in business: BusinessID) async throws -> Agent {
        let refusal = APIError.badRequest(
            "invalid_request", "`to` must be the id of a member of the business who may speak with customers.",
            field: "to")
        let id = named.lowercased()
        guard UUIDv7.isValid(id) else { throw refusal }
        do {
            let member = try await member(id, of: business)
            guard member.role.allows(.converse) else { throw refusal }
            return Agent(id: member.user.id, name: member.user.name)
        } catch AccountError.unknownMember {
            throw refusal
        }
    }
}
