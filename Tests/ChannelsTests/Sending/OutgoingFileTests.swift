import DeskModel
import Testing

@testable import Channels

@Suite("Files on their way to providers")
struct OutgoingFileTests {
    @Test("W16: a multipart body holds its fields, the file's bytes as they are, and a name that cannot break out")
    func multipart() {
        var body = MultipartBody(unique: "u")
        body.add("type", "text/plain")
        body.add(
            "file",
            OutgoingFile(
                id: "m", name: "a\"b\r\nX: y\u{0}.txt", contentType: "text/plain; charset=utf-8",
                content: [0, 255, 13, 10]))
        let expected =
            Array(
                ("--desk-u\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\ntext/plain\r\n"
                    + "--desk-u\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a%22b%0D%0AX: y.txt\"\r\n"
                    + "Content-Type: text/plain\r\n\r\n").utf8) + [0, 255, 13, 10]
            + Array("\r\n--desk-u--\r\n".utf8)
        #expect(body.finished == expected)
        #expect(body.contentType == "multipart/form-data; boundary=desk-u")
    }

    @Test("W16: WhatsApp takes files by kind and size, and what it does not take goes as a link")
    func kinds() {
        let adapter = WhatsAppAdapter(environment: ChannelEnvironment(publicURL: nil))
        #expect(adapter.maximumBytes(ofFile: "image/png") == 5 * 1_048_576)
        #expect(adapter.maximumBytes(ofFile: "application/pdf") == 16 * 1_048_576)
        #expect(adapter.maximumBytes(ofFile: "image/webp") == nil)
        #expect(adapter.maximumBytes(ofFile: "application/zip") == nil)
        #expect(WhatsAppFile.kind(of: "audio/ogg") == .audio)
        #expect(WhatsAppFile.kind(of: "application/pdf") == .document)
        let twilio = TwilioAdapter(environment: ChannelEnvironment(publicURL: nil))
        #expect(twilio.maximumBytes(ofFile: "image/png") == nil)
    }

    @Test("W16: a large file has the time that it takes on a slow line, a text has not")
    func patience() {
        func patience(_ bytes: Int) -> Duration {
            ProviderRequest(.post, "https://a", body: [UInt8](repeating: 0, count: bytes)).patience
        }
        #expect(patience(4_000) == .seconds(15))
        #expect(patience(16 * 1_048_576) == .seconds(143))
    }

    @Test("W16: an upload that did not give an id is none")
    func uploaded() {
        func id(_ status: Int, _ body: String) -> String? {
            WhatsAppFile.uploaded(ProviderResponse(status: status, body: Array(body.utf8)))
        }
        #expect(id(200, #"{"id":"4490709327384033"}"#) == "4490709327384033")
        #expect(id(200, "{}") == nil)
        #expect(id(200, "<html>") == nil)
        #expect(id(500, #"{"id":"1"}"#) == nil)
        #expect(id(200, #"{"id":"\#(String(repeating: "9", count: 65))"}"#) == nil)
    }
}
