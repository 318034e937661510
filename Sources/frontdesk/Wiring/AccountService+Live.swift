import Accounts
import Delivery
import DeskModel
import Storage

extension AccountService {
    /// The accounts of a data directory, as the settings want them.
    static func live(store: SQLStore, settings: Settings) async throws -> AccountService {
        AccountService(
            store: store, businesses: store,
            mail: AccountMailer(mailer: OutboxMailer(store: store, isSetUp: settings.mail != nil)),
            secret: try await SigningSecret.load(from: store),
            configuration: AccountConfiguration(publicURL: settings.publicURL))
    }
}
