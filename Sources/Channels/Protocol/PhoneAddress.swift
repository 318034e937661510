/// Telephone numbers as providers write them.
public enum PhoneAddress {
    /// Whether the text is an international number (ITU-T E.164): a plus sign and 7 to 15 digits, the first not 0.
    public static func isE164(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return (8...16).contains(bytes.count) && bytes[0] == UInt8(ascii: "+") && bytes[1] != UInt8(ascii: "0")
            && bytes.dropFirst().allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// Whether somebody can be reached and recognised under it. Callers who withhold their number share one, and senders
    /// with a name take no answers.
    public static func isReachable(_ text: String) -> Bool { isE164(text) && text != "+266696687" }

    /// The digits alone of WhatsApp's ids as a number.
    public static func fromDigits(_ digits: String) -> String? {
        let number = "+" + digits
        return isE164(number) ? number : nil
    }
}
