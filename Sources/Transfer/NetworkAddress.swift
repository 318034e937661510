import CCurl
import Foundation

/// An IPv4 or IPv6 address.
struct NetworkAddress: Hashable, Sendable {
    /// Four or sixteen bytes in network order.
    let bytes: [UInt8]

    /// - Returns: `nil` for any family but IPv4 and IPv6.
    init?(_ address: UnsafePointer<sockaddr>) {
        let raw = UnsafeRawPointer(address)
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            self.bytes = withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in.self).sin_addr) { Array($0) }
        case AF_INET6:
            self.bytes = withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr) { Array($0) }
        default: return nil
        }
    }

    /// From text such as `192.0.2.1` or `2001:db8::1`; a zone (`%eth0`) is ignored.
    init?(_ text: String) {
        let plain = String(text.prefix { $0 != "%" })
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, plain, &four) == 1 {
            bytes = withUnsafeBytes(of: four) { Array($0) }
        } else if inet_pton(AF_INET6, plain, &six) == 1 {
            bytes = withUnsafeBytes(of: six) { Array($0) }
        } else {
            return nil
        }
    }

    /// Whether the address is globally reachable by the IANA special-purpose registries (RFC 6890 and its updates).
    /// IPv4 addresses in IPv6 clothing (mapped, compatible, 6to4, Teredo) are not; NAT64 counts as what it wraps.
    var isPublic: Bool {
        if bytes.count == 4 { return !Self.special4.contains { matches($0.prefix, bits: $0.bits) } }
        if matches(Self.nat64, bits: 96) { return NetworkAddress(bytes: Array(bytes.suffix(4))).isPublic }
        return matches([0x20], bits: 3) && !Self.special6.contains { matches($0.prefix, bits: $0.bits) }
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private func matches(_ prefix: [UInt8], bits: Int) -> Bool {
        for index in 0..<(bits + 7) / 8 {
            let mask = UInt8(truncatingIfNeeded: 0xFF << max(0, 8 * (index + 1) - bits))
            let wanted = index < prefix.count ? prefix[index] : 0
            if bytes[index] & mask != wanted & mask { return false }
        }
        return true
    }

    private static let special4: [(prefix: [UInt8], bits: Int)] = [
        ([0], 8),  // this network
        ([10], 8),  // private
        ([100, 64], 10),  // carrier-grade NAT
        ([127], 8),  // loopback
        ([169, 254], 16),  // link-local, cloud metadata
        ([172, 16], 12),  // private
        ([192, 0, 0], 24),  // protocol assignments
        ([192, 0, 2], 24),  // documentation
        ([192, 88, 99], 24),  // 6to4 relays
        ([192, 168], 16),  // private
        ([198, 18], 15),  // benchmarks
        ([198, 51, 100], 24),  // documentation
        ([203, 0, 113], 24),  // documentation
        ([224], 4),  // multicast
        ([240], 4),  // reserved, broadcast
    ]
    /// Within 2000::/3; all outside of it is refused anyway (unique-local, link-local, mapped, multicast, ...).
    private static let special6: [(prefix: [UInt8], bits: Int)] = [
        ([0x20, 0x01, 0x00], 23),  // protocol assignments, Teredo, ORCHID
        ([0x20, 0x01, 0x0D, 0xB8], 32),  // documentation
        ([0x20, 0x02], 16),  // 6to4
        ([0x3F, 0xFF, 0x00], 20),  // documentation
    ]
    /// 64:ff9b::/96 (RFC 6052).
    private static let nat64: [UInt8] = [0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]
}
