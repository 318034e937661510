import DeskModel

extension Mailbox {
    /// As it stands in a header.
    var header: String {
        if name.isEmpty { return "<\(address)>" }
        let isPlain =
            name.utf8.count <= 60 && name.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !name.contains("=?")
        guard isPlain else { return "\(EncodedWord.encode(name)) <\(address)>" }
        return "\"\(name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\" <\(address)>"
    }
}
