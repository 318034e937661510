/// Twilio's ids: two capital letters and 32 lower-case hexadecimal digits.
public enum TwilioSid {
    /// Whether the text is one with one of these prefixes: checked before it enters a path or a query.
    public static func isValid(_ text: String, _ prefixes: String...) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.count == 34 && prefixes.contains { text.hasPrefix($0) }
            && bytes[2...].allSatisfy { byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
            }
    }
}
