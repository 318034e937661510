import DeskModel
import Foundation
import GRDB

/// A GRDB connection inside a transaction.
struct SQLiteTransaction: SQLTransaction {
    let database: GRDB.Database
    let signals: EventSignals

    func rows(_ sql: String, _ parameters: [String: SQLValue], isKept: Bool) throws -> [SQLRow] {
        try Self.rows(try statement(sql, isKept: isKept), parameters)
    }

    func rows(_ sql: String, each parameters: some Sequence<[String: SQLValue]>) throws -> [SQLRow] {
        let statement = try statement(sql, isKept: false)
        return try parameters.flatMap { try Self.rows(statement, $0) }
    }

    func execute(_ sql: String, _ parameters: [String: SQLValue], isKept: Bool) throws -> Int {
        try statement(sql, isKept: isKept).execute(arguments: Self.arguments(parameters))
        return database.changesCount
    }

    func execute(_ sql: String, each parameters: some Sequence<[String: SQLValue]>) throws {
        let statement = try statement(sql, isKept: false)
        for parameters in parameters { try statement.execute(arguments: Self.arguments(parameters)) }
    }

    var changeCount: Int { database.totalChangesCount }
    func signal(_ business: BusinessID) {
        database.afterNextTransaction { [signals] _ in signals.signal(business) }
    }

    private func statement(_ sql: String, isKept: Bool) throws -> Statement {
        isKept ? try database.cachedStatement(sql: sql) : try database.makeStatement(sql: sql)
    }

    private static func rows(_ statement: Statement, _ parameters: [String: SQLValue]) throws -> [SQLRow] {
        let columns = statement.columnNames
        let cursor = try Row.fetchCursor(statement, arguments: arguments(parameters))
        var rows: [SQLRow] = []
        while let row = try cursor.next() {
            rows.append(SQLRow(columns: columns, values: columns.indices.map { value(row, $0) }))
        }
        return rows
    }

    private static func arguments(_ parameters: [String: SQLValue]) -> StatementArguments {
        StatementArguments(
            parameters.mapValues { value -> (any DatabaseValueConvertible)? in
                switch value {
                case .null: nil
                case .integer(let value): value
                case .real(let value): value
                case .text(let value): SQLValue.storable(value)
                case .blob(let value): Data(value)
                }
            })
    }

    private static func value(_ row: Row, _ index: Int) -> SQLValue {
        let value: DatabaseValue = row[index]
        switch value.storage {
        case .null: return .null
        case .int64(let value): return .integer(value)
        case .double(let value): return .real(value)
        case .string(let value): return .text(value)
        case .blob(let value): return .blob(Array(value))
        }
    }
}
