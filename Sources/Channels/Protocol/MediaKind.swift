public import DeskModel

/// What a file is, by its media type.
public enum MediaKind {
    public static func kind(of contentType: String?) -> Message.Kind {
        switch contentType?.lowercased().prefix(while: { $0 != "/" }) {
        case "image": .image
        case "video": .video
        case "audio": .voice
        case nil, "": .other
        default: .document
        }
    }
}
