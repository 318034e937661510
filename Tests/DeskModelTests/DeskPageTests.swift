import DeskModel
import Foundation
import Testing

@Suite("Pages that notifications lead to")
struct DeskPageTests {
    private let business = BusinessID(7)

    private func call(_ conversation: ConversationID?) -> Call {
        Call(
            id: "call", business: business, provider: .twilio, callSid: "CA1", contact: nil,
            conversation: conversation, direction: .inbound, from: "+34600111222", to: "+34600333444",
            status: "completed", duration: 30, receivesText: false, isVoicemail: true, recordingSid: nil,
            recordingURL: nil, recordingLength: 12, isRecordingReady: false, transcript: nil, voicemailMessage: nil,
            transfer: nil, sessionID: nil, sessionStatus: nil, createdAt: .now(), updatedAt: .now(), version: 1)
    }

    @Test("L23: every event leads to the dashboard's page of what it is about, none to the customer's own chat")
    func pages() {
        let submission = EventData.FormSubmission(submissionId: "s", formId: "f", conversationId: "c", answers: [])
        let failure = DocumentFailure(code: "empty", message: "It is empty.")
        let expected: [(DeskEvent, String)] = [
            (.handoffRequested(in: "c", of: business, reason: "requested"), "b/7/conversations/c"),
            (.handoffTaken(in: "c", of: business, by: "Ana"), "b/7/conversations/c"),
            (.formSubmitted(submission, in: business), "b/7/conversations/c"),
            (.voicemailReceived(call("c")), "b/7/conversations/c"), (.voicemailReceived(call(nil)), "b/7/calls"),
            (.documentReady("d", title: "t", version: 1, pages: 1, chunks: 1, in: business), "b/7/documents/d"),
            (
                .documentFailed("d", filename: "t.txt", version: 1, failure: failure, in: business),
                "b/7/documents/d"
            ),
        ]
        for (event, path) in expected { #expect(event.page?.path == path, "\(event.kind)") }
    }

    @Test("what earlier versions stored of a conversation leads to the dashboard, too; the rest stays as it was")
    func stored() throws {
        let pages = try JSONDecoder().decode(
            [DeskPage].self, from: Data(#"["chats/7/c", "documents/d", "b/7/conversations/c"]"#.utf8))
        #expect(pages.map(\.path) == ["b/7/conversations/c", "documents/d", "b/7/conversations/c"])
        #expect(pages[0] == .conversation("c", in: business))
        #expect(try JSONDecoder().decode([DeskPage].self, from: try JSONEncoder().encode(pages)) == pages)
    }
}
