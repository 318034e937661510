import DeskModel
import Testing

@testable import Dialogue

@Suite("Answers to a form's questions")
struct AnswerCheckTests {
    private func context(_ locale: String = "en-US") -> AnswerContext {
        AnswerContext(
            language: String(locale.prefix(2)), settings: BusinessSettings(locale: locale), now: FormFixture.start)
    }

    private func value(_ text: String, _ kind: FormQuestion.Kind, _ locale: String = "en-US") -> String? {
        try? AnswerCheck.value(of: text, for: FormFixture.question("q", kind), in: context(locale))
    }

    @Test(
        "L5: numbers in any digits and separators become one decimal",
        arguments: [
            ("1250", "en-US", "1250"), ("1,250", "en-US", "1250"), ("1.250", "en-US", "1.25"),
            ("1.250", "de-DE", "1250"),
            ("1,5", "de-DE", "1.5"), ("1.234,56", "de-DE", "1234.56"), ("1,234.56", "de-DE", "1234.56"),
            ("2,50,000", "en-IN", "250000"), ("12 000", "pt-PT", "12000"), ("12 000 km", "es-ES", "12000"),
            ("about 1200 square feet", "en-US", "1200"), ("-3", "en-US", "-3"), ("$ 1,000.50", "en-US", "1000.5"),
            ("१२३४", "hi-IN", "1234"), ("௧௨", "ta-IN", "12"), ("౧౨౩", "te-IN", "123"), ("0.50", "en-US", "0.5"),
            ("1'250", "de-CH", "1250"), ("007", "en-US", "7"), ("0,125", "de-DE", "0.125"), ("-0", "en-US", "0"),
        ])
    func numbers(_ text: String, _ locale: String, _ expected: String) {
        #expect(value(text, .number, locale) == expected)
    }

