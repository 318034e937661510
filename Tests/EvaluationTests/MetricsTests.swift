import Evaluation
import Testing

@Suite("Measures")
struct MetricsTests {
    @Test("gain is 1 for the ideal order and falls with the place")
    func gain() {
        #expect(Metrics.normalizedGain(["a", "b"], ["a": 2, "b": 1]) == 1)
        #expect(abs(Metrics.normalizedGain(["x", "a"], ["a": 1]) - 0.6309) < 0.0001)
        // (1/log2(2) + 3/log2(3)) / (3/log2(2) + 1/log2(3))
        #expect(abs(Metrics.normalizedGain(["b", "a"], ["a": 2, "b": 1]) - 0.7967) < 0.0001)
        #expect(Metrics.normalizedGain([], ["a": 1]) == 0)
        #expect(Metrics.normalizedGain(["a"], [:]) == 0)
        #expect(Metrics.normalizedGain((0..<10).map { "x\($0)" } + ["a"], ["a": 1]) == 0)
    }

    @Test("recall counts the relevant among the first, grades of 0 are not relevant")
    func recall() {
        #expect(Metrics.recall(["a", "x", "b"], ["a": 1, "b": 1, "c": 0]) == 1)
        #expect(Metrics.recall(["a", "x", "y", "z", "w", "b"], ["a": 1, "b": 1]) == 0.5)
        #expect(Metrics.recall(["a"], [:]) == 0)
    }

    @Test(
        "an answer is contained as whole words in a row",
        arguments: [
            ("It opens at 9:00 on Saturdays.", "9:00", true), ("It costs $48.", "$48", true),
            ("It costs $480.", "$48", false),
            ("Rome, the capital", "rome the CAPITAL", true), ("Rome is the capital", "Rome the capital", false),
            ("किताबें पढ़ना", "किताबें", true), ("किताबें", "किताब", false), ("anything", "", false), ("anything", "?!", false),
        ])
    func containment(text: String, answer: String, expected: Bool) {
        #expect(Metrics.contains(text, anyOf: [answer]) == expected)
    }

    @Test("token F1 takes the best wording and counts repeats once")
    func tokenF1() {
        #expect(Metrics.tokenF1("the red house", ["red house", "blue"]) == 0.8)
        #expect(Metrics.tokenF1("red red red", ["red house"]) == 0.4)
        #expect(Metrics.tokenF1("green", ["red"]) == 0)
        #expect(Metrics.tokenF1("green", []) == 0)
    }

    @Test("the area under the curve is a chance, ties counting half")
    func area() {
        #expect(Metrics.areaUnderCurve(positives: [0.9, 0.8], negatives: [0.1, 0.2]) == 1)
        #expect(Metrics.areaUnderCurve(positives: [0.1], negatives: [0.9]) == 0)
        #expect(Metrics.areaUnderCurve(positives: [0.5, 0.5], negatives: [0.5]) == 0.5)
        #expect(Metrics.areaUnderCurve(positives: [0.9, 0.3], negatives: [0.5, 0.1]) == 0.75)
        #expect(Metrics.areaUnderCurve(positives: [], negatives: [0.5]) == nil)
    }

    @Test("false answers are counted at the score that nine of ten known questions reach")
    func falseShare() {
        let known = (1...10).map { Double($0) / 10 }
        #expect(Metrics.falseShare(positives: known, negatives: [0.15, 0.25, 0.05, 0.2]) == 0.5)
        #expect(Metrics.falseShare(positives: known, negatives: []) == nil)
    }

    @Test("percentiles are values that occurred")
    func percentile() {
        let values = (1...100).map(Double.init)
        #expect(Metrics.percentile(values, 0.5) == 50)
        #expect(Metrics.percentile(values, 0.99) == 99)
        #expect(Metrics.percentile([7], 0.99) == 7)
        #expect(Metrics.percentile([], 0.5) == nil)
    }
}
