import Testing

@testable import ChatServer

@Suite("Multipart forms")
struct MultipartFormTests {
    private func body(_ text: String) -> [UInt8] { Array(text.replacing("\n", with: "\r\n").utf8) }

    @Test("S10: parts come out with names, file names and exact bytes")
    func parts() throws {
        let form = try MultipartForm(
            body(
                """
                --x
                Content-Disposition: form-data; name="business"

                7
                --x
                Content-Disposition: form-data; name="file"; filename="a \\"b\\".txt"
                Content-Type: text/plain

                line one
                a line with --x inside

                --x--

                """), contentType: "multipart/form-data; boundary=x")
        #expect(form.part("business")?.text == "7")
        #expect(form.part("file")?.filename == #"a "b".txt"#)
    }

    @Test("RFC 2046: words before the first part and white space behind a boundary mean nothing")
    func preamble() throws {
        let form = try MultipartForm(
            body(
                "This is a form.\nIt has --x inside.\n--x \t\nContent-Disposition: form-data; name=\"a\"\n\none\n"
                    + "--x  \nContent-Disposition: form-data; name=\"b\"\n\ntwo\n--x--  \nThe end.\n"),
            contentType: "multipart/form-data; boundary=x")
        #expect(form.parts.map(\.name) == ["a", "b"])
        #expect(form.parts.map(\.text) == ["one", "two"])
    }

    @Test(
        "a body that is no form is refused",
        arguments: [
            "", "--x", "--x\r\n", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nnever ends", "junk",
            "--x junk\r\n\r\n\r\n--x--", "junk\n--x--", "junk\r\n--x ",
        ])
    func malformed(text: String) {
        #expect(throws: MultipartForm.Failure.self) {
            try MultipartForm(Array(text.utf8), contentType: "multipart/form-data; boundary=x")
        }
    }

    @Test("another content type or no boundary is refused")
    func wrongType() {
        for type in [nil, "application/json", "multipart/form-data", "multipart/form-data; boundary="] {
            #expect(throws: MultipartForm.Failure.notMultipart) {
                try MultipartForm(Array("--x--".utf8), contentType: type)
            }
        }
    }
}
