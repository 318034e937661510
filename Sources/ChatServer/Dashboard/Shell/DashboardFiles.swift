import CDashboard

/// The files that pages are made of, as they were when the program was built.
enum DashboardFiles {
    /// By name, such as `inbox.mustache`.
    static let all: [String: [UInt8]] = {
        var count = 0
        // Never nil: it is a constant of the program.
        guard let first = dashboard_files(&count) else { return [:] }
        return UnsafeBufferPointer(start: first, count: count).reduce(into: [:]) { files, file in
            files[String(cString: file.name)] = Array(UnsafeBufferPointer(start: file.bytes, count: file.length))
        }
    }()

    /// Those whose name ends so, by their name without it.
    static func named(_ suffix: String) -> [String: [UInt8]] {
        all.reduce(into: [:]) { files, file in
            if file.key.hasSuffix(suffix) { files[String(file.key.dropLast(suffix.count))] = file.value }
        }
    }
}
