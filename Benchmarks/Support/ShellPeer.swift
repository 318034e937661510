import Foundation

/// SQLite's own shell over a database, given statements and read until it has printed all their rows.
final class ShellPeer {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var buffer = Data()
    private static let end = "-- end of the rows --"

    /// - Throws: when there is no `sqlite3`.
    init(database: String) throws {
        process.executableURL = URL(filePath: "/usr/bin/sqlite3")
        process.arguments = ["-batch", database]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// Runs statements. - Returns: how many lines they printed.
    @discardableResult
    func run(_ sql: String) throws -> Int {
        try input.fileHandleForWriting.write(contentsOf: Data("\(sql)\n.print \"\(Self.end)\"\n".utf8))
        var lines = 0
        while true {
            while let newline = buffer.firstIndex(of: 0x0A) {
                let isEnd = buffer[..<newline] == Data(Self.end.utf8)
                buffer = Data(buffer[(newline + 1)...])
                if isEnd { return lines }
                lines += 1
            }
            let piece = output.fileHandleForReading.availableData
            guard !piece.isEmpty else { throw BenchFailure("sqlite3 ended") }
            buffer += piece
        }
    }
}
