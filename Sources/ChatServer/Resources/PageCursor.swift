import DeskModel
import Foundation

/// Where a page ended, as text that means nothing to clients. A forged one leads nowhere but to other places of the same
/// list, since every list is narrowed to its business first.
enum PageCursor {
    static func text(_ parts: [String]) -> String {
        Data(parts.joined(separator: " ").utf8).base64EncodedString().replacing("+", with: "-")
            .replacing("/", with: "_").replacing("=", with: "")
    }

    static func parts(_ text: String, count: Int) -> [String]? {
        guard text.utf8.count <= 200 else { return nil }
        var padded = text.replacing("-", with: "+").replacing("_", with: "/")
        padded += String(repeating: "=", count: (4 - padded.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: padded), let decoded = String(validating: data, as: UTF8.self) else {
            return nil
        }
        let parts = decoded.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        return parts.count == count ? parts : nil
    }

    /// A time and an id.
    static func place(_ text: String) -> (at: Timestamp, id: String)? {
        guard let parts = parts(text, count: 2), let time = Int64(parts[0]), UUIDv7.isValid(parts[1]) else {
            return nil
        }
        return (Timestamp(milliseconds: time), parts[1])
    }

    static let invalid = APIError.badRequest(
        "invalid_cursor", "`after` is none of ours: take it from `next` of the page before.", field: "after")
}
