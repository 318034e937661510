/// The forms of a URL that Twilio may have signed: it is inconsistent about ports, its Node library writes some
/// queries anew, and of a WebSocket's address either scheme has been seen.
enum TwilioSignedURL {
    /// At most 18.
    static func candidates(for url: String) -> [String] {
        let url = String(url.prefix { $0 != "#" })
        var candidates: [String] = []
        for scheme in schemes(of: url) {
            for port in ports(of: scheme) {
                for candidate in queries(of: port)
                where !candidates.contains(where: { $0.utf8.elementsEqual(candidate.utf8) }) {
                    candidates.append(candidate)
                }
            }
        }
        return candidates
    }

    private static func schemes(of url: String) -> [String] {
        for (socket, plain) in [("wss://", "https://"), ("ws://", "http://")] where url.hasPrefix(socket) {
            return [url, plain + url.dropFirst(socket.count)]
        }
        return [url]
    }

    /// As given, without its port, with its scheme's own.
    private static func ports(of url: String) -> [String] {
        guard let mark = url.firstRange(of: "://") else { return [url] }
        let scheme = url[..<mark.lowerBound]
        let rest = url[mark.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let tail = rest[authority.endIndex...]
        let user = authority.lastIndex(of: "@").map { authority[...$0] } ?? ""
        let host = authority.dropFirst(user.count)
        // An IPv6 address holds colons of its own, inside brackets.
        let colon = host.lastIndex(of: ":").flatMap { colon in
            host[colon...].dropFirst().allSatisfy(\.isNumber) && !host[colon...].contains("]") ? colon : nil
        }
        let bare = colon.map { host[..<$0] } ?? host
        let own = scheme == "https" || scheme == "wss" ? "443" : "80"
        return [url, "\(scheme)://\(user)\(bare)\(tail)", "\(scheme)://\(user)\(bare):\(own)\(tail)"]
    }

    /// As given, with the escapes of a browser's URL, and decoded and written anew as Node's `querystring` does.
    private static func queries(of url: String) -> [String] {
        guard let mark = url.firstIndex(of: "?") else { return [url] }
        let path = String(url[...mark])
        let query = url[url.index(after: mark)...]
        let escaped = query.replacing("'", with: "%27")
        guard let fields = FormFields(decoding: query.utf8) else { return [url] }
        let anew = fields.fields.map { field in
            "\(PercentEncoding.encode(field.name, keeping: "!'()*-._~"))="
                + PercentEncoding.encode(field.value, keeping: "!'()*-._~")
        }.joined(separator: "&")
        return [url, path + escaped, path + anew]
    }
}
