import Foundation

/// Files of one JSON object per line, gzipped or not.
enum JSONLines {
    static func exists(_ name: String, in folder: URL) -> Bool { location(of: name, in: folder) != nil }

    /// - Throws: `EvaluationSetError` naming the line that is malformed.
    static func read<Row: Decodable>(_ name: String, _ type: Row.Type, in folder: URL) throws -> [Row] {
        guard let location = location(of: name, in: folder) else {
            throw EvaluationSetError("\(folder.path) holds no \(name).jsonl")
        }
        let content = location.pathExtension == "gz" ? try unzipped(location) : try plain(location)
        let decoder = JSONDecoder()
        return try content.split(separator: UInt8(ascii: "\n")).enumerated().compactMap { number, line in
            guard line.contains(where: { $0 > 0x20 }) else { return nil }
            do {
                return try decoder.decode(Row.self, from: Data(line))
            } catch {
                throw EvaluationSetError("\(location.lastPathComponent), line \(number + 1) is not what was expected")
            }
        }
    }

    private static func location(of name: String, in folder: URL) -> URL? {
        ["\(name).jsonl", "\(name).jsonl.gz"].map { folder.appending(path: $0) }.first {
            FileManager.default.fileExists(atPath: $0.path)
        }
    }

    private static func plain(_ location: URL) throws -> Data {
        do {
            return try Data(contentsOf: location)
        } catch {
            throw EvaluationSetError("\(location.path) cannot be read")
        }
    }

    /// By the system's gzip: evaluation sets are few and come from the operator.
    private static func unzipped(_ location: URL) throws -> Data {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/gzip")
        process.arguments = ["-dc", location.path]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        do {
            try process.run()
            let content = try output.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            guard process.terminationStatus == 0 else { throw EvaluationSetError("\(location.path) is damaged") }
            return content
        } catch let error as EvaluationSetError {
            throw error
        } catch {
            throw EvaluationSetError("\(location.path) cannot be unzipped")
        }
    }
}
