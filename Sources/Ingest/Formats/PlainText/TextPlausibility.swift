/// How much a decoding reads like text that people write, to tell encodings apart that all decode without error.
///
/// Every character beyond ASCII scores by how common it is in its script; what only wrong decodings produce (a capital
/// after a small letter, a letter beside a digit, a sign amid a word, two alphabets in one word, control characters) costs.
struct TextPlausibility {
    /// The mean score per character beyond ASCII, about -3...1; 1 for text within ASCII.
    private(set) var score = 1.0

    init(_ text: String) {
        var sum = 0.0
        var count = 0
        var previous = Kind.space
        var beforePrevious = Kind.space
        var hadForeignLetter = false
        for scalar in text.unicodeScalars {
            let (kind, weight) = Self.classify(scalar)
            if scalar.value >= 0x80 {
                count += 1
                sum += weight
            }
            if case .letter(let script, let isUpper) = kind {
                if case .letter(let before, let wasUpper) = previous {
                    if script != before { sum -= 1 } else if isUpper, !wasUpper, scalar.value >= 0x80 { sum -= 0.7 }
                } else if case .sign = previous, case .letter = beforePrevious {
                    sum -= 1
                } else if case .digit = previous, scalar.value >= 0x80 {
                    sum -= 0.7
                }
            } else if case .digit = kind, case .letter = previous, hadForeignLetter {
                sum -= 0.7
            }
            hadForeignLetter = scalar.value >= 0x80
            beforePrevious = previous
            previous = kind
        }
        if count > 0 { score = sum / Double(count) }
    }

    private enum Script { case latin, cyrillic, greek, hebrew, arabic, other }

    private enum Kind {
        case space, digit, punctuation, sign, ideograph
        case letter(Script, isUpper: Bool)
    }

    private static func classify(_ scalar: Unicode.Scalar) -> (Kind, Double) {
        let value = scalar.value
        switch value {
        case 0x41...0x5A: return (.letter(.latin, isUpper: true), 0)
        case 0x61...0x7A: return (.letter(.latin, isUpper: false), 0)
        case 0x30...0x39: return (.digit, 0)
        case 0...0x7F: return (.space, 0)
        case 0x80...0x9F, 0xFFFD...0xFFFF, 0xE000...0xF8FF: return (.sign, -3)
        case 0xA0, 0xAB, 0xBB, 0x2013, 0x2014, 0x2018...0x201E, 0x2026, 0x20AC, 0x2022: return (.punctuation, 0.8)
        case 0xA3: return (.punctuation, 0.7)
        case 0xA1, 0xA7, 0xA9, 0xAE, 0xB0, 0xB7, 0xBF, 0x2116, 0x2122: return (.punctuation, 0.3)
        case 0xC0...0x24F where value != 0xD7 && value != 0xF7:
            let isUpper = scalar.properties.isUppercase
            let small = scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
            let weight = commonLatin.contains(small) ? 1 : lessCommonLatin.contains(small) ? 0.7 : 0.2
            return (.letter(.latin, isUpper: isUpper), isUpper ? weight * 0.8 : weight)
        case 0x370...0x3FF:
            return scalar.properties.isAlphabetic
                ? (.letter(.greek, isUpper: scalar.properties.isUppercase), scalar.properties.isUppercase ? 0.6 : 0.9)
                : (.sign, -0.5)
        case 0x400...0x4FF:
            let isUpper = scalar.properties.isUppercase
            let small = scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
            let weight = commonCyrillic.contains(small) ? 1 : lessCommonCyrillic.contains(small) ? 0.7 : 0.2
            return (.letter(.cyrillic, isUpper: isUpper), isUpper ? weight * 0.7 : weight)
        case 0x5D0...0x5EA: return (.letter(.hebrew, isUpper: false), 0.9)
        case 0x591...0x5C7: return (.letter(.hebrew, isUpper: false), 0.2)
        case 0x621...0x64A: return (.letter(.arabic, isUpper: false), 0.9)
        case 0x60C, 0x61B, 0x61F: return (.punctuation, 0.7)
        case 0xE01...0xE5B: return (.letter(.other, isUpper: false), 0.7)
        case 0x3041...0x3096: return (.ideograph, 1)
        case 0x30A1...0x30FC: return (.ideograph, 0.9)
        case 0x3001, 0x3002, 0x300C...0x300F, 0xFF01, 0xFF08, 0xFF09, 0xFF0C, 0xFF1A, 0xFF1F: return (.punctuation, 1)
        case 0x3000...0x303F, 0xFF01...0xFF5E: return (.punctuation, 0.5)
        case 0x4E00...0x9FFF: return (.ideograph, commonIdeographs.contains(scalar) ? 1 : 0.2)
        case 0xAC00...0xD7A3: return (.ideograph, commonHangul.contains(scalar) ? 1 : 0.3)
        case 0x2500...0x259F: return (.sign, -0.7)
        case 0xFF61...0xFF9F: return (.sign, -0.1)
        default: return scalar.properties.isAlphabetic ? (.letter(.other, isUpper: false), 0) : (.sign, -0.5)
        }
    }

    private static let commonLatin = Set(
        "áàâäãåąăāçćčďéèêěęēėğģíìîïıīįķłļñńňņóòôöõøőřśšşșťţțúùüûůűųūýźžżßæœ".unicodeScalars)
    private static let lessCommonLatin = Set("ëđľĺŕðþ".unicodeScalars)
    private static let commonCyrillic = Set("оеаинтсрвлкмдпуяы".unicodeScalars)
    private static let lessCommonCyrillic = Set("ьгзбчйхжшюцщэфъёіїєґљњџјћђў".unicodeScalars)

    /// The commonest characters of Chinese, simplified and traditional, and of Japanese.
    private static let commonIdeographs = Set(
        """
        的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都\
        同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由\
        问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论\
        處們個來為國說時會對於後過發裡種經麼學當沒動還進樣實軍無與長機關點業將兩間問應戰頭體見產話給門員兒東聲論這開從請電務費號請書圖館線網車場\
        年日本語文書者社部会議関係使用場合方法設定情報表示機能場所電話料金
        """.unicodeScalars)

    /// The commonest syllables of Korean.
    private static let commonHangul = Set(
        """
        이다는의을가에고하지로기사한리대자도인를은어나그서시아들라해정과스수일전보구있만관주상제조부장동원공여으안성방국연세소비치었선유없니우게면신오\
        경위생문습모것무적개실회용학교발요음된되될합재화현물진내물와중단명계분통마호법터트결식기려미
        """.unicodeScalars)
}
