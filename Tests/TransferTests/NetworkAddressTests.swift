import Testing

@testable import Transfer

@Suite("Network addresses")
struct NetworkAddressTests {
    @Test(
        "addresses of the public internet are public",
        arguments: [
            "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255",
            "172.32.0.0", "192.0.1.0", "198.17.255.255", "198.20.0.0", "223.255.255.255", "2606:4700:4700::1111",
            "2a00:1450:4001:81b::200e", "2001:200::1", "64:ff9b::8.8.8.8",
        ])
    func publicAddresses(text: String) throws {
        #expect(try #require(NetworkAddress(text)).isPublic)
    }

    @Test(
        "special addresses are not",
        arguments: [
            "0.0.0.0", "0.1.2.3", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1",
            "127.255.255.255", "169.254.169.254", "172.16.0.0", "172.31.255.255", "192.0.0.1", "192.0.2.1",
            "192.88.99.1",
            "192.168.0.0", "192.168.255.255", "198.18.0.0", "198.19.255.255", "198.51.100.1", "203.0.113.1",
            "224.0.0.1",
            "239.255.255.255", "240.0.0.0", "255.255.255.255", "::", "::1", "::ffff:1.1.1.1", "::ffff:127.0.0.1",
            "::127.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::192.168.1.1", "64:ff9b:1::1", "100::1", "2001::1",
            "2001:1ff::1",
            "2001:db8::1", "2002:7f00:1::", "3fff::1", "3fff:fff::1", "fc00::1", "fdff::1", "fe80::1%eth0", "fec0::1",
            "ff02::1", "4000::1", "5f00::1",
        ])
    func specialAddresses(text: String) throws {
        #expect(try !#require(NetworkAddress(text)).isPublic)
    }

    @Test(
        "what is not an address is none",
        arguments: ["", "localhost", "1.2.3", "1.2.3.4.5", "[::1]", ":::", "1.2.3.256"])
    func noAddresses(text: String) {
        #expect(NetworkAddress(text) == nil)
    }
}
