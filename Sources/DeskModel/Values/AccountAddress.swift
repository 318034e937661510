import Foundation

/// An e-mail address in the one form that accounts are found by.
public struct AccountAddress: Hashable, Sendable {
    /// Lower case, composed (NFKC), without spaces around it.
    public let text: String

    /// `nil` when it cannot be one: mail itself is the real test, so only the form that HTML's `type=email` takes is
    /// asked for, and the lengths of RFC 5321 section 4.5.3.1.
    public init?(_ input: String) {
        guard input.utf8.count <= 1_024 else { return nil }
        let text = input.trimmingCharacters(in: .whitespacesAndNewlines).precomposedStringWithCompatibilityMapping
            .lowercased()
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].utf8.count), text.utf8.count <= 254,
            parts[0].unicodeScalars.allSatisfy(Self.isLocal),
            parts[1].split(separator: ".", omittingEmptySubsequences: false).allSatisfy(Self.isLabel)
        else { return nil }
        self.text = text
    }

    /// Letters of any script (RFC 6531), digits, and the signs that need no quotes.
    private static func isLocal(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII
            ? scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                || ".!#$%&'*+/=?^_`{|}~-".unicodeScalars.contains(scalar)
            : scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark
    }

    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
            && label.unicodeScalars.allSatisfy { scalar in
                scalar == "-" || ("0"..."9").contains(scalar) || scalar.properties.isAlphabetic
                    || (!scalar.isASCII && scalar.properties.generalCategory == .nonspacingMark)
            }
    }
}
