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

    /// What came back after each line, in order.
    private func exchanges(_ output: String) -> [(line: String, heard: String)] {
        var exchanges: [(line: String, heard: String)] = []
        for line in output.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("> ") {
                exchanges.append((String(line.dropFirst(2)), ""))
            } else if !exchanges.isEmpty {
                exchanges[exchanges.count - 1].heard += line + "\n"
            }
        }
        return exchanges
    }

    private func requireForm() async throws {
        let kept = try #require(try await desk.submissions(business).first)
        #expect(kept["status"] as? String == "complete")
        let answers = try #require(kept["responses"] as? [[String: Any]]).compactMap { $0["value"] as? String }
        #expect(answers == ["2"])
    }

    @Test(
        "W23, C25, L14, L15: question, follow-up, form, hand-off and hand-back go through without a provider",
        arguments: ["twilio-sms", "whatsapp", "telegram", "relay"])
    func story(kind: String) async throws {
        let run = try await simulate(
            kind, "When does the clinic open?", "On which days does it open?", "form", "2", "Can I talk to a person?",
            "@take", "Hello, is somebody there?", "@We are painting the doors.", "@release",
            "When does the clinic open?")
        #expect(run.status == 0, "\(run.errors)")
        let heard = exchanges(run.output)
        try #require(heard.count == 10, "\(run.output)")
        #expect(heard[0].heard.contains("nine"))
        #expect(heard[1].heard.contains("Monday"))
        #expect(heard[2].heard.contains("How many pets?"))
        try await requireForm()
        #expect(heard[4].heard.contains("asked a person"))
        // A text goes out when its sender's turn comes, so that it may be heard after the next line.
        let later = heard[5...].map(\.heard).joined()
        let person = try #require(later.range(of: "painting the doors"), "\(later)")
        let back = try #require(later.range(of: "The assistant is back."), "\(later)")
        // While a person has the word the assistant says nothing.
        #expect(later[..<person.lowerBound].contains("You are now talking to Kim."))
        #expect(later[..<back.lowerBound].filter(\.isLetter).hasPrefix("YouarenowtalkingtoKim"), "\(later)")
        #expect(!later[..<back.lowerBound].contains("nine"), "\(later)")
        #expect(person.upperBound <= back.lowerBound && later[back.upperBound...].contains("nine"), "\(later)")
    }

    @Test("W23, L14, L16: a simulated call by keys and speech goes to a person who does not pick up, and back")
    func callStory() async throws {
        let run = try await simulate(
            "twilio-voice", "When does the clinic open?", "On which days does it open?", "form", "#2",
            "Can I talk to a person?", "@miss", "When does the clinic open?", "#0", "@release")
        #expect(run.status == 0, "\(run.errors)")
        let heard = exchanges(run.output)
        try #require(heard.count == 9, "\(run.output)")
        #expect(heard[0].heard.contains("nine"))
        #expect(heard[1].heard.contains("Monday"))
        #expect(heard[2].heard.contains("How many pets?"))
        try await requireForm()
        #expect(heard[4].heard.contains("put through to +15005550199"))
        #expect(heard[5].heard.contains("Nobody could take your call."))
        // The assistant has the caller back, and does not ring the telephone again for a question.
        #expect(heard[6].heard.contains("nine"))
        #expect(heard[7].heard.contains("put through to +15005550199"))
        #expect(heard[8].heard.contains("the call ends"))
    }

    @Test("W23: a person cannot take part before the customer spoke")
    func tooEarly() async throws {
        let run = try await simulate("twilio-sms", "@take")
        #expect(run.status != 0)
        #expect(run.errors.contains("the customer speaks first"))
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
