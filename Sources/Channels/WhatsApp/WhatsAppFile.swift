import DeskModel

/// Files that go out through the Cloud API: uploaded first, then shown by a message with their id.
///
/// Source: Meta, "Supported media types"; david-lev/pywa `pywa/api.py`.
public enum WhatsAppFile {
    /// What a message calls a file.
    public enum Kind: String, Hashable, Sendable { case image, audio, video, document }

    private static let megabyte = 1_048_576
    /// What the server keeps in memory while it uploads; the API takes documents of up to 100 MB.
    private static let largestDocument = 16 * megabyte

    private static let documents: Set = [
        "text/plain", "application/pdf", "application/msword", "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ]

    /// The most that a file may have; `nil` for a type that the API does not take.
    static func maximumBytes(of contentType: String) -> Int? {
        switch contentType {
        case "image/jpeg", "image/png": 5 * megabyte
        case "audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg", "video/mp4", "video/3gpp":
            16 * megabyte
        default: documents.contains(contentType) ? largestDocument : nil
        }
    }

    static func kind(of contentType: String) -> Kind {
        Kind(rawValue: String(contentType.prefix { $0 != "/" })) ?? .document
    }

    static func upload(_ file: OutgoingFile, account: WhatsAppAccount) -> ProviderRequest {
        var body = MultipartBody()
        body.add("messaging_product", "whatsapp")
        body.add("type", file.contentType)
        body.add("file", file)
        return ProviderRequest(
            .post, account.url("\(account.phoneNumberID)/media"),
            headers: [
                ProviderRequest.Header("Content-Type", body.contentType),
                ProviderRequest.Header("Authorization", account.authorization),
            ], body: body.finished)
    }

    /// The id of an uploaded file; `nil` when it was not taken.
    static func uploaded(_ response: ProviderResponse) -> String? {
        guard (200..<300).contains(response.status), let id = response.json["id"].filled, id.utf8.count <= 64 else {
            return nil
        }
        return id
    }
}
