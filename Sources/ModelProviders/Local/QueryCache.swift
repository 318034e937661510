/// The vectors of the last queries, so that a repeated question costs no model.
struct QueryCache: Sendable {
    private let capacity: Int
    private var entries: [String: (vector: [Float], used: UInt64)] = [:]
    private var clock: UInt64 = 0

    init(capacity: Int) { self.capacity = capacity }

    mutating func vector(of text: String) -> [Float]? {
        guard let entry = entries[text] else { return nil }
        clock += 1
        entries[text]?.used = clock
        return entry.vector
    }

    mutating func insert(_ vector: [Float], for text: String) {
        guard text.utf8.count <= 4_096 else { return }
        clock += 1
        entries[text] = (vector, clock)
        guard entries.count > capacity else { return }
        // Half go at once, so that making room costs little per entry.
        let cut = entries.values.map(\.used).sorted()[entries.count / 2]
        entries = entries.filter { $0.value.used > cut }
    }
}
