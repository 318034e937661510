import Foundation

/// What the limits of one network address are counted under: an IPv4 address, or an IPv6 network of 64 bits, which a
/// single subscriber has at the least (RFC 6177) and whose addresses it changes at will (RFC 8981).
///
/// An IPv4 address written as an IPv6 one, mapped (RFC 4291 section 2.5.5.2) or translated (RFC 6052), is that IPv4
/// address: else all of them would be one network.
public struct AddressKey: Hashable, Sendable {
    /// Such as `192.0.2.1` or `2001:db8:0:7::/64`; what is no address stands for itself.
    public let text: String

    /// - Parameter address: as text; a zone (`%eth0`) does not count.
    public init(_ address: String) {
        let plain = String(address.prefix { $0 != "%" })
        var bytes = [UInt8](repeating: 0, count: 16)
        guard inet_pton(AF_INET6, plain, &bytes) == 1 else {
            text = address
            return
        }
        if Self.wrapping.contains(where: { bytes.starts(with: $0) }) {
            text = bytes.suffix(4).map { String($0) }.joined(separator: ".")
        } else {
            let groups = stride(from: 0, to: 8, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
            text = groups.map { String($0, radix: 16) }.joined(separator: ":") + "::/64"
        }
    }

    /// `::ffff:0:0/96` and `64:ff9b::/96`, behind which an IPv4 address stands.
    private static let wrapping: [[UInt8]] = [
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], [0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0],
    ]
}
