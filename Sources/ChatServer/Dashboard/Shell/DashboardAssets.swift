import Accounts
import Crypto
import Foundation
import GzipEncoding
import HTTPTypes
import Hummingbird
import NIOCore

/// Scripts and styles of the pages, each at a URL that changes with its content, so that browsers may keep it for good.
struct DashboardAssets: Sendable {
    private struct Asset {
        let url: String
        let type: String
        let bytes: ByteBuffer
        let compressed: ByteBuffer?
    }

    private let assets: [String: Asset]

    /// - Parameter htmx: the script of that name; pages do without when it was not set up.
    init(htmx: [UInt8]?) {
        var files = DashboardFiles.all.filter { $0.key.hasSuffix(".js") || $0.key.hasSuffix(".css") }
        files["desk.css"] = PackageResources.desk_css
        files["htmx.js"] = htmx
        assets = files.reduce(into: [:]) { assets, file in
            let hash = SHA256.hash(data: Data(file.value)).prefix(8).hexadecimal
            assets[file.key] = Asset(
                url: "assets/\(hash)/\(file.key)",
                type: file.key.hasSuffix(".css") ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8",
                bytes: ByteBuffer(bytes: file.value),
                compressed: Gzip.compressed(file.value).map { ByteBuffer(bytes: $0) })
        }
    }

    /// The path of a file, without a leading slash; `nil` when there is none.
    func url(_ name: String) -> String? { assets[name]?.url }

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("assets/:hash/:name", use: serve)
    }

    @Sendable private func serve(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        guard let name = context.parameters.get("name"), let asset = assets[name] else {
            throw APIError.notFound("file")
        }
        // A page from before an update asks for what is gone: it gets what there is, and keeps it for no longer.
        let isCurrent = asset.url == "assets/\(context.parameters.get("hash") ?? "")/\(name)"
        var headers: HTTPFields = [
            .contentType: asset.type, .vary: "Accept-Encoding",
            .cacheControl: isCurrent ? "public, max-age=31536000, immutable" : "no-cache",
        ]
        guard let compressed = asset.compressed, Self.takesGzip(request) else {
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: asset.bytes))
        }
        headers[.contentEncoding] = "gzip"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: compressed))
    }

    private static func takesGzip(_ request: Request) -> Bool {
        (request.headers[.acceptEncoding] ?? "").lowercased().split(separator: ",").contains { item in
            let parts = item.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
            return parts.first == "gzip" && !parts.dropFirst().contains { $0 == "q=0" || $0 == "q=0.0" }
        }
    }
}
