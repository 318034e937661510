import Accounts
import HTTPTypes
import Hummingbird

/// A page of accounts in the making: templates filled with what the request needs. They work without scripts.
struct AccountPage {
    let root: String
    /// The hidden field that proves a form to be ours; empty for who is not signed in.
    let token: String
    let texts: Texts

    init(_ request: Request, _ context: DeskRequestContext, _ access: AccountAccess) {
        texts = Texts(for: request)
        root = PageResponse.root(for: request)
        token = context.caller.cookie.map(access.accounts.pageToken) ?? ""
    }

    /// Fills a part of a page.
    func part(_ template: [UInt8], _ values: [String: String] = [:], raw: [String: String] = [:]) -> String {
        let csrf =
            token.isEmpty ? "" : "<input type=\"hidden\" name=\"\(PageTokenCheck.field)\" value=\"\(token)\">"
        return PageTemplate.fill(
            template, values.merging(["root": root, "language": texts.language]) { $1 },
            raw: raw.merging(["csrf": csrf]) { $1 }, texts: texts)
    }

    /// The whole page.
    func response(_ title: String, _ body: String, status: HTTPResponse.Status = .ok) -> Response {
        PageResponse.page(
            part(PackageResources.shell_html, ["title": "\(title) · Frontdesk"], raw: ["body": body]), status: status)
    }

    /// What went wrong, or right.
    static func notice(_ text: String?, isGood: Bool = false) -> String {
        guard let text, !text.isEmpty else { return "" }
        let kind = isGood ? "class=\"notice good\" role=\"status\"" : "class=\"notice\" role=\"alert\""
        return "<p \(kind)>\(PageTemplate.escape(text))</p>"
    }

    /// The error as a form shows it. - Throws: what no form can mend.
    static func problem(_ error: any Error, _ context: DeskRequestContext) throws -> APIError {
        let problem = ErrorMapping.apiError(for: error, logger: context.logger)
        guard problem.status.code < 500 || problem.status == .serviceUnavailable else { throw error }
        return problem
    }
}
