import ArgumentParser
import DeskModel
import Foundation
import Logging

/// Options that every command takes.
struct CommonOptions: ParsableArguments {
    @Option(name: .long, help: "Folder of the database. (default: ./data)")
    var data: String?

    @Option(name: .long, help: "JSON file with settings; config/frontdesk.example.json lists them.")
    var config: String?

    /// - Parameter extra: settings of the command's own options, where given.
    func settings(_ extra: [SettingKey: String?] = [:]) throws -> Settings {
        var arguments = extra.compactMapValues { $0 }
        arguments[.data] = data
        return try Settings(arguments: arguments, configFile: config)
    }
}

/// Log lines on standard error, so that standard output stays a command's result.
enum CommandLogging {
    static func logger(level: Logger.Level) -> Logger {
        var logger = Logger(label: "frontdesk") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = level
        return logger
    }
}

/// Writes results and diagnostics.
enum Console {
    static func out(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }
    static func error(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

    /// What was done: as JSON on standard output for machines, else as a sentence on standard error for people.
    static func report(_ value: some Encodable, asJSON: Bool, _ sentence: String) throws {
        if asJSON { return try json(value) }
        error(sentence)
    }

    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        out(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    static var isErrorTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}
