/// Where a page goes on to after signing in. The wish stands in the address, where anybody can put anything: only paths
/// of this server are followed.
enum SafePath {
    /// The path without its first slash, to be put behind the way to the root; empty for what is none of ours.
    static func relative(_ wish: String) -> String {
        guard wish.utf8.count <= 2_000, wish.hasPrefix("/"), !wish.hasPrefix("//"),
            wish.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "\\") }),
            // `..` could leave the prefix that the server is mounted below.
            !wish.split(separator: "/").contains(where: { $0 == ".." || $0.lowercased().contains("%2e") })
        else { return "" }
        return String(wish.dropFirst())
    }
}
