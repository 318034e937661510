/// Cuts text into the pieces a model knows, by their ids.
protocol Tokenizer: Sendable {
    /// The special tokens that the model wants around a text.
    var start: Int32 { get }
    var end: Int32 { get }

    /// Calls `body` with each id of a text, special tokens around it left out, until it returns false.
    func forEachID(of text: String, _ body: (Int32) -> Bool)
}

extension Tokenizer {
    /// The ids of a text between the start and the end token, at most `limit` (2 or more) in all.
    func ids(of text: String, limit: Int = .max) -> [Int64] {
        var ids: [Int64] = [Int64(start)]
        forEachID(of: text) { id in
            guard ids.count < limit - 1 else { return false }
            ids.append(Int64(id))
            return true
        }
        ids.append(Int64(end))
        return ids
    }

    /// How many ids `ids(of:)` gives without a limit.
    func count(of text: String) -> Int {
        var count = 2
        forEachID(of: text) { _ in
            count += 1
            return true
        }
        return count
    }
}
