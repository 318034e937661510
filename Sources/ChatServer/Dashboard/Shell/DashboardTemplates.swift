import Mustache

/// The templates of all pages, read once.
struct DashboardTemplates: Sendable {
    /// By the name that others include it by.
    static let sources = DashboardFiles.named(".mustache")

    private let library: MustacheLibrary

    /// - Throws: a template's error of syntax, with its line.
    init() throws {
        library = MustacheLibrary(
            templates: try Self.sources.mapValues { try MustacheTemplate(string: String(decoding: $0, as: UTF8.self)) })
    }

    /// The page, everything from `values` escaped.
    func render(_ name: String, _ values: [String: Any]) -> String {
        library.render(values, withTemplate: name) ?? ""
    }
}
