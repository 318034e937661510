import DeskModel
import Testing

@Suite("What the limits of an address are counted under")
struct AddressKeyTests {
    @Test(
        "an IPv6 network of 64 bits counts as one address, an IPv4 address by itself, however it is written",
        arguments: [
            ("192.0.2.1", "192.0.2.1"), ("::ffff:192.0.2.1", "192.0.2.1"), ("::FFFF:c000:0201", "192.0.2.1"),
            ("64:ff9b::192.0.2.1", "192.0.2.1"), ("2001:db8:0:7::1", "2001:db8:0:7::/64"),
            ("2001:DB8::7:ffff:ffff:ffff:ffff", "2001:db8:0:7::/64"), ("2001:db8:0:8::1", "2001:db8:0:8::/64"),
            ("::1", "0:0:0:0::/64"), ("fe80::1%eth0", "fe80:0:0:0::/64"), ("fe80::2%eth1", "fe80:0:0:0::/64"),
        ])
    func networks(_ address: String, _ expected: String) {
        #expect(AddressKey(address).text == expected)
    }

    @Test("what is no address stands for itself", arguments: ["unknown", "", "192.0.2", "2001:db8::/64", "1::2::3"])
    func others(_ text: String) {
        #expect(AddressKey(text).text == text)
    }
}
