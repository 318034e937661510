import Foundation
import HTTPTypes
import Hummingbird

/// The version of a resource as an ETag (RFC 9110 section 8.8.3): `"3"`, or `"3-57"` where more than edits changes what
/// is shown.
struct EntityTag: Hashable, Sendable {
    let version: Int
    /// Counts what changes without an edit, such as a conversation's messages.
    var shown: Int?

    var text: String { shown.map { "\"\(version)-\($0)\"" } ?? "\"\(version)\"" }
}

extension EntityTag {
    /// Of something that changes without an edit in more ways than can be counted: told by what is shown.
    init(version: Int, showing resource: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        // FNV-1a: Swift's own hashes differ from run to run.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in try encoder.encode(resource) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        self.init(version: version, shown: Int(hash >> 1))
    }
}

extension Request {
    /// The version that a change was made of.
    ///
    /// - Returns: `nil` when the client names none, or any (`*`).
    /// - Throws: 412 when it names other versions (RFC 9110 section 13.1.1). What changes without an edit does not count.
    func requiredVersion(of current: EntityTag) throws(APIError) -> Int? {
        guard let header = headers[.ifMatch] else { return nil }
        let tags = header.split(separator: ",").map { $0.drop { $0 == " " }.prefix { $0 != " " } }
        if tags.contains("*") { return nil }
        let versions = tags.compactMap { tag -> Int? in
            guard tag.count >= 3, tag.first == "\"", tag.last == "\"" else { return nil }
            return Int(tag.dropFirst().dropLast().prefix { $0 != "-" })
        }
        guard versions.contains(current.version) else { throw .stale }
        return current.version
    }

    /// Whether the client has what it asks for already (`If-None-Match`).
    func has(_ current: EntityTag) -> Bool {
        guard let header = headers[.ifNoneMatch] else { return false }
        return header.split(separator: ",").contains { part in
            var tag = part.drop { $0 == " " }.prefix { $0 != " " }
            if tag.hasPrefix("W/") { tag = tag.dropFirst(2) }
            return tag == "*" || tag == current.text
        }
    }
}
