public import DeskModel
import Foundation

/// Finds the folder that `make setup` filled: `FRONTDESK_MODELS`, else `models/` of the checkout the program was built in.
public struct ModelLocator: Sendable {
    /// The folder; holds one folder per component.
    public let directory: String

    /// - Parameters:
    ///   - configured: the operator's choice, which is not second-guessed.
    ///   - executable: this program's file, links resolved; `models/` is looked for beside it and above.
    /// - Throws: `ModelError.notInstalled`.
    public init(configured: String?, executable: String) throws(ModelError) {
        var candidates: [String] = []
        if let configured {
            candidates = [configured]
        } else {
            var folder = URL(filePath: executable).deletingLastPathComponent()
            while folder.path() != "/" {
                candidates.append(folder.appending(path: "models").path())
                folder = folder.deletingLastPathComponent()
            }
        }
        let found = candidates.first { FileManager.default.fileExists(atPath: "\($0)/openvino/manifest.json") }
        guard let found else {
            throw ModelError(
                .notInstalled,
                "the embedding model is not in \(configured ?? "models/"): run `make setup`, or set FRONTDESK_MODELS")
        }
        directory = found
    }
}
