import Crypto
import CryptoExtras
import Foundation

/// A password as it is stored: scrypt (RFC 7914) with its parameters, written as a PHC string
/// (`$scrypt$ln=17,r=8,p=1$salt$hash`, Base64 without padding).
struct PasswordHash: Hashable, Sendable {
    /// What a derivation costs: 128 * 2^cost * blockSize bytes of memory, `parallelism` times over.
    struct Parameters: Hashable, Sendable {
        /// Base-2 logarithm of the number of rounds.
        var cost = 17
        var blockSize = 8
        var parallelism = 1

        /// What OWASP's Password Storage Cheat Sheet asks for at least: 128 MiB.
        static let current = Parameters()

        /// Bounds on what stored text can ask of this machine: 1 GiB.
        var isBearable: Bool {
            (10...20).contains(cost) && (1...32).contains(blockSize) && (1...16).contains(parallelism)
                && (128 << cost) * blockSize <= 1 << 30
        }
    }

    let parameters: Parameters
    let salt: [UInt8]
    let hash: [UInt8]

    /// Derives the hash; blocks for some tenths of a second.
    ///
    /// - Throws: `AccountError.failed` when there is no memory for it.
    init(of password: String, parameters: Parameters, salt: [UInt8] = RandomSecret.bytes(16), length: Int = 32)
        throws(AccountError)
    {
        self.parameters = parameters
        self.salt = salt
        // NIST SP 800-63B asks for one Unicode form, so that a password typed on another keyboard is the same.
        let normal = Array(password.precomposedStringWithCompatibilityMapping.utf8)
        do {
            let key = try KDF.Scrypt.deriveKey(
                // The library cannot take an empty password; a zero byte cannot be typed.
                from: normal.isEmpty ? [0] : normal, salt: salt, outputByteCount: length, rounds: 1 << parameters.cost,
                blockSize: parameters.blockSize, parallelism: parameters.parallelism)
            hash = key.withUnsafeBytes { Array($0) }
        } catch {
            throw .failed("scrypt: \(error)")
        }
    }

    /// Reads a PHC string; `nil` when it is none of ours or asks for more than this machine should give.
    init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard text.utf8.count <= 512, parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt",
            let match = parts[2].wholeMatch(of: /ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})/),
            let cost = Int(match.1), let blockSize = Int(match.2), let parallelism = Int(match.3),
            let salt = Self.bytes(parts[3]), let hash = Self.bytes(parts[4]), (8...64).contains(salt.count),
            (16...64).contains(hash.count)
        else { return nil }
        parameters = Parameters(cost: cost, blockSize: blockSize, parallelism: parallelism)
        guard parameters.isBearable else { return nil }
        self.salt = salt
        self.hash = hash
    }

    var text: String {
        let (cost, blockSize, parallelism) = (parameters.cost, parameters.blockSize, parameters.parallelism)
        return "$scrypt$ln=\(cost),r=\(blockSize),p=\(parallelism)$\(Self.text(salt))$\(Self.text(hash))"
    }

    /// Whether it is the hash of this password; blocks as `init`, and takes the same time either way.
    func matches(_ password: String) throws(AccountError) -> Bool {
        let other = try PasswordHash(of: password, parameters: parameters, salt: salt, length: hash.count)
        return zip(hash, other.hash).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func text(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("=", with: "")
    }

    private static func bytes(_ text: Substring) -> [UInt8]? {
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Data(base64Encoded: text + padding).map(Array.init)
    }
}
