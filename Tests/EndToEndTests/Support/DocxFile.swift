import Foundation

/// A small Word document: a zip archive (PKWARE APPNOTE 6.3) of stored parts.
struct DocxFile {
    /// The whole main part.
    var document: String
    /// Replaces the main part by one that is deflated and this many bytes long.
    var bombBytes: Int?

    /// - Parameter body: what stands in `w:body`.
    init(body: String) { document = Self.part(body: body) }

    init(document: String) { self.document = document }

    init(bombBytes: Int) {
        document = ""
        self.bombBytes = bombBytes
    }

    static func part(body: String, prolog: String = "") -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>\(prolog)
        <w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>\(body)</w:body>\
        </w:document>
        """
    }

    static func paragraph(_ text: String) -> String { "<w:p><w:r><w:t>\(text)</w:t></w:r></w:p>" }

    var data: Data {
        let types = """
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
            <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
            <Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.\
            wordprocessingml.document.main+xml"/></Types>
            """
        let relations = """
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
            <Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/\
            officeDocument" Target="word/document.xml"/></Relationships>
            """
        let main = bombBytes.map { Entry(name: "word/document.xml", bombBytes: $0) }
        return Self.archive([
            Entry(name: "[Content_Types].xml", stored: types), Entry(name: "_rels/.rels", stored: relations),
            main ?? Entry(name: "word/document.xml", stored: document),
        ])
    }

    private struct Entry {
        let name: String
        let method: Int
        let checksum: UInt32
        let packed: Data
        let size: Int

        init(name: String, stored content: String) {
            self.name = name
            packed = Data(content.utf8)
            method = 0
            checksum = Self.checksum(packed)
            size = packed.count
        }

        /// Spaces, deflated by fixed codes (RFC 1951 section 3.2.6): one literal, then copies of 258 bytes from one back.
        init(name: String, bombBytes: Int) {
            self.name = name
            let copies = bombBytes / 258
            let copy = Self.code(0b1100_0101, 8) + Self.code(0, 5)
            var bits: [UInt8] = [1, 1, 0] + Self.code(0x30 + 0x20, 8)
            for _ in 0..<copies { bits += copy }
            bits += Self.code(0, 7)
            var bytes = [UInt8](repeating: 0, count: (bits.count + 7) / 8)
            for (index, bit) in bits.enumerated() { bytes[index / 8] |= bit << UInt8(index % 8) }
            packed = Data(bytes)
            method = 8
            checksum = 0
            size = 1 + copies * 258
        }

        private static func code(_ value: Int, _ length: Int) -> [UInt8] {
            (0..<length).reversed().map { UInt8(value >> $0 & 1) }
        }

        private static func checksum(_ data: Data) -> UInt32 {
            ~data.reduce(~UInt32(0)) { sum, byte in
                (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in
                    value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1
                }
            }
        }
    }

    private static func archive(_ entries: [Entry]) -> Data {
        var output = Data()
        var directory = Data()
        for entry in entries {
            let offset = output.count
            var common = little(20, 2) + little(0, 2) + little(entry.method, 2) + little(0x21_0000, 4)
            common += little(Int(entry.checksum), 4) + little(entry.packed.count, 4) + little(entry.size, 4)
            common += little(entry.name.utf8.count, 2) + little(0, 2)
            output += Data([0x50, 0x4B, 3, 4]) + common + Data(entry.name.utf8) + entry.packed
            directory += Data([0x50, 0x4B, 1, 2]) + little(20, 2) + common + Data(count: 10) + little(offset, 4)
            directory += Data(entry.name.utf8)
        }
        let counts = little(entries.count, 2) + little(entries.count, 2)
        let end = Data([0x50, 0x4B, 5, 6]) + Data(count: 4) + counts + little(directory.count, 4)
        return output + directory + end + little(output.count, 4) + Data(count: 2)
    }

    private static func little(_ value: Int, _ width: Int) -> Data {
        Data((0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) })
    }
}
