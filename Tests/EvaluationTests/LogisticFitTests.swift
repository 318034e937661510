import Evaluation
import Foundation
import Testing

@Suite("Fitting a logistic model")
struct LogisticFitTests {
    @Test("known weights are found again")
    func recovers() throws {
        var state: UInt64 = 7
        func random() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) / Double(1 << 53)
        }
        let samples = (0..<20_000).map { _ in
            let features = [random() * 2 - 1, random() * 2 - 1]
            let chance = 1 / (1 + exp(-(3 * features[0] - 2 * features[1] + 0.5)))
            return LogisticFit.Sample(features: features, label: random() < chance)
        }
        let fit = try #require(LogisticFit(samples, ridge: 1e-6))
        #expect(abs(fit.weights[0] - 3) < 0.2)
        #expect(abs(fit.weights[1] + 2) < 0.2)
        #expect(abs(fit.bias - 0.5) < 0.1)
    }

    @Test("the ridge keeps separable classes finite, and weights count")
    func separable() throws {
        let samples = [0.1, 0.2, 0.8, 0.9].map { LogisticFit.Sample(features: [$0], label: $0 > 0.5) }
        let fit = try #require(LogisticFit(samples))
        #expect(fit.weights[0].isFinite)
        #expect(fit.chance([0.95]) > 0.9)
        #expect(fit.chance([0.05]) < 0.1)
        let skewed = try #require(
            LogisticFit(samples.map { .init(features: $0.features, label: $0.label, weight: $0.label ? 9 : 1) }))
        #expect(skewed.chance([0.5]) > fit.chance([0.5]))
    }

    @Test("nothing to learn from gives no model")
    func refuses() {
        #expect(LogisticFit([]) == nil)
        #expect(LogisticFit([.init(features: [1], label: true), .init(features: [1, 2], label: false)]) == nil)
        #expect(LogisticFit([.init(features: [1], label: true, weight: 0)]) == nil)
    }

    @Test("a large set does not outweigh a small one, nor the known the unknown")
    func balanced() throws {
        func samples(_ set: String, _ count: Int, _ known: Double, _ unknown: Double) -> [ConfidenceFit.Sample] {
            (0..<count * 9).map { _ in .init(set: set, isKnown: true, features: [known]) }
                + (0..<count).map { _ in .init(set: set, isKnown: false, features: [unknown]) }
        }
        let fit = try #require(ConfidenceFit(samples("large", 100, 1, 0) + samples("small", 1, 1, 0)))
        #expect(abs(fit.model.chance([0.5]) - 0.5) < 0.01)
        let torn = samples("large", 100, 1, 0) + samples("small", 1, 0, 1)
        // Two sets that contradict each other cancel out.
        #expect(abs(try #require(ConfidenceFit(torn)).model.weights[0]) < 0.01)
        #expect(try #require(ConfidenceFit(torn, weights: ["small": 0.1])).model.weights[0] > 1)
        #expect(ConfidenceFit([]) == nil)
    }

    @Test("a feature that is left out weighs nothing, and a raised bias answers more")
    func leavesOut() throws {
        let second = "sentence"  // `ConfidenceFeatures.names[1]`
        let samples = (0..<40).map { index in
            ConfidenceFit.Sample(
                set: "one", isKnown: index.isMultiple(of: 2), features: index.isMultiple(of: 2) ? [1, 1] : [0, 0])
        }
        let whole = try #require(ConfidenceFit(samples))
        let part = try #require(ConfidenceFit(samples, leftOut: [second]))
        #expect(whole.model.weights[1] > 0.1)
        #expect(part.model.weights[1] == 0)
        #expect(part.model.weights[0] > whole.model.weights[0])
        let raised = try #require(ConfidenceFit(samples, raise: 0.75))
        #expect(raised.model.weights == whole.model.weights)
        #expect(abs(raised.model.bias - whole.model.bias - 0.75) < 1e-9)
    }
}
