import DeskModel
import Foundation
import GzipEncoding
import Testing

@testable import ChatServer

@Suite("Pages of the dashboard")
struct DashboardPageTests {
    private static let hostile = "\"><script>alert(1)</script>' {{page.csrf}} \u{202E}gpj"

    @Test("Hostile text in every field is shown as text")
    func hostileText() throws {
        let templates = try DashboardTemplates()
        let document = Document(
            id: UUIDv7.next(), business: BusinessID(1), title: Self.hostile, filename: Self.hostile, kind: .txt,
            version: 2, sha256: "", byteCount: 1, status: .failed, progress: 0, pages: 1, chunks: 0,
            error: DocumentFailure(code: "damaged", message: Self.hostile), warnings: [Self.hostile],
            createdAt: .now(), updatedAt: .now())
        let visit = Self.visit(named: Self.hostile)
        let html = templates.render(
            "documents",
            [
                "t": visit.texts.table, "page": Self.layout(visit, title: Self.hostile),
                "view": DocumentsView([document], limit: 10, visit: visit),
            ])
        #expect(!html.contains("<script>alert"))
        #expect(html.contains("&lt;script&gt;alert(1)"))
        // A value is never read as a template.
        #expect(html.contains("{{page.csrf}}"))
    }

    @Test("No page carries script or style of its own")
    func nothingInline() {
        for (name, source) in DashboardTemplates.sources {
            let text = String(decoding: source, as: UTF8.self)
            #expect(text.matches(of: /<script(?![^>]*\ssrc=)/).isEmpty, "\(name)")
            #expect(text.matches(of: /<style|\sstyle=|\son[a-z]+=|\{\{\{|\{\{&/).isEmpty, "\(name)")
        }
    }

    @Test("Every file of the dashboard's folders is part of the program")
    func everyFileIsEmbedded() throws {
        let checkout = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        for folder in ["Templates", "Assets", "Texts/Tables"] {
            let path = checkout.appending(path: "Sources/ChatServer/Dashboard/\(folder)").standardizedFileURL
            for file in try FileManager.default.contentsOfDirectory(at: path, includingPropertiesForKeys: nil) {
                let bytes = try Data(contentsOf: file)
                #expect(DashboardFiles.all[file.lastPathComponent].map { Data($0) } == bytes, "\(file.path)")
            }
        }
    }

    @Test("Every form that changes something carries the token")
    func everyFormHasItsToken() {
        for (name, source) in DashboardTemplates.sources where name != "welcome" {
            let text = String(decoding: source, as: UTF8.self)
            for form in text.matches(of: /<form[^>]*method="post".*?<\/form>/.dotMatchesNewlines()) {
                let isProtected = form.output.contains("{{>csrf}}") || form.output.contains("csrf_token={{page.csrf}}")
                #expect(isProtected, "\(name): \(form.output.prefix(80))")
            }
        }
    }

    @Test("A toast says only what is known, and goes back only by an id")
    func toasts() {
        let texts = Texts("en")
        let id = UUIDv7.next()
        #expect(Toast(outcome: "<b>", undo: nil, texts: texts, base: "./") == nil)
        #expect(Toast(outcome: nil, undo: id, texts: texts, base: "./") == nil)
        #expect(
            Toast(outcome: "document_deleted", undo: "../../evil", texts: texts, base: "./")?.undoURL == nil)
        #expect(
            Toast(outcome: "document_deleted", undo: id, texts: texts, base: "b/1/")?.undoURL
                == "b/1/documents/restore/\(id)")
        #expect(Toast(outcome: "saved", undo: id, texts: texts, base: "./")?.undoURL == nil)
    }

    @Test("L21: the scripts and styles of the heaviest page stay below 60 KB compressed, htmx among them")
    func weight() {
        // htmx as set-up fetches it has 16.5 KB compressed; it is not part of the sources.
        let htmx = 17_000
        let own =
            [PackageResources.desk_css]
            + DashboardFiles.all.filter { $0.key.hasSuffix(".js") || $0.key.hasSuffix(".css") }.values
        let total = own.reduce(htmx) { $0 + (Gzip.compressed($1)?.count ?? .max / 8) }
        #expect(total <= 60_000)
    }

    @Test(
        "Sizes are written as people read them",
        arguments: [(0, "0.1 kB"), (2_900, "2.9 kB"), (99_400, "99 kB"), (3_000_000, "3 MB")])
    func sizes(bytes: Int, text: String) {
        #expect(Figures.size(bytes) == text)
    }

    private static func visit(named name: String) -> Visit {
        let business = Business(
            id: BusinessID(1), name: name, settings: BusinessSettings(), createdAt: .now())
        return Visit(
            principal: .operator_, csrfToken: "token", texts: Texts("en"), root: "../../", business: business,
            businesses: [business], openNotices: 0, toast: nil)
    }

    private static func layout(_ visit: Visit, title: String) -> Layout {
        Layout(visit: visit, name: "documents", title: title, scripts: [], assets: DashboardAssets(htmx: nil))
    }
}
