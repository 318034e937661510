import Foundation

/// A network address as its bytes, which are the same however it is written.
enum AddressBytes {
    /// The four or sixteen bytes of an address, in network order; `nil` for what is none.
    ///
    /// An IPv4 address mapped into IPv6 (`::ffff:192.0.2.1`, RFC 4291 section 2.5.5.2), as sockets for both tell it, is
    /// that IPv4 address.
    ///
    /// - Parameter text: a zone (`%eth0`) does not count.
    static func of(_ text: String) -> [UInt8]? {
        let plain = String(text.prefix { $0 != "%" })
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET6, plain, &bytes) == 1 {
            return bytes.starts(with: mapped) ? Array(bytes.suffix(4)) : bytes
        }
        return inet_pton(AF_INET, plain, &bytes) == 1 ? Array(bytes.prefix(4)) : nil
    }

    /// `::ffff:0:0/96`.
    private static let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
}
