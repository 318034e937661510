/// `X-Telegram-Bot-Api-Secret-Token`: the secret we gave with `setWebhook`, sent back with each update.
public enum TelegramSecret {
    public static let header = "x-telegram-bot-api-secret-token"

    /// Whether the header is the whole secret. Without a secret nothing is valid.
    public static func isValid(_ given: String?, secret: String) -> Bool {
        guard isUsable(secret), let given else { return false }
        return ConstantTime.equal(given, secret)
    }

    /// 1 to 256 of `A-Z a-z 0-9 _ -`, which is what the provider takes.
    public static func isUsable(_ secret: String) -> Bool {
        (1...256).contains(secret.utf8.count)
            && secret.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
