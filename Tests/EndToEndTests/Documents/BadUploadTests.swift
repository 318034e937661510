import Foundation
import Testing

extension SharedDesk {
    @Suite("Bad uploads")
    struct BadUploadTests {
        struct Case: CustomTestStringConvertible, Sendable {
            let name: String
            let content: @Sendable () -> Data
            /// Of the upload; `nil` when the file is taken and found bad while it is read.
            let status: Int?
            let code: String

            init(_ name: String, _ status: Int?, _ code: String, _ content: @escaping @Sendable () -> Data) {
                self.name = name
                self.content = content
                self.status = status
                self.code = code
            }

            var testDescription: String { name }
        }

        static let cases = [
            Case("empty.pdf", 422, "empty") { Data() },
            Case("picture.pdf", 415, "unsupported_kind") {
                Data([0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]) + Data("IHDR".utf8) + Data(count: 40)
            },
            Case("program.txt", 415, "unsupported_kind") {
                Data([0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0]) + Data((0..<500).map { UInt8(($0 * 7919) & 0xFF) })
            },
            Case("nothing but NUL.txt", 415, "unsupported_kind") { Data(count: 4_096) },
            Case("blanks.txt", nil, "empty") { Data(String(repeating: " \n\t", count: 2_000).utf8) },
            Case("eleven megabytes.txt", 413, "too_large") { Data(repeating: 65, count: 11 << 20) },
            Case("cut off.pdf", nil, "damaged") { PDFFile(pages: [["Hello there"]]).data.prefix(200) },
            Case("only a head.pdf", nil, "damaged") { Data("%PDF-1.7\n1 0 obj\n<<".utf8) },
            Case("encrypted.pdf", nil, "encrypted") {
                PDFFile(pages: [["Nobody reads this"]], isEncrypted: true).data
            },
            Case("10,000 empty pages.pdf", nil, "too_many_pages") {
                PDFFile(pages: Array(repeating: [], count: 10_000)).data
            },
            Case("cut off.docx", nil, "damaged") {
                DocxFile(body: DocxFile.paragraph("Hello there")).data.dropLast(60)
            },
            Case("bomb.docx", nil, "too_large") {
                DocxFile(bombBytes: 70 << 20).data
            },
            Case("deeply nested.docx", nil, "damaged") {
                let depth = 100_000
                return DocxFile(
                    body: String(repeating: "<w:sdt>", count: depth) + DocxFile.paragraph("deep")
                        + String(repeating: "</w:sdt>", count: depth)
                ).data
            },
            Case("billion laughs.docx", nil, "damaged") {
                var entities = "<!ENTITY a0 \"ha\">"
                for level in 1...30 { entities += "<!ENTITY a\(level) \"&a\(level - 1);&a\(level - 1);\">" }
                return DocxFile(
                    document: DocxFile.part(
                        body: DocxFile.paragraph("&a30;"), prolog: "<!DOCTYPE d [\(entities)]>")
                ).data
            },
        ]

        @Test(
            "S10: a bad file is refused with a stable code and a sentence that says what to do; the server lives on",
            arguments: cases)
        func refused(file: Case) async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business(knowing: Guides.returns)
            let refusal = try #require(try await desk.refusal(of: file.name, file.content(), in: shop))
            #expect(refusal.status == file.status)
            #expect(refusal.code == file.code, "\(refusal)")
            #expect(refusal.saysWhatToDo, "\(refusal)")
            #expect(try await desk.call("GET", "/health").status == 200)
            #expect(try await desk.ask(Guides.returnQuestion, shop).json["answered"] as? Bool == true)
        }

