import Foundation

/// A folder of a test's own; removed with all that is in it when nobody holds it any more.
final class DeskFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "desk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// Where the program keeps its data.
    var data: String { path("data") }

    func path(_ name: String) -> String { url.appending(path: name).path() }

    /// - Returns: the file's path.
    @discardableResult
    func write(_ content: Data, to name: String) throws -> String {
        let file = url.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try content.write(to: file)
        return file.path()
    }
}
