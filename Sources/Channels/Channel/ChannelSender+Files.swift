import DeskModel
import Logging

/// How files of messages go out: handed over where the provider takes them, else as links that every channel carries.
extension ChannelSender {
    /// A piece for each file of a message, behind its text.
    func fileParts(of message: Message) async throws -> [ChannelPart] {
        try await archive.media(of: [message.id], in: message.business).map { file in
            let parts = [file.filename, links?.url(of: file)].compactMap(\.self)
            return ChannelPart(parts.isEmpty ? file.contentType : parts.joined(separator: ": "), media: file.id)
        }
    }

    /// The file that a piece hands over, uploaded where the provider wants it first.
    ///
    /// - Returns: `nil` for a text, and where the link has to do: too large, of another kind, not taken, or perhaps taken
    ///   already, for nobody is to get a large file again and again.
    func file(
        of delivery: ChannelDelivery, _ piece: OutgoingPiece, _ connection: ChannelConnection,
        _ adapter: any ChannelAdapter
    ) async throws -> OutgoingFile? {
        let thread = piece.thread
        guard let id = delivery.media, !piece.isOutsideWindow, delivery.state != .sending,
            let (media, content) = try await archive.mediaContent(
                id, of: delivery.message, in: thread.conversation, of: thread.business)
        else { return nil }
        var file = OutgoingFile(
            id: id, name: media.filename ?? "file", contentType: media.contentType, content: content)
        guard let most = adapter.maximumBytes(ofFile: file.contentType), (1...most).contains(content.count) else {
            return nil
        }
        guard let request = adapter.upload(file, in: thread, for: connection) else { return file }
        do {
            let response = try await client.send(request, isOperated: environment.isOperated(connection))
            file.providerID = adapter.uploaded(response)
            if file.providerID == nil { note("status \(response.status)", of: delivery, thread) }
        } catch let error as ProviderUnreachable {
            note(error.detail, of: delivery, thread)
        }
        return file.providerID == nil ? nil : file
    }

    private func note(_ reason: String, of delivery: ChannelDelivery, _ thread: ChannelThread) {
        logger.notice(
            "A file goes as a link, for the provider did not take it",
            metadata: [
                "desk.message.id": "\(delivery.message)", "desk.provider": "\(thread.provider.rawValue)",
                "error": "\(reason)",
            ])
    }
}
