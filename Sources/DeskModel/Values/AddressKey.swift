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
        guard let bytes = AddressBytes.of(address) else {
            text = address
            return
        }
        if bytes.count == 4 || bytes.starts(with: Self.translated) {
            text = bytes.suffix(4).map { String($0) }.joined(separator: ".")
        } else {
            let groups = stride(from: 0, to: 8, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
            text = groups.map { String($0, radix: 16) }.joined(separator: ":") + "::/64"
        }
    }

    /// `64:ff9b::/96`, behind which an IPv4 address stands.
    private static let translated: [UInt8] = [0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]
}
