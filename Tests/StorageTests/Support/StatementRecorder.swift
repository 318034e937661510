import DeskModel
import Synchronization

@testable import Storage

/// Notes the statements that a store runs.
final class StatementRecorder: Sendable {
    struct Statement: Hashable, Sendable {
        let sql: String
        let parameters: [String: SQLValue]
    }

    private let noted = Mutex<[String: Statement]>([:])

    /// One of each text.
    var statements: [Statement] { noted.withLock { Array($0.values) } }

    func note(_ sql: String, _ parameters: [String: SQLValue]) {
        noted.withLock { $0[sql] = Statement(sql: sql, parameters: parameters) }
    }
}

extension SQLStore {
    /// The same store, its statements noted on their way.
    init(recording recorder: StatementRecorder, _ store: SQLStore) {
        self = store.over(RecordingDatabase(database: store.database, recorder: recorder))
    }
}

private struct RecordingDatabase: Storage.Database {
    let database: any Storage.Database
    let recorder: StatementRecorder

    func read<Value: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> Value) async throws -> Value {
        try await database.read { try body(RecordingTransaction(transaction: $0, recorder: recorder)) }
    }

    func write<Value: Sendable>(_ body: @escaping @Sendable (any SQLTransaction) throws -> Value) async throws -> Value
    {
        try await database.write { try body(RecordingTransaction(transaction: $0, recorder: recorder)) }
    }
}

private struct RecordingTransaction: SQLTransaction {
    let transaction: any SQLTransaction
    var changeCount: Int { transaction.changeCount }
    let recorder: StatementRecorder

    func rows(_ sql: String, _ parameters: [String: SQLValue], isKept: Bool) throws -> [SQLRow] {
        recorder.note(sql, parameters)
        return try transaction.rows(sql, parameters, isKept: isKept)
    }

    func rows(_ sql: String, each parameters: some Sequence<[String: SQLValue]>) throws -> [SQLRow] {
        for parameters in parameters { recorder.note(sql, parameters) }
        return try transaction.rows(sql, each: parameters)
    }

    func execute(_ sql: String, _ parameters: [String: SQLValue], isKept: Bool) throws -> Int {
        recorder.note(sql, parameters)
        return try transaction.execute(sql, parameters, isKept: isKept)
    }

    func execute(_ sql: String, each parameters: some Sequence<[String: SQLValue]>) throws {
        for parameters in parameters { recorder.note(sql, parameters) }
        try transaction.execute(sql, each: parameters)
    }

    func signal(_ business: BusinessID) { transaction.signal(business) }
}
