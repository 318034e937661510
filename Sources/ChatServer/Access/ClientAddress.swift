import DeskModel
import HTTPTypes

/// Whose request it is, behind proxies or not.
enum ClientAddress {
    private static let mostHops = 16
    private static let forwardedFor = HTTPField.Name("X-Forwarded-For")

    /// The same of a request with these headers.
    static func of(peer: String, _ headers: HTTPFields, trusted: [AddressRange]) -> String {
        let values = forwardedFor.map { headers[values: $0] } ?? []
        return of(peer: peer, forwarded: values.isEmpty ? nil : values.joined(separator: ","), trusted: trusted)
    }

    /// The peer's address, unless that is a trusted proxy's: then the last address of `X-Forwarded-For` that is none.
    /// Addresses further left were written by whoever asked, and say nothing.
    ///
    /// - Parameters:
    ///   - forwarded: the value of `X-Forwarded-For`, several joined by commas.
    ///   - trusted: addresses and networks of proxies.
    static func of(peer: String, forwarded: String?, trusted: [AddressRange]) -> String {
        guard trusted.contains(address: peer), let forwarded else { return peer }
        var address = peer
        for hop in forwarded.split(separator: ",").suffix(mostHops).reversed() {
            let named = hop.drop { $0 == " " }.prefix { $0 != " " }
            guard isAddress(named) else { return address }
            address = String(named)
            guard trusted.contains(address: address) else { return address }
        }
        return address
    }

    /// Whether it looks like an IPv4 or IPv6 address: it becomes a key of a table, and nothing else may.
    private static func isAddress(_ text: Substring) -> Bool {
        (2...45).contains(text.utf8.count) && text.allSatisfy { $0.isHexDigit || $0 == "." || $0 == ":" }
            && text.contains { $0 == "." || $0 == ":" }
    }
}
