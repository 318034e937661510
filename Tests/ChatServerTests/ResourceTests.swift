import DeskModel
import Foundation
import Testing

@testable import ChatServer

@Suite struct ResourceTests {
    @Test("a sid has 34 characters and stands for the same UUID, whatever its case; those of other kinds are none")
    func sids() {
        let id = UUIDv7.next()
        let sid = ResourceKind.conversation.sid(id)
        #expect(sid.count == 34 && sid.hasPrefix("CH"))
        #expect(ResourceKind.conversation.id(sid) == id && ResourceKind.conversation.id(sid.uppercased()) == id)
        #expect(ResourceKind.conversation.id(id.uppercased()) == id)
        for text in [
            ResourceKind.message.sid(id), "CH", "", "CH" + String(repeating: "g", count: 32), String(id.dropLast()),
            "CH\u{1F600}" + String(repeating: "0", count: 28), sid + "0",
        ] {
            #expect(ResourceKind.conversation.id(text) == nil, "\(text)")
        }
        #expect(ResourceKind.sid(BusinessID(255)) == "AC" + String(repeating: "0", count: 30) + "ff")
    }

    @Test(
        "names of members mean the same however clients write them",
        arguments: [
            ("friendlyName", "friendly_name"), ("FriendlyName", "friendly_name"), ("friendly_name", "friendly_name"),
            ("messagingBinding.proxyAddress", "messaging_binding_proxy_address"),
            ("Configuration.Url", "configuration_url"), ("MessagingBinding.Address", "messaging_binding_address"),
            ("body", "body"), ("q", "q"), ("", ""),
        ])
    func names(given: String, read: String) {
        #expect(RequestFields.snakeCase(given) == read)
    }

    @Test("members are left alone, cleared or set; what has the wrong type is refused by its name")
    func members() throws {
        let fields = RequestFields([
            ("name", .string("  Ana ")), ("gone", .null), ("empty", .string(" ")), ("number", .integer(7)),
            ("messagingBinding", .object(["address": .string("+1")])), ("attributes", .object(["b": .integer(1)])),
            ("tags", .array([.string("b"), .string("a"), .string("b")])),
        ])
        #expect(try fields.text("name", 1...10).applied(to: "x") == "Ana")
        #expect(try fields.text("missing", 1...10).applied(to: "x") == "x")
        #expect(try fields.text("gone", 1...10).applied(to: "x") == nil)
        #expect(try fields.text("empty", 0...10).applied(to: "x") == nil)
        #expect(throws: APIError.self) { try fields.text("empty", 1...10) }
        #expect(throws: APIError.self) { try fields.text("number", 1...10) }
        #expect(throws: APIError.self) { try fields.text("name", 1...2) }
        #expect(try fields.text("messaging_binding_address", 1...10).applied(to: nil) == "+1")
        #expect(try fields.attributes().applied(to: nil) == #"{"b":1}"#)
        #expect(try fields.tags().applied(to: nil) == ["a", "b"])
        for text in ["[]", "{", "1", "null", #"{"a":"\#(String(repeating: "x", count: 16_384))"}"#] {
            #expect(throws: APIError.self) { try RequestFields([("attributes", .string(text))]).attributes() }
        }
    }

    @Test("a cursor comes back as it went; forged ones are refused")
    func cursors() throws {
        let id = UUIDv7.next()
        let place = try #require(PageCursor.place(PageCursor.text(["1760000000000", id])))
        #expect(place.at.milliseconds == 1_760_000_000_000 && place.id == id)
        for text in [
            "", "x", PageCursor.text(["1"]), PageCursor.text(["x", id]), PageCursor.text(["1", "x"]), ".....",
        ] {
            #expect(PageCursor.place(text) == nil, "\(text)")
        }
    }

    @Test("a file's type is what its bytes are; what could hold a script is not shown in place")
    func mediaTypes() {
        let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0]
        for (bytes, type, isShown) in [
            (png, "image/png", true), ([0xFF, 0xD8, 0xFF, 0xE0], "image/jpeg", true),
            (Array("GIF89a".utf8), "image/gif", true), (Array("RIFF....WEBPVP8 ".utf8), "image/webp", true),
            (Array("RIFF....AVI ".utf8), MediaType.unknown, false), (Array("%PDF-1.7".utf8), "application/pdf", false),
            (Array("<svg onload=alert(1)>".utf8), "text/plain; charset=utf-8", false),
            (Array("....ftypisom".utf8), "video/mp4", false), (Array("OggS".utf8), "audio/ogg", false),
            ([0, 1, 2], MediaType.unknown, false), ([0xC3, 0x28], MediaType.unknown, false),
        ] as [([UInt8], String, Bool)] {
            #expect(MediaType.of(bytes) == type)
            #expect(MediaType.isShown(type) == isShown, "\(type)")
        }
    }

    @Test("a bucket tells how much is left and when it is full again")
    func standing() {
        let limiter = RateLimiter(burst: 2, perSecond: 0.5)
        let start = ContinuousClock.now
        let first = limiter.take("a", now: start)
        #expect(first.isAllowed && first.remaining == 1 && first.secondsUntilFull == 2)
        #expect(limiter.take("a", now: start).isAllowed)
        let refused = limiter.take("a", now: start)
        #expect(!refused.isAllowed && refused.remaining == 0 && refused.secondsUntilFull == 4)
        #expect(limiter.take("a", now: start + .seconds(2)).isAllowed)
    }
}
