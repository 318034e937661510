import Foundation
import Logging
import Testing

@testable import Accounts
@testable import ChatServer

@Suite("What pages say of what is wrong")
struct ProblemTextTests {
    @Test("A field's rule is told with the label of its form, in every language", arguments: Texts.languages)
    func rules(language: String) {
        let texts = Texts(language)
        let error = FormInput.refusal("timeout_hours", "from 1 to 720", .range(1, 720))
        let text = texts.problem(error)
        #expect(text.contains(texts["timeout"]) && text.contains("1") && text.contains("720"))
        #expect(!text.contains("{") && !text.contains("timeout_hours"))
        // The API's own sentence stays as it is.
        #expect(error.message == "`timeout_hours` must be from 1 to 720.")
    }

    @Test("Errors of accounts are told in the page's language, with how long to wait")
    func accounts() {
        let logger = Logger(label: "tests", factory: { _ in SwiftLogNoOpLogHandler() })
        let locked = ErrorMapping.apiError(for: AccountError.lockedOut(1_500), logger: logger)
        #expect(Texts("es").problem(locked) == "Demasiados intentos: espere 2 s e inténtelo de nuevo.")
        #expect(Texts("en").problem(locked) == locked.message)
        for error in [AccountError.wrongCredentials, .wrongCode, .lastOwner, .ownersOnly, .alreadyMember, .deadLink] {
            let error = ErrorMapping.apiError(for: error, logger: logger)
            for language in Texts.languages.dropFirst() {
                #expect(Texts(language).problem(error) != error.message, "\(language) \(error.code)")
            }
        }
    }

    @Test("What the tables do not know is told as the API does, and so is a field without a label")
    func unknown() {
        let odd = APIError.conflict("odd", "Odd.")
        #expect(Texts("hi").problem(odd) == "Odd.")
        let field = APIError.badRequest("invalid_request", "`zzz` must be x.", field: "zzz")
        #expect(Texts("hi").problem(field) == "`zzz` must be x.")
        let known = APIError.badRequest("invalid_request", "`tags` must be x.", field: "settings.tags")
        #expect(Texts("hi").problem(known).contains(Texts("hi")["tags"]))
    }

    @Test("Every label of a field is a text")
    func labels() {
        for key in Texts.labels.values { #expect(Texts.table(of: "en")[key] != nil, "\(key)") }
    }
}
