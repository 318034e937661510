import Crypto
public import DeskModel
import Foundation

/// Short links to the places that answers cite and to files that people of the business send: signed, so that nobody
/// reads another's by counting.
public struct SourceLinks: Sendable {
    /// What a link leads to.
    public struct Target: Hashable, Sendable {
        public let business: BusinessID
        public let message: MessageID
        /// Index into the answer's citations.
        public let citation: Int
    }

    /// A file that a link leads to.
    public struct File: Hashable, Sendable {
        public let business: BusinessID
        public let message: MessageID
        public let media: MediaID
    }

    private let publicURL: String
    private let key: SymmetricKey

    private static let codeBytes = 10

    /// - Parameters:
    ///   - publicURL: without a slash at the end.
    ///   - secret: at least 32 random bytes.
    public init(publicURL: String, secret: [UInt8]) {
        self.publicURL = publicURL
        key = SymmetricKey(data: secret)
    }

    /// - Returns: `nil` for a citation that the message has not.
    public func url(of citation: Int, in message: Message) -> String? {
        guard let answer = message.answer, answer.citations.indices.contains(citation), citation < 256,
            let id = Self.bytes(of: message.id), let business = UInt32(exactly: message.business.rawValue)
        else { return nil }
        let body = id + Self.bytes(of: business) + [UInt8(citation)]
        return "\(publicURL)/s/" + Self.text(body + code(body))
    }

    /// What the last part of a link's path stands for; `nil` when we did not make it.
    public func target(of token: String) -> Target? {
        guard token.utf8.count <= 64, let bytes = Self.bytes(ofToken: token), bytes.count == 21 + Self.codeBytes else {
            return nil
        }
        let body = Array(bytes[..<21])
        guard ConstantTime.equal(code(body), Array(bytes[21...])) else { return nil }
        return Target(
            business: Self.business(of: body[16..<20]), message: Self.id(of: body[..<16]), citation: Int(body[20]))
    }

    /// - Returns: `nil` for ids that are none of ours.
    public func url(of file: MessageMedia) -> String? {
        guard let message = Self.bytes(of: file.message), let media = Self.bytes(of: file.id),
            let business = UInt32(exactly: file.business.rawValue)
        else { return nil }
        let body = message + media + Self.bytes(of: business)
        return "\(publicURL)/f/" + Self.text(body + code(body, for: "file"))
    }

    /// What the last part of a file link's path stands for; `nil` when we did not make it.
    public func file(of token: String) -> File? {
        guard token.utf8.count <= 96, let bytes = Self.bytes(ofToken: token), bytes.count == 36 + Self.codeBytes else {
            return nil
        }
        let body = Array(bytes[..<36])
        guard ConstantTime.equal(code(body, for: "file"), Array(bytes[36...])) else { return nil }
        return File(
            business: Self.business(of: body[32...]), message: Self.id(of: body[..<16]),
            media: Self.id(of: body[16..<32]))
    }

    /// - Parameter purpose: so that a link of one kind is none of another.
    private func code(_ body: [UInt8], for purpose: String = "source") -> [UInt8] {
        let message = Array("\(purpose)-link:".utf8) + body
        return Array(HMAC<SHA256>.authenticationCode(for: message, using: key).prefix(Self.codeBytes))
    }

    private static func bytes(of business: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: business >> UInt32($0)) }
    }

    private static func business(of bytes: ArraySlice<UInt8>) -> BusinessID {
        BusinessID(Int64(bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }))
    }

    /// A UUID's text.
    private static func id(of bytes: ArraySlice<UInt8>) -> String {
        let digits = Array(bytes).hexadecimal
        let cuts = [0, 8, 12, 16, 20, 32]
        return zip(cuts, cuts.dropFirst()).map { start, end in
            String(digits.dropFirst(start).prefix(end - start))
        }.joined(separator: "-")
    }

    private static func bytes(of id: MessageID) -> [UInt8]? {
        guard UUIDv7.isValid(id) else { return nil }
        let digits = Array(id.replacing("-", with: ""))
        return stride(from: 0, to: 32, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
    }

    /// Base64 for URLs (RFC 4648 section 5).
    private static func text(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private static func bytes(ofToken token: String) -> [UInt8]? {
        let base = token.replacing("-", with: "+").replacing("_", with: "/")
        let bytes = Data(base64Encoded: base + String(repeating: "=", count: (4 - base.utf8.count % 4) % 4)).map(
            Array.init)
        // The last character has bits that say nothing: only one way to write a token is a token.
        return bytes.flatMap { text($0) == token ? $0 : nil }
    }
}
