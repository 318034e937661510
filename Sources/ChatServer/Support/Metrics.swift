import Synchronization

/// Counts what the server does and writes it in the Prometheus text format, version 0.0.4.
final class Metrics: Sendable {
    private struct Histogram {
        var buckets: [Int]
        var sum: Double = 0
        var count = 0
    }

    private struct State {
        var counters: [String: [String: Int]] = [:]
        var histograms: [String: [String: Histogram]] = [:]
    }

    /// Upper bounds in seconds.
    private static let bounds: [Double] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

    private let state = Mutex(State())

    /// - Parameter labels: such as `method="GET",status="200"`, of a bounded number of values.
    func count(_ name: String, _ labels: String = "", by amount: Int = 1) {
        state.withLock { $0.counters[name, default: [:]][labels, default: 0] += amount }
    }

    func observe(_ name: String, _ labels: String = "", seconds: Double) {
        state.withLock { state in
            let empty = Histogram(buckets: [Int](repeating: 0, count: Self.bounds.count))
            var histogram = state.histograms[name]?[labels] ?? empty
            if let index = Self.bounds.firstIndex(where: { seconds <= $0 }) { histogram.buckets[index] += 1 }
            histogram.sum += seconds
            histogram.count += 1
            state.histograms[name, default: [:]][labels] = histogram
        }
    }

    /// The whole exposition. - Parameter gauges: values read at the moment of asking.
    func text(gauges: [(name: String, value: Double)]) -> String {
        let state = state.withLock { $0 }
        var lines: [String] = []
        for (name, value) in gauges {
            lines += ["# TYPE \(name) gauge", "\(name) \(Self.format(value))"]
        }
        for (name, values) in state.counters.sorted(by: { $0.key < $1.key }) {
            lines.append("# TYPE \(name) counter")
            for (labels, value) in values.sorted(by: { $0.key < $1.key }) {
                lines.append(labels.isEmpty ? "\(name) \(value)" : "\(name){\(labels)} \(value)")
            }
        }
        for (name, values) in state.histograms.sorted(by: { $0.key < $1.key }) {
            lines.append("# TYPE \(name) histogram")
            for (labels, histogram) in values.sorted(by: { $0.key < $1.key }) {
                lines += Self.lines(name, labels, histogram)
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(_ name: String, _ labels: String, _ histogram: Histogram) -> [String] {
        let prefix = labels.isEmpty ? "" : labels + ","
        let suffix = labels.isEmpty ? "" : "{\(labels)}"
        var lines: [String] = []
        var cumulative = 0
        for (bound, count) in zip(bounds, histogram.buckets) {
            cumulative += count
            lines.append("\(name)_bucket{\(prefix)le=\"\(format(bound))\"} \(cumulative)")
        }
        lines.append("\(name)_bucket{\(prefix)le=\"+Inf\"} \(histogram.count)")
        lines.append("\(name)_sum\(suffix) \(histogram.sum)")
        lines.append("\(name)_count\(suffix) \(histogram.count)")
        return lines
    }

    private static func format(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }
}
