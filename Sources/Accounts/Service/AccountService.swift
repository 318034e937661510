public import DeskModel
import Foundation

/// People's accounts: signing in, sessions, passwords, one-time codes, invitations and links.
public struct AccountService: Sendable {
    let store: any UserStore
    let businesses: any BusinessStore
    let mail: any AccountMail
    let hasher: PasswordHasher
    let box: SecretBox
    let links: Signer
    let secondSteps: Signer
    private let pageTokens: Signer
    public let configuration: AccountConfiguration
    let now: @Sendable () -> Timestamp

    /// - Parameter now: the clock.
    public init(
        store: any UserStore, businesses: any BusinessStore, mail: any AccountMail, secret: SigningSecret,
        configuration: AccountConfiguration = AccountConfiguration(),
        now: @escaping @Sendable () -> Timestamp = { .now() }
    ) {
        self.store = store
        self.businesses = businesses
        self.mail = mail
        self.configuration = configuration
        self.now = now
        var parameters = PasswordHash.Parameters.current
        parameters.cost = configuration.passwordCost
        hasher = PasswordHasher(
            parameters: parameters, concurrency: min(2, ProcessInfo.processInfo.activeProcessorCount))
        box = SecretBox(secret)
        links = secret.signer(for: "links")
        secondSteps = secret.signer(for: "second steps")
        pageTokens = secret.signer(for: "page tokens")
    }

    /// Whether people are sent links by mail.
    public var sendsMail: Bool { mail.isAvailable && configuration.publicURL != nil }

    /// What a page must send back beside the cookie to change something: only our own pages can read it (the signed
    /// double-submit pattern). - Parameter cookie: the value of the cookie that signs in.
    public func pageToken(for cookie: String) -> String { pageTokens.signature(of: cookie) }

    // MARK: Names

    /// - Throws: `AccountError.notAnAddress`.
    static func address(_ text: String) throws(AccountError) -> AccountAddress {
        guard let address = AccountAddress(text) else { throw .notAnAddress }
        return address
    }

    /// - Throws: `AccountError.badName`.
    static func name(_ text: String) throws(AccountError) -> String {
        let name = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard (1...100).contains(name.count), name.utf8.count <= 1_000,
            !name.unicodeScalars.contains(where: { [.control, .format].contains($0.properties.generalCategory) })
        else { throw .badName }
        return name
    }

    /// A new password's hash. - Throws: `AccountError.weakPassword`, `.busy`, `.failed`.
    func newHash(_ password: String, email: String, name: String) async throws -> String {
        let known = email.split { $0 == "@" || $0 == "." || $0 == "-" || $0 == "_" || $0 == "+" }.map(String.init)
        try PasswordPolicy.check(password, known: known + name.split(separator: " ").map(String.init))
        return try await hasher.hash(password)
    }
}
