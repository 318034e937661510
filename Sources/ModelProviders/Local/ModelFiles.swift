import Crypto
import Foundation

/// What `make setup` put into a folder of models, compared with what it wrote down of it.
public enum ModelFiles {
    private struct Manifest: Decodable {
        struct File: Decodable {
            let bytes: Int
            let sha256: String
        }

        let files: [String: File]
    }

    /// The files that are absent, or not as set-up left them. Reads every one.
    ///
    /// - Parameter models: `ModelLocator`'s folder.
    public static func damaged(in models: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: models)) ?? []
        return names.filter { !$0.hasPrefix(".") }.sorted().flatMap { damaged(component: "\(models)/\($0)") }
    }

    private static func damaged(component folder: String) -> [String] {
        let path = "\(folder)/manifest.json"
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        guard let data = FileManager.default.contents(atPath: path),
            let manifest = try? JSONDecoder().decode(Manifest.self, from: data)
        else { return [path] }
        return manifest.files.filter { !isSound("\(folder)/\($0.key)", $0.value) }.keys.sorted()
            .map { "\(folder)/\($0)" }
    }

    private static func isSound(_ path: String, _ file: Manifest.File) -> Bool {
        guard let handle = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? handle.close() }
        var hash = SHA256()
        var bytes = 0
        while let piece = try? handle.read(upToCount: 1 << 20), !piece.isEmpty {
            hash.update(data: piece)
            bytes += piece.count
        }
        let digits = hash.finalize().map { String(Int($0) + 256, radix: 16).dropFirst() }.joined()
        return bytes == file.bytes && digits == file.sha256
    }
}
