public import DeskModel
import Foundation

/// Finds the folder that `make setup` filled: `FRONTDESK_MODELS`, else `models/` of the checkout the program was built in.
public struct ModelLocator: Sendable {
    /// The folder; holds one folder per component.
    public let directory: String

    /// - Parameters:
    ///   - configured: the operator's choice (`FRONTDESK_MODELS`), which is not second-guessed; empty counts as none.
    ///   - executable: this program's file, links resolved; `models/` is looked for beside it and above.
    /// - Throws: `ModelError.notInstalled`, which says what to run.
    public init(configured: String?, executable: String) throws(ModelError) {
        var candidates: [String] = []
        if let configured, !configured.isEmpty {
            candidates = [configured]
        } else {
            var folder = executable[...]
            while let slash = folder.lastIndex(of: "/") {
                folder = folder[..<slash]
                candidates.append("\(folder)/models")
            }
        }
        guard let found = candidates.first(where: Self.holdsEngine) else {
            let place = configured.flatMap { $0.isEmpty ? nil : $0 } ?? "models/ beside the program or above it"
            throw ModelError(
                .notInstalled,
                "the embedding model is not in \(place): run `make setup` in the checkout, or set FRONTDESK_MODELS")
        }
        directory = found
    }

    private static func holdsEngine(_ folder: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(folder)/openvino/manifest.json")
    }
}
