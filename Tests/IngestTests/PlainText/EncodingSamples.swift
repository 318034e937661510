import Glibc
import Testing

/// Sentences of a help desk in many languages, and the encodings their writers use.
enum EncodingSamples {
    struct Sample: Sendable, CustomTestStringConvertible {
        let encoding: String
        let language: String
        let text: String

        var testDescription: String { "\(language) in \(encoding)" }
    }

    private static let sentences: [String: String] = [
        "fr":
            "Le café est situé à côté de l'hôtel, où l'on sert des crêpes jusqu'à la tombée de la nuit. Garçon, ça suffit !",
        "de": "Die Öffnungszeiten für unsere Geschäfte ändern sich über Weihnachten. Bitte hören Sie auf die Ansage.",
        "es":
            "¿Dónde está la oficina de atención al cliente? El niño pidió información sobre la devolución del año pasado.",
        "pt":
            "A devolução é grátis até 30 dias após a recepção. Não são necessárias explicações, só o cartão de crédito.",
        "it": "Perché la città è così bella? L'università offre più di cento corsi, però la qualità è ciò che conta.",
        "sv":
            "Vi öppnar klockan åtta på måndagar och stänger när sista gästen har gått. Ring oss för frågor om återbetalning.",
        "pl":
            "Zażółć gęślą jaźń. Proszę dzwonić w godzinach otwarcia, aby uzyskać więcej informacji o zwrotach i płatnościach.",
        "cs":
            "Příliš žluťoučký kůň úpěl ďábelské ódy. Otevírací doba je každý den od deseti hodin, prosíme zavolejte dříve.",
        "hu":
            "Árvíztűrő tükörfúrógép. A nyitvatartási időről kérjük, érdeklődjön ügyfélszolgálatunkon, köszönjük szépen.",
        "hr":
            "Molimo vas da nazovete našu službu za korisnike. Dućan je otvoren svaki dan, osim nedjelje, od osam do šesnaest.",
        "ru":
            "Магазин открыт ежедневно с девяти до восемнадцати часов. Для возврата товара обратитесь в службу поддержки.",
        "uk":
            "Магазин відчинено щодня з дев'ятої години. Для повернення товару зверніться до служби підтримки, її телефон є на сайті.",
        "bg":
            "Магазинът е отворен всеки ден от девет часа. За връщане на стоки се обърнете към отдела за обслужване на клиенти.",
        "el":
            "Το κατάστημα είναι ανοιχτό κάθε μέρα από τις εννέα. Για επιστροφές επικοινωνήστε με την εξυπηρέτηση πελατών.",
        "tr": "Mağazamız her gün açıktır. İade işlemleri için müşteri hizmetlerini arayınız, ücretsiz değişim yapılır.",
        "he": "החנות פתוחה כל יום מהשעה תשע בבוקר. להחזרות ולשאלות נא לפנות לשירות הלקוחות שלנו בטלפון.",
        "ar": "المتجر مفتوح كل يوم من الساعة التاسعة صباحا. لإرجاع المنتجات يرجى الاتصال بخدمة العملاء.",
        "lt":
            "Parduotuvė dirba kiekvieną dieną nuo devintos valandos. Dėl grąžinimo kreipkitės į klientų aptarnavimo skyrių.",
        "th": "ร้านเปิดทุกวันตั้งแต่เก้าโมงเช้า สำหรับการคืนสินค้ากรุณาติดต่อฝ่ายบริการลูกค้า",
        "ja": "営業時間は毎日午前九時から午後六時までです。返品についてはカスタマーサービスにお問い合わせください。",
        "zh": "商店每天上午九点开门。如需退货，请联系我们的客户服务部门，电话号码在网站上可以找到。",
        "zh-TW": "商店每天上午九點開門。如需退貨，請聯繫我們的客戶服務部門，電話號碼在網站上可以找到。",
        "ko": "매장은 매일 오전 아홉 시에 문을 엽니다. 반품에 대해서는 고객 서비스 부서에 문의해 주시기 바랍니다.",
        "ta": "கடை தினமும் காலை ஒன்பது மணிக்கு திறக்கும். திருப்பி அனுப்ப எங்களை அழைக்கவும்.",
        "hi": "दुकान हर दिन सुबह नौ बजे खुलती है। वापसी के लिए कृपया ग्राहक सेवा से संपर्क करें।",
    ]

    private static let users: [(encoding: String, languages: [String])] = [
        ("CP1252", ["fr", "de", "es", "pt", "it", "sv"]), ("ISO-8859-1", ["fr", "de", "es", "pt", "sv"]),
        ("ISO-8859-15", ["fr", "de"]), ("CP1250", ["pl", "cs", "hu", "hr"]), ("ISO-8859-2", ["pl", "cs", "hu", "hr"]),
        ("CP1251", ["ru", "uk", "bg"]), ("KOI8-R", ["ru"]), ("ISO-8859-5", ["ru", "bg"]), ("CP866", ["ru"]),
        ("CP1253", ["el"]), ("ISO-8859-7", ["el"]), ("CP1254", ["tr"]), ("ISO-8859-9", ["tr"]), ("CP1255", ["he"]),
        ("CP1256", ["ar"]), ("ISO-8859-6", ["ar"]), ("CP1257", ["lt"]), ("TIS-620", ["th"]), ("SHIFT_JIS", ["ja"]),
        ("EUC-JP", ["ja"]), ("ISO-2022-JP", ["ja"]), ("GB18030", ["zh", "zh-TW"]), ("GB2312", ["zh"]),
        ("BIG5", ["zh-TW"]),
        ("EUC-KR", ["ko"]), ("JOHAB", ["ko"]), ("ISO-2022-KR", ["ko"]),
        ("UTF-8", sentences.keys.sorted()), ("UTF-16LE", sentences.keys.sorted()),
        ("UTF-16BE", sentences.keys.sorted()),
        ("UTF-32LE", sentences.keys.sorted()), ("UTF-32BE", sentences.keys.sorted()),
    ]

    static let all: [Sample] = users.flatMap { user in
        user.languages.map { Sample(encoding: user.encoding, language: $0, text: sentences[$0] ?? "") }
    }

    /// The text in an encoding, by iconv(3); `nil` when it has no place there.
    static func encode(_ text: String, as encoding: String) -> [UInt8]? {
        let converter = iconv_open(encoding, "UTF-8")
        guard converter != iconv_t(bitPattern: -1) else { return nil }
        defer { iconv_close(converter) }
        var input = text.utf8.map { CChar(bitPattern: $0) }
        var output = [CChar](repeating: 0, count: text.utf8.count * 4 + 64)
        let capacity = output.count
        let room = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output -> Int? in
                var next = input.baseAddress
                var remaining = input.count
                var target = output.baseAddress
                var room = output.count
                guard iconv(converter, &next, &remaining, &target, &room) != -1,
                    iconv(converter, nil, nil, &target, &room) != -1
                else { return nil }
                return room
            }
        }
        return room.map { output[..<(capacity - $0)].map { UInt8(bitPattern: $0) } }
    }
}
