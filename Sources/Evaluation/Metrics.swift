import Foundation

/// Measures of retrieval, answers and abstention.
public enum Metrics {
    /// Normalised discounted cumulative gain with gains of 2^grade - 1 (Järvelin and Kekäläinen 2002), 0...1.
    ///
    /// - Parameters:
    ///   - ranked: distinct keys, best first.
    ///   - relevance: grades by key; when all are 0 the result is 0.
    public static func normalizedGain(_ ranked: [String], _ relevance: [String: Int], at depth: Int = 10) -> Double {
        func gain(_ grades: [Int]) -> Double {
            grades.prefix(depth).enumerated().reduce(0) {
                $0 + (pow(2, Double($1.element)) - 1) / log2(Double($1.offset) + 2)
            }
        }
        let best = gain(relevance.values.sorted(by: >))
        return best > 0 ? gain(ranked.map { relevance[$0] ?? 0 }) / best : 0
    }

    /// Share of the relevant keys among the first `depth`.
    public static func recall(_ ranked: [String], _ relevance: [String: Int], at depth: Int = 5) -> Double {
        let relevant = relevance.filter { $0.value > 0 }
        guard !relevant.isEmpty else { return 0 }
        return Double(Set(ranked.prefix(depth)).count { relevant[$0] != nil }) / Double(relevant.count)
    }

    /// The words of a text as answers are compared: NFKC, lower case, letters with their marks, digits.
    public static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = String.UnicodeScalarView()
        for scalar in text.precomposedStringWithCompatibilityMapping.lowercased().unicodeScalars {
            let category = scalar.properties.generalCategory
            let isMark = category == .nonspacingMark || category == .spacingMark
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil || isMark {
                word.append(scalar)
            } else if !word.isEmpty {
                words.append(String(word))
                word = String.UnicodeScalarView()
            }
        }
        return word.isEmpty ? words : words + [String(word)]
    }

    /// Whether the text holds the words of one of the answers in a row.
    public static func contains(_ text: String, anyOf answers: [String]) -> Bool {
        let line = " " + words(text).joined(separator: " ") + " "
        return answers.contains { answer in
            let wanted = words(answer)
            return !wanted.isEmpty && line.contains(" " + wanted.joined(separator: " ") + " ")
        }
    }

    /// Share of the distinct figures in the first answer that the texts hold; `nil` when it has none.
    ///
    /// A figure is a number with a decimal point, a thousands separator or at least two digits that is no year.
    public static func figureRecall(_ texts: [String], of answers: [String]) -> Double? {
        let wanted = figures(in: answers.first ?? "")
        guard !wanted.isEmpty else { return nil }
        let held = texts.reduce(into: Set<String>()) { $0.formUnion(figures(in: $1)) }
        return Double(wanted.intersection(held).count) / Double(wanted.count)
    }

    private static func figures(in text: String) -> Set<String> {
        Set(
            text.matches(of: /[0-9]+(?:[.,][0-9]+)*/).map { String($0.output).replacing(",", with: "") }.filter {
                number in
                guard number.count >= 2 else { return false }
                guard number.count == 4, let year = Int(number) else { return true }
                return !(1900...2100).contains(year)
            })
    }

    /// The best token F1 against any of the answers (Rajpurkar et al. 2016), 0...1.
    public static func tokenF1(_ text: String, _ answers: [String]) -> Double {
        let given = words(text)
        return answers.map { answer in
            let wanted = words(answer)
            var left = Dictionary(wanted.map { ($0, 1) }, uniquingKeysWith: +)
            let common = given.count { word in
                guard let count = left[word], count > 0 else { return false }
                left[word] = count - 1
                return true
            }
            return common == 0 ? 0 : 2 * Double(common) / Double(given.count + wanted.count)
        }.max() ?? 0
    }

    /// The chance that a positive scores above a negative, ties counting half; `nil` when either is missing.
    public static func areaUnderCurve(positives: [Double], negatives: [Double]) -> Double? {
        guard !positives.isEmpty, !negatives.isEmpty else { return nil }
        let all = (positives.map { ($0, true) } + negatives.map { ($0, false) }).sorted { $0.0 < $1.0 }
        var rankSum = 0.0
        var start = 0
        while start < all.count {
            var end = start
            while end < all.count, all[end].0 == all[start].0 { end += 1 }
            // Ranks count from 1; equal scores share their mean rank.
            let rank = Double(start + end + 1) / 2
            rankSum += rank * Double(all[start..<end].count { $0.1 })
            start = end
        }
        let count = Double(positives.count)
        return (rankSum - count * (count + 1) / 2) / (count * Double(negatives.count))
    }

    /// Share of the negatives at or above the score that this share of the positives reaches.
    public static func falseShare(positives: [Double], negatives: [Double], coverage: Double = 0.9) -> Double? {
        guard !positives.isEmpty, !negatives.isEmpty else { return nil }
        let sorted = positives.sorted()
        let cut = sorted[min(sorted.count - 1, Int((1 - coverage) * Double(sorted.count) + 1e-9))]
        return Double(negatives.count { $0 >= cut }) / Double(negatives.count)
    }

    /// The value that this share of the values does not exceed (nearest rank); `nil` when there are none.
    public static func percentile(_ values: [Double], _ share: Double) -> Double? {
        guard !values.isEmpty else { return nil }
        let rank = Int((share * Double(values.count)).rounded(.up))
        return values.sorted()[max(0, min(values.count - 1, rank - 1))]
    }

    public static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
}
