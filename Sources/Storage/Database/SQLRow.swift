/// A row; reading a column that is not there or has another type throws, for it is a mistake in a statement.
struct SQLRow: Sendable {
    let columns: [String]
    let values: [SQLValue]

    func integer(_ column: String) throws -> Int64 {
        guard case .integer(let value) = try value(column) else { throw SQLError.wrongType(column) }
        return value
    }

    func int(_ column: String) throws -> Int { Int(try integer(column)) }

    func real(_ column: String) throws -> Double {
        switch try value(column) {
        case .real(let value): return value
        case .integer(let value): return Double(value)
        default: throw SQLError.wrongType(column)
        }
    }

    func text(_ column: String) throws -> String {
        guard case .text(let value) = try value(column) else { throw SQLError.wrongType(column) }
        return value
    }

    func blob(_ column: String) throws -> [UInt8] {
        guard case .blob(let value) = try value(column) else { throw SQLError.wrongType(column) }
        return value
    }

    func optionalText(_ column: String) throws -> String? { try isNull(column) ? nil : text(column) }
    func optionalBlob(_ column: String) throws -> [UInt8]? { try isNull(column) ? nil : blob(column) }
    func optionalInteger(_ column: String) throws -> Int64? { try isNull(column) ? nil : integer(column) }

    private func isNull(_ column: String) throws -> Bool { try value(column) == .null }

    private func value(_ column: String) throws -> SQLValue {
        guard let index = columns.firstIndex(of: column) else { throw SQLError.noColumn(column) }
        return values[index]
    }
}

/// A statement and its reader disagree, or a column holds what nobody of us wrote.
enum SQLError: Error, Hashable, Sendable {
    case noColumn(String)
    case wrongType(String)
    case malformedValue(String)
}
