import NIOCore
import NIOWebSocket
import Testing

@testable import WebSocketUpgrade

@Suite("Frames become messages")
struct MessageAssemblerTests {
    private var assembler = MessageAssembler(maximumMessageBytes: 10)

    private func frame(_ opcode: WebSocketOpcode, _ bytes: [UInt8], fin: Bool = true) -> WebSocketFrame {
        let key: WebSocketMaskingKey = [1, 2, 3, 4]
        var data = ByteBuffer(bytes: bytes)
        data.webSocketMask(key)
        return WebSocketFrame(fin: fin, opcode: opcode, maskKey: key, data: data)
    }

    @Test("a message is unmasked")
    mutating func single() throws {
        #expect(try assembler.add(frame(.text, Array("héllo".utf8))) == .message(.text("héllo")))
        #expect(try assembler.add(frame(.binary, [0, 255])) == .message(.binary([0, 255])))
        #expect(try assembler.add(frame(.text, [])) == .message(.text("")))
    }

    @Test("fragments are joined, even inside a character and around a ping")
    mutating func fragments() throws {
        #expect(try assembler.add(frame(.text, [0xE2, 0x82], fin: false)) == .fragment)
        #expect(try assembler.add(frame(.ping, [7])) == .ping(ByteBuffer(bytes: [7])))
        #expect(try assembler.add(frame(.continuation, [], fin: false)) == .fragment)
        #expect(try assembler.add(frame(.continuation, [0xAC])) == .message(.text("€")))
        #expect(try assembler.add(frame(.binary, [1])) == .message(.binary([1])))
    }

    @Test("the limit holds for all fragments together")
    mutating func limit() throws {
        #expect(try assembler.add(frame(.binary, Array(repeating: 0, count: 10))) != .fragment)
        _ = try assembler.add(frame(.binary, Array(repeating: 0, count: 6), fin: false))
        #expect(throws: WebSocketViolation.tooLarge) {
            try assembler.add(frame(.continuation, Array(repeating: 0, count: 5)))
        }
    }

    @Test(
        "text that is not UTF-8 is refused",
        arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82]] as [[UInt8]])
    mutating func invalidText(bytes: [UInt8]) {
        #expect(throws: WebSocketViolation.invalidText) { try assembler.add(frame(.text, bytes)) }
    }

    @Test("close frames are read and checked")
    mutating func close() throws {
        #expect(try assembler.add(frame(.connectionClose, [])) == .close(CloseFrame(code: nil)))
        #expect(
            try assembler.add(frame(.connectionClose, [0x03, 0xE8] + Array("bye".utf8)))
                == .close(CloseFrame(code: 1000, reason: "bye")))
        #expect(throws: WebSocketViolation.self) { try assembler.add(frame(.connectionClose, [3])) }
        #expect(throws: WebSocketViolation.invalidText) {
            try assembler.add(frame(.connectionClose, [0x03, 0xE8, 0xFF]))
        }
    }

    @Test(
        "codes that may not be sent are refused",
        arguments: [0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535] as [UInt16])
    func invalidCodes(code: UInt16) {
        #expect(!CloseFrame.isValid(code))
    }

    @Test("codes that may be sent are known", arguments: [1000, 1003, 1007, 1011, 1014, 3000, 4999] as [UInt16])
    func validCodes(code: UInt16) {
        #expect(CloseFrame.isValid(code))
    }

    @Test("a long reason is cut between characters to what a control frame holds")
    func longReason() {
        let frame = CloseFrame(code: 1000, reason: String(repeating: "€", count: 60))
        #expect(frame.reason == String(repeating: "€", count: 41))
        #expect(frame.payload.readableBytes == 125)
    }
}