        @Test("S10: a file made to be slow to look at is answered at once, and so is everything meanwhile")
        func slowToTell() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let brackets = Data((String(repeating: "[", count: 65_000) + "](").utf8)
            // In an old encoding, so that the server must ask a worker.
            let latin = Data([0xE9, 0x20, 0xE0, 0x20]) + brackets
            let start = ContinuousClock.now
            for (name, content) in [("brackets.txt", brackets), ("old brackets.txt", latin)] {
                let reply = try await desk.upload(name, content, to: shop.id, key: shop.key)
                #expect([202, 415].contains(reply.status), "\(reply.text)")
            }
            #expect(try await desk.call("GET", "/health").status == 200)
            #expect(ContinuousClock.now - start < .seconds(20))
        }

        @Test("a document's entities reach no file of the server")
        func externalEntities() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let secret = try desk.folder.write(Data("The treasure lies in Zanzibar.".utf8), to: "secret.txt")
            let body = DocxFile.paragraph("The open part says hello.") + DocxFile.paragraph("&secret;")
            let prolog = "<!DOCTYPE d [<!ENTITY secret SYSTEM \"file://\(secret)\">]>"
            let refusal = try await desk.refusal(
                of: "entity.docx", DocxFile(document: DocxFile.part(body: body, prolog: prolog)).data, in: shop)
            #expect(refusal?.code == "damaged")
            #expect(refusal?.saysWhatToDo == true)
            let found = try await desk.found("Where does the treasure lie?", in: shop)
            #expect(!found.contains { ($0["text"] as? String)?.contains("Zanzibar") ?? false })
        }

        @Test(
            "a file's name is only a name",
            arguments: [
                ("../../../../etc/passwd", "passwd"), ("..\\..\\windows\\system32", "system32"),
                ("a\u{0}b\u{1B}[31m.txt", "ab[31m.txt"), ("<img src=x onerror=alert(1)>.txt", nil),
                ("'; DROP TABLE documents; --.txt", "'; DROP TABLE documents; --.txt"), ("/", "document"),
                ("வணக்கம் 😀.txt", "வணக்கம் 😀.txt"), (String(repeating: "long", count: 200) + ".txt", nil),
            ])
        func names(name: String, kept: String?) async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let reply = try await desk.upload(name, Data(Guides.returns.utf8), to: shop.id, key: shop.key)
            #expect(reply.status == 202)
            let filename = try #require(reply.json["filename"] as? String)
            if let kept { #expect(filename == kept) }
            #expect(filename.count <= 255)
            #expect(!filename.contains { $0 == "/" || $0 == "\\" || $0 == "\u{0}" })
            let id = try #require(reply.json["id"] as? String)
            #expect(try await desk.settled(id, key: shop.key)["status"] as? String == "ready")
            let page = try await desk.call("GET", "/documents/\(id)", key: shop.key)
            #expect(page.status == 200)
            #expect(!page.text.contains("<img src=x"))
            let content = try await desk.call("GET", "/api/documents/\(id)/content", key: shop.key)
            #expect(content.body == Data(Guides.returns.utf8))
            #expect(content.headers["content-disposition"]?.contains("\u{1B}") == false)
            #expect(try await desk.ask(Guides.returnQuestion, shop).json["answered"] as? Bool == true)
        }

        @Test("a file with NUL bytes is no text, whatever its name says")
        func zeros() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let text = "Opening hours\u{0}\n\nWe open at 9:30 on weekdays.\u{0} The bell code is 4471.\n"
            let refusal = try await desk.refusal(of: "hours.txt", Data(text.utf8), in: shop)
            #expect(refusal?.status == 415)
            #expect(refusal?.code == "unsupported_kind")
        }

        @Test("who may not upload is told so before the file is read")
        func strangers() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business("One")
            let other = try await desk.business("Other")
            let text = Data(Guides.returns.utf8)
            #expect(try await desk.upload("a.txt", text, to: shop.id, key: other.key).status == 404)
            #expect(try await desk.upload("a.txt", text, to: shop.id, key: shop.widget).status == 403)
            #expect(try await desk.upload("a.txt", text, to: shop.id, key: "fd_sk_guess").status == 401)
            #expect(try await desk.upload("a.txt", text, to: 999_999, key: desk.admin).status == 404)
            #expect(try await desk.upload("a.txt", text, to: -1, key: desk.admin).status == 400)
            // The body of this one never comes.
            for (key, status) in [(shop.widget, 403), ("fd_sk_guess", 401)] {
                let head = HTTPExchange.head(
                    "POST", "/api/documents",
                    [
                        ("Host", "desk"), ("Authorization", "Bearer \(key)"), ("Content-Length", "100000"),
                        ("Content-Type", MultipartBody.contentType),
                    ])
                #expect(try await HTTPExchange.send(head, method: "POST", port: desk.port).status == status)
            }
            #expect(try await desk.call("GET", "/api/documents", key: shop.key).results.isEmpty)
        }

        @Test("L1: a revoked key uploads nothing")
        func revoked() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let made = try await desk.call(
                "POST", "/api/businesses/\(shop.id)/keys", key: shop.key, json: ["kind": "secret", "label": "till"])
            let secret = try #require(made.json["key"] as? String)
            let id = try #require(made.json["id"] as? String)
            #expect(try await desk.call("GET", "/api/documents", key: secret).status == 200)
            let path = "/api/businesses/\(shop.id)/keys/\(id)"
            #expect(try await desk.call("DELETE", path, key: shop.key).status == 204)
            let reply = try await desk.upload("a.txt", Data("Hello there.".utf8), to: shop.id, key: secret)
            #expect(reply.status == 401)
            #expect(reply.errorCode == "unauthorized")
            #expect(reply.sentence.contains("revoked"))
        }

        @Test("a form that is none, or lacks something, is refused with what to send")
        func badForms() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            var withoutFile = MultipartBody()
            withoutFile.add("business", "\(shop.id)")
            var withoutName = MultipartBody()
            withoutName.add("file", "Hello there.")
            var wordy = MultipartBody()
            wordy.add("business", "the tulip shop")
            wordy.add("file", filename: "a.txt", Data("Hello there.".utf8))
            var unfinished = MultipartBody()
            unfinished.add("file", filename: "a.txt", Data("Hello there.".utf8))
            var crowded = MultipartBody()
            for number in 0..<100 { crowded.add("part\(number)", "x") }
            let type = MultipartBody.contentType
            let cases: [(String, Data, String)] = [
                (type, withoutFile.finished, "invalid_request"), (type, withoutName.finished, "invalid_request"),
                (type, wordy.finished, "invalid_request"), (type, unfinished.data, "invalid_form"),
                (type, crowded.finished, "invalid_form"), (type, Data(), "invalid_form"),
                (type, Data(repeating: 0x2D, count: 100_000), "invalid_form"),
                ("multipart/form-data", withoutFile.finished, "invalid_form"),
                ("multipart/form-data; boundary=", withoutFile.finished, "invalid_form"),
                ("multipart/form-data; boundary=other", withoutFile.finished, "invalid_form"),
                ("application/json", Data("{}".utf8), "invalid_form"),
                ("text/plain", Data("Hello".utf8), "invalid_form"),
            ]
            for (contentType, body, code) in cases {
                let reply = try await desk.call(
                    "POST", "/api/documents", key: shop.key, body: body, headers: ["Content-Type": contentType])
                #expect(reply.status == 400, "\(contentType) \(reply.text)")
                #expect(reply.errorCode == code, "\(contentType) \(reply.text)")
                #expect(reply.saysWhatToDo, "\(reply.text)")
            }
            #expect(try await desk.call("GET", "/api/documents", key: shop.key).results.isEmpty)
            #expect(try await desk.call("GET", "/health").status == 200)
        }

        @Test("a body in chunks that never says how long it is ends at the limit")
        func endlessBody() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let head = HTTPExchange.head(
                "POST", "/api/documents",
                [
                    ("Host", "desk"), ("Authorization", "Bearer \(shop.key)"), ("Transfer-Encoding", "chunked"),
                    ("Content-Type", MultipartBody.contentType),
                ])
            let piece = Array("100000\r\n".utf8) + [UInt8](repeating: 65, count: 0x100000) + Array("\r\n".utf8)
            let body = (0..<12).flatMap { _ in piece }
            let reply = try await HTTPExchange.send(head + body, method: "POST", port: desk.port)
            #expect(reply.status == 413)
            #expect(reply.errorCode == "too_large")
        }
    }
}
