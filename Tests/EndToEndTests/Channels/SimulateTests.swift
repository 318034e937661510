import Foundation
import Testing

@Suite("Simulated providers", .serialized)
struct SimulateTests {
    private let desk: RunningDesk
    private let business: TestBusiness

    init() async throws {
        desk = try await RunningDesk(environment: ["FRONTDESK_PUBLIC_URL": "https://desk.example.org"])
        business = try await desk.business(knowing: "The clinic opens at nine on Monday to Friday.")
        try await desk.form([["question_text": "How many pets?", "type": "number"]], for: business)
    }

    private func simulate(_ kind: String, _ lines: String...) async throws -> CommandResult {
        try await desk.folder.run(
            [
                "simulate", kind, "--server", "http://127.0.0.1:\(desk.port)", "--business", "\(business.id)", "--key",
                desk.admin,
            ] + lines)
    }

    @Test(
        "W23, C25: a question, a form and its answer go through on every channel without a provider",
        arguments: ["twilio-sms", "whatsapp", "telegram", "twilio-voice", "relay"])
    func story(kind: String) async throws {
        let run = try await simulate(kind, "When does the clinic open?", "form", "2")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("nine"), "\(run.output)")
        #expect(run.output.contains("How many pets?"))
        let kept = try #require(try await desk.submissions(business).first)
        let answers = try #require(kept["responses"] as? [[String: Any]]).compactMap { $0["value"] as? String }
        #expect(answers == ["2"])
    }

    @Test("C15: a simulated caller presses keys, and 0 ends the session for a person")
    func keys() async throws {
        let run = try await simulate("relay", "form", "#12#", "#0")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("the session ends"))
        let kept = try #require(try await desk.submissions(business).first)
        let answers = try #require(kept["responses"] as? [[String: Any]]).compactMap { $0["value"] as? String }
        #expect(answers == ["12"])
    }

    @Test("W23: a wrong key is told, and connects nothing")
    func refused() async throws {
        let run = try await desk.folder.run(
            "simulate", "twilio-sms", "--server", "http://127.0.0.1:\(desk.port)", "--business", "\(business.id)",
            "--key", "wrong", "Hello")
        #expect(run.status != 0)
        #expect(run.errors.contains("refused"))
    }
}
