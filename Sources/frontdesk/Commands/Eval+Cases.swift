import Answering
import ArgumentParser
import DeskModel
import Storage

extension Eval {
    /// Puts a business's own regression cases to its desk. - Throws: `ExitCode.failure` when one does not hold.
    func runCases(of name: String) async throws {
        var settings: [SettingKey: String] = [:]
        settings[.data] = data
        let system = try await DeskSystem.open(try Settings(arguments: settings, configFile: config), quiet: true)
        var named = try BusinessOption.parse([])
        named.business = name
        let business = try await named.find(in: system.store)
        var cases: [RegressionCase] = []
        while true {
            let page = try await system.store.regressionCases(in: business.id, after: cases.last?.id, limit: 200)
            cases += page
            if page.count < 200 { break }
        }
        guard !cases.isEmpty else {
            throw ValidationError(
                "\(business.name) has no regression cases: approve a FAQ, or add a case over the API.")
        }
        let run = try await system.answerer.run(cases, in: business, model: business.servedModel ?? "none")
        if json {
            try Console.json(run)
        } else {
            for result in run.results {
                Console.out("\(result.passed ? "✓" : "✗") \(result.question)")
                if let problem = result.problem { Console.out("    \(problem) Said: \(result.answer.prefix(200))") }
            }
            for skipped in run.skipped { Console.out("– \(skipped.question) (\(skipped.reason.explanation))") }
            Console.out("\(run.passed) of \(run.total) cases hold, found by \(run.embeddingModel).")
        }
        if run.passed < run.total { throw ExitCode.failure }
    }
}

extension RegressionRun.Skipped.Reason {
    fileprivate var explanation: String {
        switch self {
        case .notLive: "not asked: its answer is not valid now"
        case .noTime: "not asked: there was no time left"
        }
    }
}