    @Test(
        "L5: what is no number, or several, is none",
        arguments: [
            "", "many", "3 or 4", "1,23,4", "1.2.3,4,5", "12-15", String(repeating: "9", count: 31), "one",
            "NaN", "1e400 2", "<script>",
        ])
    func notNumbers(_ text: String) { #expect(value(text, .number) == nil) }

    @Test(
        "L5: dates in words and digits, by the business's place and day",
        arguments: [
            ("12/05/2026", "en-US", "2026-12-05"), ("12/05/2026", "en-GB", "2026-05-12"),
            ("25/12/2026", "en-US", "2026-12-25"), ("2026-12-05", "en-GB", "2026-12-05"),
            ("5.12.26", "de-DE", "2026-12-05"), ("5. Dezember 2026", "de-DE", "2026-12-05"),
            ("December 5th, 2026", "en-US", "2026-12-05"), ("5 Dec", "en-US", "2026-12-05"),
            ("Nov 20", "en-US", "2027-11-20"),
            ("5 de diciembre de 2026", "es-ES", "2026-12-05"), ("5 de dezembro", "pt-BR", "2026-12-05"),
            ("today", "en-US", "2026-11-21"), ("tomorrow", "en-US", "2026-11-22"),
            ("the day after tomorrow", "en-US", "2026-11-23"), ("next Tuesday", "en-US", "2026-11-24"),
            ("on Saturday", "en-US", "2026-11-28"), ("in 3 days", "en-US", "2026-11-24"),
            ("in two weeks", "en-US", "2026-12-05"), ("in a month", "en-US", "2026-12-21"),
            ("tomorrow at 5pm", "en-US", "2026-11-22"), ("nächsten Dienstag", "de-DE", "2026-11-24"),
            ("übermorgen", "de-DE", "2026-11-23"), ("pasado mañana", "es-MX", "2026-11-23"),
            ("el próximo martes", "es-ES", "2026-11-24"), ("amanhã", "pt-BR", "2026-11-22"),
            ("próxima terça-feira", "pt-BR", "2026-11-24"), ("कल", "hi-IN", "2026-11-22"),
            ("३ दिन में", "hi-IN", "2026-11-24"), ("अगले मंगलवार", "hi-IN", "2026-11-24"),
            ("५ दिसंबर २०२६", "hi-IN", "2026-12-05"), ("நாளை", "ta-IN", "2026-11-22"),
            ("அடுத்த செவ்வாய்க்கிழமை", "ta-IN", "2026-11-24"), ("రేపు", "te-IN", "2026-11-22"),
            ("వచ్చే మంగళవారం", "te-IN", "2026-11-24"), ("29 February", "en-US", "2028-02-29"),
            ("Friday 12/04/2026", "en-US", "2026-12-04"), ("20261205", "en-US", "2026-12-05"),
        ])
    func dates(_ text: String, _ locale: String, _ expected: String) {
        #expect(value(text, .date, locale) == expected)
    }

    @Test(
        "L5: what names no day is no date",
        arguments: [
            "", "soon", "next week", "in spring", "12", "maybe never", "1/2/3/4", "tomorrow or Friday",
        ])
    func notDates(_ text: String) { #expect(value(text, .date) == nil) }

    @Test("L5: a day that the calendar does not have is said to be one")
    func noSuchDay() {
        for text in ["30 February 2026", "02/29/2027", "2026-13-01", "32 December"] {
            #expect(throws: AnswerCheck.Problem.noSuchDay, "\(text)") {
                try AnswerCheck.value(of: text, for: FormFixture.question("q", .date), in: context())
            }
        }
    }

    @Test("L5: today is the business's day, not Greenwich's")
    func timeZone() {
        // Noon UTC is the next day in Kiribati.
        let settings = BusinessSettings(locale: "en-US", timeZone: "Pacific/Kiritimati")
        let context = AnswerContext(language: "en", settings: settings, now: FormFixture.start)
        #expect(context.today.iso8601 == "2026-11-22")
    }

    @Test(
        "L5: telephone numbers become E.164 by the business's country",
        arguments: [
            ("(415) 555-0132", "en-US", "+14155550132"), ("1-415-555-0132", "en-US", "+14155550132"),
            ("415.555.0132 ext 12", "en-US", "+14155550132"), ("+44 (0)20 7946 0958", "en-US", "+442079460958"),
            ("020 7946 0958", "en-GB", "+442079460958"), ("0044 20 7946 0958", "en-IN", "+442079460958"),
            ("011 44 20 7946 0958", "en-US", "+442079460958"), ("030 901820", "de-DE", "+4930901820"),
            ("98765 43210", "en-IN", "+919876543210"), ("919876543210", "en-IN", "+919876543210"),
            ("०९८७६५४३२१०", "hi-IN", "+919876543210"), ("612 34 56 78", "es-ES", "+34612345678"),
            ("(11) 98765-4321", "pt-BR", "+5511987654321"), ("my number is 415 555 0132", "en-US", "+14155550132"),
            ("+99 123 456 789", "en-US", "+99123456789"),
        ])
    func phones(_ text: String, _ locale: String, _ expected: String) {
        #expect(value(text, .phone, locale) == expected)
    }

    @Test(
        "L5: what cannot be dialled is no telephone number",
        arguments: [
            "", "none", "555-0132", "115 555 0132", "415 155 0132", "+1234567890123456", "+0 123 456 789", "call me",
        ])
    func notPhones(_ text: String) { #expect(value(text, .phone) == nil) }

    @Test(
        "L5: e-mail addresses are found, and their domain is folded",
        arguments: [
            ("ana@Example.COM", "ana@example.com"), ("My e-mail is ana.b+x@example.co.uk.", "ana.b+x@example.co.uk"),
            ("<ana@example.com>", "ana@example.com"), ("mailto:ana@example.com", "ana@example.com"),
            ("ana@bücher.example", "ana@bücher.example"),
            (String(repeating: "a", count: 64) + "@example.com", String(repeating: "a", count: 64) + "@example.com"),
        ])
    func emails(_ text: String, _ expected: String) { #expect(value(text, .email) == expected) }

    @Test(
        "L5: what RFC 5321 does not allow is no e-mail address",
        arguments: [
            "", "ana", "ana@", "@example.com", "ana@example", "ana@@example.com", "a b@example", ".ana@example.com",
            "ana.@example.com", "a..b@example.com", "ana@-example.com", "ana@example.123", "ana@example..com",
            String(repeating: "a", count: 65) + "@example.com", "a@b.com or c@d.com",
            "ana@" + String(repeating: "a", count: 64) + ".com", "ana@exam ple.com\r\nBcc: x@y.z",
        ])
    func notEmails(_ text: String) { #expect(value(text, .email) == nil) }

    @Test("L5: a choice is made by its name, by a beginning that only one has, or by its number")
    func choices() {
        let choices = ["Roof", "Roof repair", "Windows", "Wände"]
        let cases: [(String, String?)] = [
            ("roof", "Roof"), ("ROOF REPAIR", "Roof repair"), ("roof r", "Roof repair"), ("3", "Windows"),
            ("3.", "Windows"), ("wi", "Windows"), ("w", nil), ("wande", "Wände"), ("5", nil), ("0", nil), ("", nil),
            ("२", "Roof repair"), ("door", nil),
        ]
        for (text, expected) in cases { #expect(ChoiceAnswer.value(of: text, among: choices) == expected, "\(text)") }
    }

    @Test("L5: choices that begin with numbers are not numbered, so that a number means what it says")
    func numericChoices() {
        let choices = ["2 rooms", "3 rooms", "more"]
        #expect(ChoiceAnswer.value(of: "2", among: choices) == "2 rooms")
        #expect(ChoiceAnswer.value(of: "1", among: choices) == nil)
        #expect(ChoiceAnswer.value(of: "😀", among: ["😀", "😡"]) == "😀")
    }

    @Test("L5: yes and no are understood in every language, and no word means both")
    func yesNo() {
        for lexicon in FormLexicon.all.values {
            for word in lexicon.yes { #expect(YesNoAnswer.value(of: word) == true, "\(lexicon.language) \(word)") }
            for word in lexicon.no { #expect(YesNoAnswer.value(of: word) == false, "\(lexicon.language) \(word)") }
        }
        #expect(YesNoAnswer.value(of: "Yes, please!") == true)
        #expect(YesNoAnswer.value(of: "No, thanks.") == false)
        #expect(YesNoAnswer.value(of: "👍") == true)
        for text in ["", "maybe", "yes and no", "no idea, ask my wife", "I know nothing"] {
            #expect(YesNoAnswer.value(of: text) == nil, "\(text)")
        }
    }

    @Test("L5: an address has two words at least; hostile text is kept as text")
    func texts() {
        #expect(value("12 Oak Street,\nSpringfield", .address) == "12 Oak Street, Springfield")
        for text in ["", "here", "1 2 3 4", "??"] { #expect(value(text, .address) == nil, "\(text)") }
        let hostile = "<script>alert('x')</script>'; DROP TABLE forms; -- 😀 ‏مرحبا"
        #expect(value(hostile, .text) == hostile)
        #expect(value(hostile, .longText) == hostile)
        #expect(value(String(repeating: "x", count: 501), .text) == nil)
        #expect(value(String(repeating: "x", count: 4_001), .longText) == nil)
        #expect(value("a\u{0}b\nc", .text) == "a b c")
    }
}
