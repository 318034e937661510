import DeskModel

/// What one of the embedder's threads does: tokenise and encode, text by text, until the queue is closed.
struct EmbeddingWorker: Sendable {
    let queue: EmbeddingQueue
    let encoder: EncoderHandle
    let tokenizer: WordPieceTokenizer
    let manifest: ModelManifest

    func run() {
        var request: EncoderRequest?
        while let item = queue.next() {
            do {
                let current = try request ?? EncoderRequest(encoder)
                request = current
                let prefix = item.purpose == .query ? manifest.queryPrefix : manifest.passagePrefix
                let ids = tokenizer.ids(of: prefix + item.batch.texts[item.index], limit: manifest.maximumTokens)
                item.batch.finish(item.index, with: try current.encode(ids, dimension: manifest.dimension))
            } catch {
                // A request that failed is not trusted again.
                request = nil
                item.batch.fail(error)
            }
        }
    }
}
