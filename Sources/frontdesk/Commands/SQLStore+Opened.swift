import Storage

extension SQLStore {
    /// Opens a data folder for a command, and says when that brought a restore to its end that had been interrupted.
    ///
    /// - Throws: what `open` throws.
    static func opened(at directory: String) async throws -> SQLStore {
        let store = try await open(at: directory)
        if let repair = store.repair { Console.error(repair) }
        return store
    }
}
