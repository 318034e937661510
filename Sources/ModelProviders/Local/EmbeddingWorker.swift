import DeskModel

/// What one of the embedder's threads does: tokenise and encode, text by text, until the queue is closed.
struct EmbeddingWorker: Sendable {
    let queue: EmbeddingQueue
    let encoder: EncoderHandle
    let tokenizer: any Tokenizer
    let manifest: ModelManifest

    func run() {
        var request: EncoderRequest?
        while let item = queue.next() {
            do {
                let current = try request ?? EncoderRequest(encoder)
                request = current
                item.batch.finish(item.index, with: try current.encode(ids(of: item), dimension: manifest.dimension))
            } catch {
                // A request that failed is not trusted again, and the rest of the batch is of no use.
                request = nil
                queue.remove(item.batch)
                item.batch.fail(error)
            }
        }
    }

    private func ids(of item: EmbeddingQueue.Item) -> [Int64] {
        let text = manifest.prefixed(item.batch.texts[item.index], for: item.batch.purpose)
        return tokenizer.ids(of: text, limit: manifest.maximumTokens)
    }
}
