import DeskModel
import Testing

@Suite("Ranges of network addresses")
struct AddressRangeTests {
    @Test(
        "an address is in a range however it is written",
        arguments: [
            ("10.0.0.1", "10.0.0.1"), ("10.0.0.1", "::ffff:10.0.0.1"), ("10.0.0.1", "0:0:0:0:0:FFFF:0A00:0001"),
            ("::ffff:10.0.0.1", "10.0.0.1"), ("::1", "0:0:0:0:0:0:0:1"), ("2001:DB8::7", "2001:db8:0:0::7"),
            ("10.0.0.0/8", "10.255.255.255"), ("10.0.0.0/8", "::ffff:10.1.2.3"), ("10.9.9.9/8", "10.0.0.0"),
            ("192.0.2.128/25", "192.0.2.129"), ("192.0.2.1/32", "192.0.2.1"), ("0.0.0.0/0", "203.0.113.9"),
            ("::ffff:10.0.0.0/104", "10.1.2.3"), ("fd00::/8", "fdff::1"), ("fe80::/10", "febf::1%eth0"),
            ("2001:db8::/33", "2001:db8:7fff::1"), ("::1/128", "::1"), ("::/0", "2001:db8::1"),
        ])
    func inside(_ range: String, _ address: String) throws {
        #expect([try #require(AddressRange(range))].contains(address: address))
    }

    @Test(
        "what lies beside a range, is of the other family or is no address is not in it",
        arguments: [
            ("10.0.0.1", "10.0.0.2"), ("10.0.0.0/8", "11.0.0.0"), ("192.0.2.128/25", "192.0.2.127"),
            ("2001:db8::/33", "2001:db8:8000::1"), ("fd00::/8", "fe00::1"), ("::1", "::2"), ("::1", "127.0.0.1"),
            ("::/0", "10.0.0.1"), ("0.0.0.0/0", "::1"), ("0.0.0.0/0", "unknown"), ("0.0.0.0/0", ""),
            ("10.0.0.0/8", "64:ff9b::10.0.0.1"),
        ])
    func outside(_ range: String, _ address: String) throws {
        #expect(![try #require(AddressRange(range))].contains(address: address))
    }

    @Test(
        "what is neither an address nor a network is no range",
        arguments: [
            "", "/", "/8", "proxy.local", "10.0.0", "10.0.0.256", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1",
            "10.0.0.0/+8", "10.0.0.0/8/8", "10.0.0.0/255.0.0.0", "10.0.0.0/ 8", "fd00::/129", "fd00::/x",
            "::ffff:10.0.0.0/95", "fe80::1%eth0", "[::1]",
        ])
    func invalid(_ text: String) {
        #expect(AddressRange(text) == nil)
    }
}
