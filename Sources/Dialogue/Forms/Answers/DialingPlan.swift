/// How telephone numbers of a country are made up, as far as a form needs to know (ITU-T E.164 and the countries' own
/// numbering plans as listed by the ITU). Countries that are not here are held to E.164 alone.
struct DialingPlan: Sendable {
    /// Country code.
    let code: String
    /// Dialled before a national number inside the country only.
    let trunk: String
    /// Digits of a national number.
    let lengths: ClosedRange<Int>

    /// Whether the digits can be a national number, without the trunk prefix.
    func allows(_ national: String) -> Bool {
        guard lengths.contains(national.count) else { return false }
        // North America: area and exchange begin with 2 to 9.
        guard code == "1" else { return true }
        return national.first.map { $0 >= "2" } ?? false && national.dropFirst(3).first.map { $0 >= "2" } ?? false
    }

    /// - Parameter region: ISO 3166-1 alpha-2.
    static func of(_ region: String) -> DialingPlan? { plans[region] }

    /// - Parameter digits: an international number without its plus.
    static func of(digits: String) -> DialingPlan? {
        (1...3).reversed().lazy.compactMap { byCode[String(digits.prefix($0))] }.first
    }

    private static let byCode = Dictionary(plans.values.map { ($0.code, $0) }) { first, _ in first }

    private static let plans: [String: DialingPlan] = {
        let rows = """
            US 1 1 10 10;CA 1 1 10 10;PR 1 1 10 10;JM 1 1 10 10;DO 1 1 10 10;BS 1 1 10 10
            GB 44 0 9 10;IE 353 0 7 9;FR 33 0 9 9;DE 49 0 4 11;AT 43 0 4 13;CH 41 0 9 9;NL 31 0 9 9;BE 32 0 8 9
            ES 34 - 9 9;PT 351 - 9 9;IT 39 - 6 11;LU 352 - 4 11;DK 45 - 8 8;NO 47 - 5 8;SE 46 0 7 10;FI 358 0 5 11
            PL 48 - 9 9;CZ 420 - 9 9;SK 421 0 9 9;HU 36 06 8 9;RO 40 0 9 9;BG 359 0 7 9;GR 30 - 10 10;TR 90 0 10 10
            UA 380 0 9 9;IL 972 0 8 9;AE 971 0 8 9;SA 966 0 8 9;QA 974 - 7 8;KW 965 - 7 8;BH 973 - 8 8;OM 968 - 7 8
            IN 91 0 10 10;LK 94 0 9 9;PK 92 0 9 10;BD 880 0 8 10;NP 977 0 8 10;MY 60 0 8 10;SG 65 - 8 8;PH 63 0 8 10
            TH 66 0 8 9;VN 84 0 9 10;ID 62 0 8 12;JP 81 0 9 10;KR 82 0 8 11;CN 86 0 9 11;HK 852 - 8 8;TW 886 0 8 9
            AU 61 0 9 9;NZ 64 0 8 10;ZA 27 0 9 9;NG 234 0 8 10;KE 254 0 9 9;GH 233 0 9 9;EG 20 0 8 10;MA 212 0 9 9
            MX 52 - 10 10;BR 55 0 10 11;AR 54 0 10 11;CL 56 - 9 9;CO 57 - 10 10;PE 51 0 8 9;VE 58 0 10 10;EC 593 0 8 9
            BO 591 - 8 8;PY 595 0 9 9;UY 598 0 8 8;CR 506 - 8 8;PA 507 - 7 8;GT 502 - 8 8;HN 504 - 8 8;SV 503 - 8 8
            NI 505 - 8 8;CU 53 0 6 8;AO 244 - 9 9;MZ 258 - 8 9
            """
        var plans: [String: DialingPlan] = [:]
        for row in rows.split(whereSeparator: { $0 == ";" || $0.isNewline }) {
            let fields = row.split(separator: " ").map(String.init)
            guard fields.count == 5, let least = Int(fields[3]), let most = Int(fields[4]) else { continue }
            plans[fields[0]] = DialingPlan(
                code: fields[1], trunk: fields[2] == "-" ? "" : fields[2], lengths: least...most)
        }
        return plans
    }()
}
