import DeskModel
import HTTPTypes
import Hummingbird

/// `/api/businesses/{business}/calls`: telephone calls and what callers left.
struct CallController {
    let businesses: any BusinessStore
    let calls: any CallStore
    let archive: any MessageArchive

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("api/businesses/:business/calls", use: list)
        router.get("api/businesses/:business/calls/:call", use: get)
        router.get("api/businesses/:business/calls/:call/recording", use: recording)
    }

    /// The names are those of PhoneCall and PhoneCallInfo, which it takes the place of.
    struct CallResponse: ResponseEncodable {
        let id: CallID
        let provider: ChannelProvider
        let callSid: String
        let fromField: String
        let to: String
        let datetime: String
        let direction: Call.Direction
        let status: String
        let contactId: ContactID?
        let conversationId: ConversationID?
        let duration: Int?
        let receiveTextField: Bool
        let voicemail: Bool
        let recordingSeconds: Int?
        let recordingReady: Bool
        let transcript: String?
        /// Where the recording is had, with the same key.
        let voicemailLink: String?
        let transfer: Call.Transfer?

        init(_ call: Call) {
            id = call.id
            provider = call.provider
            callSid = call.callSid
            fromField = call.from
            to = call.to
            datetime = call.createdAt.iso8601
            direction = call.direction
            status = call.status
            contactId = call.contact
            conversationId = call.conversation
            duration = call.duration
            receiveTextField = call.receivesText
            voicemail = call.isVoicemail
            recordingSeconds = call.recordingLength
            recordingReady = call.isRecordingReady
            transcript = call.transcript
            voicemailLink = call.voicemailMessage.map { _ in
                "/api/businesses/\(call.business)/calls/\(call.id)/recording"
            }
            transfer = call.transfer
        }
    }

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> ListResponse<CallResponse> {
        let business = try await context.managedBusiness(in: businesses, for: .read)
        let limit = try request.integerQuery("limit", in: 1...200, default: 50)
        let page = try await calls.calls(
            in: business.id, contact: try request.uuidQuery("contact"), after: try request.uuidQuery("after"),
            limit: limit)
        return ListResponse(page.map(CallResponse.init), limit: limit) { $0.id }
    }

    @Sendable func get(_ request: Request, _ context: DeskRequestContext) async throws -> CallResponse {
        let business = try await context.managedBusiness(in: businesses, for: .read)
        let id = try context.uuidParameter("call", of: "call")
        guard let call = try await calls.call(id, in: business.id) else { throw APIError.notFound("call") }
        return CallResponse(call)
    }

    /// The recording itself, once it was fetched from the provider.
    @Sendable func recording(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let business = try await context.managedBusiness(in: businesses, for: .read)
        let id = try context.uuidParameter("call", of: "call")
        guard let call = try await calls.call(id, in: business.id), let message = call.voicemailMessage,
            let conversation = call.conversation,
            let media = try await archive.media(of: [message], in: business.id).first,
            let (_, content) = try await archive.mediaContent(
                media.id, of: message, in: conversation, of: business.id)
        else { throw APIError.notFound("recording") }
        return MediaResponse.of(media, content)
    }
}
