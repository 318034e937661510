import Foundation
import Hummingbird
import NIOCore

/// The fields of a form as a browser sends it (`application/x-www-form-urlencoded`).
struct FormFields: Sendable {
    private static let mostFields = 100
    private let values: [String: String]

    /// - Throws: 400 when there are too many fields; 408, 413.
    init(_ request: Request) async throws {
        let body = try await request.wholeBody(
            upTo: JSONBodyDecoder.maximumBytes, within: .seconds(30),
            orThrow: .tooLarge(limit: JSONBodyDecoder.maximumBytes))
        let pairs = String(buffer: body).split(separator: "&")
        guard pairs.count <= Self.mostFields else {
            throw APIError.badRequest("invalid_form", "The form has more than \(Self.mostFields) fields.")
        }
        var values: [String: String] = [:]
        for pair in pairs {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            values[Self.text(parts[0])] = parts.count == 2 ? Self.text(parts[1]) : ""
        }
        self.values = values
    }

    /// A field's text; empty when it is not there.
    subscript(_ name: String) -> String { values[name] ?? "" }

    private static func text(_ encoded: Substring) -> String {
        encoded.replacing("+", with: " ").removingPercentEncoding ?? ""
    }
}
