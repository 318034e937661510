import DeskModel

/// The one place where databases differ: full-text search over a business's chunks.
///
/// Terms are analysed already: letters, marks and digits. Whatever else a caller sends finds nothing and harms nothing.
protocol FullTextIndex: Sendable {
    func create(for business: BusinessID, in transaction: any SQLTransaction) throws
    func drop(for business: BusinessID, in transaction: any SQLTransaction) throws
    func insert(_ texts: [IndexedTerms], of business: BusinessID, in transaction: any SQLTransaction) throws
    /// - Parameter texts: exactly as they were inserted.
    func remove(_ texts: [IndexedTerms], of business: BusinessID, in transaction: any SQLTransaction) throws
    /// Chunks that hold any of the terms by BM25, best first.
    ///
    /// - Parameters:
    ///   - holding: the terms, with how many chunks hold each: what `chunksHolding` gave in this transaction.
    ///   - filter: the chunks that may be found; all when `nil`.
    func search(
        for holding: [String: Int], in collection: FullTextCollection, limit: Int, filter: FullTextFilter?,
        _ transaction: any SQLTransaction
    ) throws -> [ScoredChunk]
    /// How many chunks hold each term.
    func chunksHolding(
        _ terms: [String], in business: BusinessID, _ transaction: any SQLTransaction
    ) throws -> [String: Int]
    /// What is wrong with the index of a business that should hold so many chunks; `nil` when it is sound.
    func problem(of business: BusinessID, chunks: Int, _ transaction: any SQLTransaction) throws -> String?
}

/// The terms of one chunk, separated by spaces.
struct IndexedTerms: Hashable, Sendable {
    let chunk: ChunkID
    let terms: String

    /// Words in them, repeats included.
    var count: Int { Self.words(of: terms).count }

    /// Cut at the spaces' bytes: as characters, a space and a mark after it would be one, and neither a cut.
    static func words(of terms: String) -> [Substring] {
        terms.utf8.split(separator: UInt8(ascii: " ")).map { Substring($0) }
    }
}

/// A statement that selects the ids of the chunks that may be found.
struct FullTextFilter: Sendable {
    /// With one column, `chunk`.
    let sql: String
    let parameters: [String: SQLValue]
}

/// How much text a business's index holds, which BM25 needs.
struct FullTextCollection: Hashable, Sendable {
    let business: BusinessID
    let chunks: Int
    /// In all chunks together, repeats included.
    let terms: Int
    /// Of the chunks, as the business counts it.
    let generation: Int64
}
