/// A service that carries messages between customers and the desk.
public enum ChannelProvider: String, Hashable, Sendable, Codable, CaseIterable {
    case twilio, whatsapp, telegram, email
}
