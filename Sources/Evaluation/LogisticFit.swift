import Foundation

/// Fits the logistic model that turns features into a chance: weighted, with a ridge on the weights, by Newton's method
/// (iteratively reweighted least squares).
public struct LogisticFit: Hashable, Sendable {
    /// One case to learn from.
    public struct Sample: Hashable, Sendable {
        public let features: [Double]
        public let label: Bool
        /// How much the case counts, positive.
        public let weight: Double

        public init(features: [Double], label: Bool, weight: Double = 1) {
            self.features = features
            self.label = label
            self.weight = weight
        }
    }

    public let weights: [Double]
    public private(set) var bias: Double

    /// - Parameters:
    ///   - samples: of equally many features each; their weights are scaled to sum to 1.
    ///   - ridge: pulls the weights, not the bias, towards 0; positive, so that the fit exists.
    /// - Returns: `nil` when the samples are empty or of differing sizes.
    public init?(_ samples: [Sample], ridge: Double = 2e-4, rounds: Int = 50) {
        guard let size = samples.first?.features.count, samples.allSatisfy({ $0.features.count == size }) else {
            return nil
        }
        let total = samples.reduce(0) { $0 + $1.weight }
        guard total > 0 else { return nil }
        let count = size + 1
        var solution = [Double](repeating: 0, count: count)
        for _ in 0..<rounds {
            var gradient = [Double](repeating: 0, count: count)
            var hessian = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
            for sample in samples {
                let row = sample.features + [1]
                let chance = 1 / (1 + exp(-zip(row, solution).reduce(0) { $0 + $1.0 * $1.1 }))
                let weight = sample.weight / total
                let error = weight * (chance - (sample.label ? 1 : 0))
                let curvature = weight * max(1e-9, chance * (1 - chance))
                for i in 0..<count {
                    gradient[i] += error * row[i]
                    for j in 0...i { hessian[i][j] += curvature * row[i] * row[j] }
                }
            }
            for i in 0..<count {
                if i < size { gradient[i] += 2 * ridge * solution[i] }
                hessian[i][i] += i < size ? 2 * ridge : 1e-9
                for j in 0..<i { hessian[j][i] = hessian[i][j] }
            }
            let step = Self.solve(hessian, gradient)
            // Far steps overshoot where the classes are nearly apart.
            let longest = step.map(abs).max() ?? 0
            let factor = longest > 2 ? 2 / longest : 1
            for i in 0..<count { solution[i] -= factor * step[i] }
            if longest < 1e-8 { break }
        }
        weights = Array(solution.dropLast())
        bias = solution[size]
    }

    /// The same weights with the bias raised by `logits`, so that every chance grows.
    public func raised(by logits: Double) -> LogisticFit {
        var copy = self
        copy.bias += logits
        return copy
    }

    /// The chance that the label is true.
    public func chance(_ features: [Double]) -> Double {
        1 / (1 + exp(-zip(weights, features).reduce(bias) { $0 + $1.0 * $1.1 }))
    }

    /// Gaussian elimination with pivoting; the matrix is positive definite.
    private static func solve(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
        var rows = zip(matrix, vector).map { $0 + [$1] }
        let count = vector.count
        for column in 0..<count {
            let pivot = (column..<count).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
            rows.swapAt(column, pivot)
            for row in column + 1..<max(column + 1, count) {
                let factor = rows[row][column] / rows[column][column]
                for k in column...count { rows[row][k] -= factor * rows[column][k] }
            }
        }
        var solution = [Double](repeating: 0, count: count)
        for row in (0..<count).reversed() {
            let known = (row + 1..<max(row + 1, count)).reduce(0) { $0 + rows[row][$1] * solution[$1] }
            solution[row] = (rows[row][count] - known) / rows[row][row]
        }
        return solution
    }
}
