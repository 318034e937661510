public import DeskModel

/// What an owner has to know to connect a provider.
public enum ChannelSetup {
    /// Where the provider is to send its events; none without a public URL.
    public static func webhookURLs(of connection: ChannelConnection, publicURL: String?) -> [String] {
        guard let publicURL else { return [] }
        let base = "\(publicURL)/channels/\(connection.provider.rawValue)/\(connection.business)"
        switch connection.provider {
        case .twilio: return [base + "/sms", base + "/voice", base + "/voice/status"]
        case .whatsapp: return [base + "/webhook"]
        case .telegram: return [base + "/update"]
        case .email: return [base + "/inbound"]
        }
    }

    /// What keeps the channel from working, a sentence each.
    public static func problems(of connection: ChannelConnection, publicURL: String?) -> [String] {
        var problems: [String] = []
        if !connection.isEnabled { problems.append("The channel is switched off.") }
        if publicURL == nil {
            problems.append(
                "The server has no public URL: set FRONTDESK_PUBLIC_URL to the address that the provider reaches it by."
            )
        }
        for setting in ChannelSetting.all(of: connection.provider) where setting.isRequired {
            if connection[setting.name] == nil { problems.append("`\(setting.name)` is missing.") }
        }
        switch connection.provider {
        case .twilio, .email: break
        case .whatsapp:
            if connection["whatsapp_verify_token"] == nil {
                problems.append("`whatsapp_verify_token` is missing: Meta cannot check the webhook's address.")
            }
            if connection["whatsapp_access_token"] == nil {
                problems.append("Test mode: without `whatsapp_access_token` answers are logged and not sent.")
            }
        case .telegram:
            if connection["telegram_bot_token"] == nil {
                problems.append("Test mode: without `telegram_bot_token` answers are logged and not sent.")
            }
        }
        return problems
    }
}
