import Crypto
import Foundation

/// Whether the visitor of a web page is who the page says: the business's own server signs what it calls them.
///
/// Source: Chatwoot, "Identity validation".
public enum VisitorIdentity {
    /// How many characters (Unicode scalars) an identifier may have.
    public static let lengths = 1...255

    /// HMAC-SHA256 of the identifier's UTF-8 exactly as given, under the key's, in lower-case hexadecimal.
    public static func hash(of identifier: String, key: String) -> String {
        HMAC<SHA256>.authenticationCode(
            for: Data(identifier.utf8), using: SymmetricKey(data: Data(key.utf8))
        ).hexadecimal
    }

    /// Whether the hash proves the identifier. It takes the same time wherever the two differ.
    public static func isProven(_ identifier: String, by hash: String, key: String) -> Bool {
        ConstantTime.equal(Self.hash(of: identifier, key: key), hash)
    }

    /// Whether somebody can be known by it: of the right length, and without characters for control.
    public static func isUsable(_ identifier: String) -> Bool {
        lengths.contains(identifier.unicodeScalars.count)
            && identifier.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }
}
