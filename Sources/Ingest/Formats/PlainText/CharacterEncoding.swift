/// A character encoding that texts are read in: its IANA name and the name under which iconv decodes it.
///
/// Where a vendor's superset is what files in the wild hold (CP932 for Shift_JIS, GB18030 for GB2312), that one decodes.
struct CharacterEncoding: Hashable, Sendable {
    /// The registered name, such as `windows-1251`.
    let name: String
    let iconvName: String

    init(_ name: String, iconv: String? = nil) {
        self.name = name
        iconvName = iconv ?? name
    }

    static let ascii = CharacterEncoding("US-ASCII")
    static let utf8 = CharacterEncoding("UTF-8")
    static let utf16LittleEndian = CharacterEncoding("UTF-16LE")
    static let utf16BigEndian = CharacterEncoding("UTF-16BE")
    static let utf32LittleEndian = CharacterEncoding("UTF-32LE")
    static let utf32BigEndian = CharacterEncoding("UTF-32BE")

    static let shiftJIS = CharacterEncoding("Shift_JIS", iconv: "CP932")
    static let eucJP = CharacterEncoding("EUC-JP", iconv: "EUC-JP-MS")
    static let gb18030 = CharacterEncoding("GB18030")
    static let big5 = CharacterEncoding("Big5", iconv: "CP950")
    static let big5HKSCS = CharacterEncoding("Big5-HKSCS")
    static let eucKR = CharacterEncoding("EUC-KR", iconv: "CP949")
    static let johab = CharacterEncoding("Johab", iconv: "JOHAB")

    /// Encodings with a state, marked by escape sequences in bytes that are otherwise ASCII.
    static let stateful = ["ISO-2022-JP", "ISO-2022-KR", "ISO-2022-CN"].map { CharacterEncoding($0) }

    /// Encodings of two bytes a character, tried when detection fails or doubts.
    static let multiByte: [CharacterEncoding] = [shiftJIS, eucJP, gb18030, big5, big5HKSCS, eucKR, johab]

    /// Encodings of one byte a character, the commonest first: earlier ones win where texts read equally well.
    static let singleByte: [CharacterEncoding] =
        [
            "windows-1252", "windows-1251", "windows-1250", "ISO-8859-1", "ISO-8859-2", "KOI8-R", "windows-1254",
            "windows-1253", "ISO-8859-7", "windows-1255", "windows-1256", "ISO-8859-6", "windows-1257", "ISO-8859-5",
            "IBM866", "KOI8-U", "ISO-8859-9", "ISO-8859-15", "windows-1258", "IBM855",
        ].map { CharacterEncoding($0) } + [CharacterEncoding("TIS-620", iconv: "CP874")]

    /// The encoding a label means: IANA names and aliases, WHATWG labels and uchardet's names. Labels that iconv does not
    /// know decode nothing.
    init?(label: String) {
        let key = label.lowercased().filter { !$0.isWhitespace && $0 != "_" && $0 != "\"" && $0 != "'" }
        guard !key.isEmpty, key.utf8.count <= 40, key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x2F }) else {
            return nil
        }
        switch key {
        case "ascii", "us-ascii": self = .ascii
        case "utf8", "utf-8": self = .utf8
        case "utf-16le": self = .utf16LittleEndian
        case "utf-16be": self = .utf16BigEndian
        case "shiftjis", "shift-jis", "sjis", "x-sjis", "cp932", "windows-31j", "ms932": self = .shiftJIS
        case "euc-jp", "eucjp", "x-euc-jp": self = .eucJP
        case "gb2312", "gbk", "gb18030", "x-gbk", "cp936", "euc-cn", "hz-gb-2312": self = .gb18030
        case "big5", "cp950", "x-x-big5", "euc-tw": self = .big5
        case "big5-hkscs": self = .big5HKSCS
        case "euc-kr", "uhc", "cp949", "ks-c-5601-1987", "ksc5601", "ksc5601-1987", "windows-949": self = .eucKR
        case "johab": self = .johab
        case "mac-cyrillic", "x-mac-cyrillic", "maccyrillic": self.init("x-mac-cyrillic", iconv: "MAC-CYRILLIC")
        case "mac-centraleurope": self.init("x-mac-ce", iconv: "MAC-CENTRALEUROPE")
        case "tis-620", "cp874", "windows-874", "iso-8859-11": self.init("TIS-620", iconv: "CP874")
        case _ where key.hasPrefix("cp125"): self.init("windows-" + key.dropFirst(2))
        case _ where key.hasPrefix("windows-"): self.init(key)
        default: self.init(key.uppercased())
        }
    }

    /// Windows encodings that extend an ISO one by the bytes 0x80 to 0x9F, which are never text in the ISO one.
    var windowsSibling: CharacterEncoding? {
        switch name {
        case "ISO-8859-1", "ISO-8859-15": CharacterEncoding("windows-1252")
        case "ISO-8859-2", "ISO-8859-16": CharacterEncoding("windows-1250")
        case "ISO-8859-7": CharacterEncoding("windows-1253")
        case "ISO-8859-8": CharacterEncoding("windows-1255")
        case "ISO-8859-9": CharacterEncoding("windows-1254")
        case "ISO-8859-13", "ISO-8859-4": CharacterEncoding("windows-1257")
        default: nil
        }
    }
}
