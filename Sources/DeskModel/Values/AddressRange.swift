/// Network addresses that begin with the same bits (CIDR: RFC 4632 section 3.1, RFC 4291 section 2.3), or a single one.
public struct AddressRange: Hashable, Sendable {
    /// Four bytes of IPv4, or sixteen of IPv6.
    private let base: [UInt8]
    /// How many bits of the base count.
    private let length: Int

    /// Reads an address, or a network such as `10.0.0.0/8` or `fd00::/8`; the bits behind its length do not count.
    ///
    /// - Parameter text: `nil` comes of anything else, a zone (`%eth0`) included: an address has none where it is
    ///   compared.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map { String($0) }
        guard !text.contains("%"), let base = AddressBytes.of(parts[0]) else { return nil }
        var length = base.count * 8
        if parts.count == 2 {
            guard parts[1].wholeMatch(of: /[0-9]{1,3}/) != nil, let written = Int(parts[1]) else { return nil }
            // Of an IPv4 address mapped into IPv6, the 96 bits before it are counted, too.
            length = base.count == 4 && parts[0].contains(":") ? written - 96 : written
        }
        guard (0...base.count * 8).contains(length) else { return nil }
        self.base = base
        self.length = length
    }

    /// This machine, by IPv4 and by IPv6.
    public static let loopback = ["127.0.0.1", "::1"].compactMap { AddressRange($0) }

    /// - Parameter bytes: of an address; those of the other family are in no range.
    fileprivate func contains(_ bytes: [UInt8]) -> Bool {
        bytes.count == base.count
            && bytes.indices.allSatisfy { index in
                let counted = min(max(length - index * 8, 0), 8)
                return (bytes[index] ^ base[index]) >> (8 - counted) == 0
            }
    }
}

extension [AddressRange] {
    /// Whether one of them has the address, however it is written; what is no address is in none.
    public func contains(address: String) -> Bool {
        guard let bytes = AddressBytes.of(address) else { return false }
        return contains { $0.contains(bytes) }
    }
}
