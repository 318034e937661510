import DeskModel
import Foundation
import HTTPTypes
import Hummingbird

/// The members of a request's body, by name in snake case.
///
/// Clients of Twilio Conversations write `friendly_name`, `friendlyName` or `FriendlyName`, `messagingBinding.address` or
/// an object, as JSON or as a form: all mean the same here. What is not known is passed over.
struct RequestFields: Sendable {
    private let values: [String: JSONValue]
    /// The files of a multipart form.
    let files: [MultipartForm.Part]

    /// - Parameter limit: bytes the body may have; a multipart form's `formLimit`.
    /// - Throws: 400, 408, 413, 415.
    static func of(_ request: Request, formLimit: Int? = nil) async throws -> RequestFields {
        let type = request.headers[.contentType]?.lowercased() ?? "application/json"
        let isForm = type.hasPrefix("multipart/form-data")
        guard !isForm || formLimit != nil else { throw unsupported }
        let limit = isForm ? formLimit ?? 0 : JSONBodyDecoder.maximumBytes
        let body = try await request.wholeBody(
            upTo: limit, within: .seconds(isForm ? 300 : 30), orThrow: .tooLarge(limit: limit))
        if isForm {
            let form: MultipartForm
            do {
                form = try MultipartForm(Array(body.readableBytesView), contentType: request.headers[.contentType])
            } catch {
                throw APIError.badRequest("invalid_form", "The body is no multipart form as its header says.")
            }
            let texts = form.parts.filter { $0.filename == nil }.compactMap { part in
                part.text.map { (part.name, JSONValue.string($0)) }
            }
            return RequestFields(texts, files: form.parts.filter { $0.filename != nil })
        }
        // `curl -d` calls JSON a form.
        let isJSON = body.readableBytesView.first { ![9, 10, 13, 32].contains($0) } == UInt8(ascii: "{")
        if type.hasPrefix("application/x-www-form-urlencoded"), !isJSON {
            guard let text = String(validating: body.readableBytesView, as: UTF8.self) else { throw invalid }
            return RequestFields(Self.pairs(text).map { ($0.0, .string($0.1)) })
        }
        let known = ["application/json", "application/x-www-form-urlencoded", "text/plain"]
        guard known.contains(where: type.hasPrefix) || type.contains("+json") else { throw unsupported }
        guard let object = try? JSONDecoder().decode([String: JSONValue].self, from: Data(body.readableBytesView))
        else {
            throw invalid
        }
        return RequestFields(object.map { ($0.key, $0.value) })
    }

    private static let invalid = APIError.badRequest(
        "invalid_json", "The body is not a JSON object of the expected form.")
    private static let unsupported = APIError(
        status: .unsupportedMediaType, code: "unsupported_media_type",
        message: "The body must be a JSON object: send `Content-Type: application/json`.")

    init(_ members: [(String, JSONValue)], files: [MultipartForm.Part] = []) {
        var values: [String: JSONValue] = [:]
        for (name, value) in members {
            let name = Self.snakeCase(name)
            // Nested members that Twilio's forms write with a dot.
            if case .object(let inner) = value, ["messaging_binding", "configuration"].contains(name) {
                for (member, value) in inner { values["\(name)_\(Self.snakeCase(member))"] = value }
            } else {
                values[name] = value
            }
        }
        self.values = values
        self.files = files
    }

    subscript(_ name: String) -> JSONValue? { values[name] }

    var isEmpty: Bool { values.isEmpty && files.isEmpty }

    /// `friendlyName`, `FriendlyName` and `Friendly.Name` as `friendly_name`.
    static func snakeCase(_ name: String) -> String {
        var result = ""
        var previous: Character = "_"
        for character in name.prefix(100) {
            if character == "." || character == "-" {
                if previous != "_" { result.append("_") }
                previous = "_"
                continue
            }
            if character.isUppercase, previous != "_", !previous.isUppercase { result.append("_") }
            result += character.lowercased()
            previous = character
        }
        return result
    }

    private static func pairs(_ text: String) -> [(String, String)] {
        text.split(separator: "&").prefix(200).compactMap { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let decoded = parts.map { $0.replacing("+", with: " ").removingPercentEncoding }
            guard let name = decoded[0] else { return nil }
            return (name, decoded.count > 1 ? decoded[1] ?? "" : "")
        }
    }
}
