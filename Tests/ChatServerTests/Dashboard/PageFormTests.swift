import Testing

@testable import ChatServer

@Suite("Fields of forms")
struct PageFormTests {
    @Test("Names and values are decoded, line ends made one character, outer spaces dropped")
    func decoding() throws {
        let fields = try PageForm("a=1+2%263&b=x%0D%0Ay%0A&b=second&c&%E0%AE%85=%F0%9F%98%80")
        #expect(fields["a"] == "1 2&3")
        #expect(fields["b"] == "x\ny")
        #expect(fields.all("b").count == 2)
        #expect(fields.lines("b") == ["x", "y"])
        #expect(fields.isSet("c") && fields.optional("c") == nil)
        #expect(fields["அ"] == "😀")
        #expect(!fields.isSet("d") && fields["d"].isEmpty)
    }

    @Test("What is no form in UTF-8, or has too many fields, is refused", arguments: ["a=%FF", "a=%zz", "%C3%28=1"])
    func refused(body: String) {
        #expect(throws: APIError.self) { try PageForm(body) }
    }

    @Test("More fields than a form of ours has are refused")
    func tooMany() {
        let body = (0...PageForm.mostFields).map { "a\($0)=1" }.joined(separator: "&")
        #expect(throws: APIError.self) { try PageForm(body) }
    }
}
