import DeskModel
import Testing

@testable import Dialogue

/// Random customers and owners against rules that must hold whatever happens. A failure names the seed to replay.
@Suite("The form machine against a model")
struct FormModelTests {
    @Test(
        "L13, L25: whatever is said and edited, nobody is asked a deleted question, no answer is lost, and it ends")
    func interleavings() {
        for seed in 1...1_000 { play(seed) }
    }

    private func play(_ seed: Int) {
        var random = Random(seed: UInt64(seed))
        var world = World(&random)
        for step in 0..<40 {
            world.happen(&random)
            for problem in world.problems { Issue.record("seed \(seed), step \(step): \(problem)") }
            if !world.problems.isEmpty { return }
        }
        // A customer who goes on answering comes to an end when the owner leaves the form alone.
        var left = 40
        while !world.isOver, left > 0 {
            world.answerWell()
            left -= 1
        }
        #expect(world.isOver, "seed \(seed): the form does not end")
        #expect(world.problems.isEmpty, "seed \(seed): \(world.problems)")
    }

    /// SplitMix64, so that a seed means the same everywhere.
    struct Random: RandomNumberGenerator {
        private var state: UInt64
        init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    struct World {
        var form: FormFixture
        private(set) var problems: [String] = []
        /// What was accepted for a question of the open submission, as written.
        private var accepted: [FormQuestionID: String] = [:]
        private var submission: FormSubmissionID?
        private var count = 0

        init(_ random: inout Random) {
            form = FormFixture([])
            for _ in 0..<Int.random(in: 1...4, using: &random) { add(&random) }
            say("form")
        }

        /// Completed, cancelled, or not gone on with for so long that it counts for nothing.
        var isOver: Bool { form.open == nil || isExpired(form.open) }

        private var questions: [FormQuestion] { form.forms.first?.questions ?? [] }

        private mutating func add(_ random: inout Random) {
            count += 1
            let kind = FormQuestion.Kind.allCases.randomElement(using: &random) ?? .text
            let question = FormFixture.question(
                "q\(count)", kind, required: Bool.random(using: &random),
                choices: kind == .choice ? ["Red", "Blue"] : [])
            var all = questions
            all.insert(question, at: Int.random(in: 0...all.count, using: &random))
            form.replace(all)
        }

        mutating func happen(_ random: inout Random) {
            switch Int.random(in: 0..<20, using: &random) {
            case 0 where questions.count < 8: add(&random)
            case 1: form.replace(questions.shuffled(using: &random))
            case 2, 3: toggle(&random)
            case 4: say(["back", "skip", "repeat", "help", "zurück", "omitir"].randomElement(using: &random) ?? "back")
            case 5 where Int.random(in: 0..<4, using: &random) == 0: say("cancel")
            case 6: say("how long does it take?")
            case 7: say(["", "???", "<b>", "' OR 1=1 --", "😀", "‏مرحبا", "form"].randomElement(using: &random) ?? "")
            case 8 where Int.random(in: 0..<10, using: &random) == 0:
                form.now = form.now.advanced(byMilliseconds: 25 * 3_600_000)
            case 9: say("form")
            default: answerWell()
            }
        }

        private mutating func toggle(_ random: inout Random) {
            guard var question = questions.randomElement(using: &random) else { return }
            question.isDeleted.toggle()
            form.replace(questions.map { $0.id == question.id ? question : $0 })
        }

        /// Says what fits the question that was asked.
        mutating func answerWell() {
            let asked = questions.first { $0.id == form.open?.asked?.question }
            let fitting: [FormQuestion.Kind: String] = [
                .text: "some words", .longText: "some more words", .number: "12", .date: "tomorrow",
                .phone: "415 555 0132", .email: "a@example.com", .choice: "red", .yesNo: "yes",
                .address: "12 Oak Street, Springfield",
            ]
            say(fitting[asked?.kind ?? .text] ?? "x")
        }

        private mutating func say(_ text: String) {
            let before = form.open
            form.now = form.now.advanced(byMilliseconds: 1_000)
            var decision = form.decide(text)
            if decision == .consult { decision = form.decide(text, isAnswerable: false) }
            switch decision {
            case .leave: if form.open != nil, !isExpired(before) { problems.append("a form in progress left \(text)") }
            case .consult: problems.append("asked twice whether \(text) can be answered")
            case .answer:
                guard let move = form.machine().resume() else { return problems.append("no way back from \(text)") }
                carryOut(move, said: nil, before)
            case .move(let move): carryOut(move, said: text, before)
            }
        }

        private func isExpired(_ submission: FormSubmission?) -> Bool {
            guard let submission else { return false }
            return form.now.milliseconds - submission.updatedAt.milliseconds >= 24 * 3_600_000
        }

        private mutating func carryOut(_ move: FormMove, said: String?, _ before: FormSubmission?) {
            form.carryOut(move)
            guard let after = move.submissions.last else { return problems.append("a move that saves nothing") }
            if after.id != submission {
                submission = after.id
                accepted = [:]
            }
            if move.reply.isEmpty { problems.append("an empty reply") }
            if let asked = after.asked {
                let question = questions.first { $0.id == asked.question }
                if question?.isDeleted != false { problems.append("asked \(asked.question), deleted") }
                if after.status != .open { problems.append("asks although it is over") }
                if move.prompt.questionID != asked.question { problems.append("the prompt names another question") }
            } else if after.status == .open {
                problems.append("open and asks nothing")
            }
            for response in after.responses {
                let isNew = before?.id != after.id || before?.response(to: response.question) != response
                if isNew { accepted[response.question] = response.raw }
                if isNew, !response.isSkipped, response.raw != said { problems.append("an answer nobody gave") }
            }
            if Set(after.responses.map(\.question)).count != after.responses.count { problems.append("answered twice") }
            let kept = Dictionary(after.responses.map { ($0.question, $0.raw) }) { first, _ in first }
            if kept != accepted { problems.append("lost: \(accepted) became \(kept)") }
            if after.status == .complete {
                let missing = questions.filter { !$0.isDeleted && after.response(to: $0.id) == nil }
                if !missing.isEmpty { problems.append("complete without \(missing.map(\.id))") }
            }
        }
    }
}
