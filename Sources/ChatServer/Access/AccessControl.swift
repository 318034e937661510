public import Accounts
import Crypto
public import DeskModel
import Foundation
import HTTPTypes
import Hummingbird
import Synchronization

/// Knows who may do what: the admin token, the keys of businesses, the sign-in cookie and page tokens.
public struct AccessControl: Sendable {
    private static let cookieLifetime: Int64 = 30 * 24 * 3600 * 1000
    private static let pageLifetime: Int64 = 24 * 3600 * 1000
    private static let ticketLifetime: Int64 = 3600 * 1000

    private let businesses: any BusinessStore
    private let adminHash: [UInt8]
    private let signer: Signer
    private let signInLink: SignInLink
    private let accounts: AccountService

    private init(
        businesses: any BusinessStore, adminHash: [UInt8], signer: Signer, signInLink: SignInLink,
        accounts: AccountService
    ) {
        self.businesses = businesses
        self.accounts = accounts
        self.adminHash = adminHash
        self.signer = signer
        self.signInLink = signInLink
    }

    /// What a start of the server prints once.
    public struct Welcome: Sendable {
        /// The admin token, when this start made one.
        public let newAdminToken: String?
        /// The secret of the one-time sign-in link.
        public let signInSecret: String
    }

    /// Reads what was set up before, or sets it up.
    ///
    /// - Parameters:
    ///   - adminToken: from the configuration; when absent, the stored one holds, or a new one is made.
    ///   - accounts: of the people who sign in.
    public static func load(
        businesses: any BusinessStore, adminToken: String?, accounts: AccountService
    ) async throws -> (access: AccessControl, welcome: Welcome) {
        var newToken: String?
        let adminHash: [UInt8]
        if let adminToken {
            adminHash = hash(adminToken)
        } else if let stored = try await businesses.setting("admin_token_hash"), let bytes = Data(base64Encoded: stored)
        {
            adminHash = Array(bytes)
        } else {
            let token = "fd_admin_" + randomHexadecimal(bytes: 32)
            adminHash = hash(token)
            newToken = token
            try await businesses.setSetting("admin_token_hash", to: Data(adminHash).base64EncodedString())
        }
        let secret = try await SigningSecret.load(from: businesses).bytes
        // The admin token is part of the key, so that changing it ends every cookie made with the old one.
        let signer = Signer(secret: secret + adminHash)
        let signInSecret = randomHexadecimal(bytes: 24)
        let access = AccessControl(
            businesses: businesses, adminHash: adminHash, signer: signer, signInLink: SignInLink(secret: signInSecret),
            accounts: accounts)
        return (access, Welcome(newAdminToken: newToken, signInSecret: signInSecret))
    }

    /// Who the request comes from. An unknown or revoked key is an error, never an anonymous visitor; a cookie that is
    /// over is nobody's.
    ///
    /// - Parameter isActing: false when nobody does anything: it keeps no sign-in alive.
    func caller(of request: Request, isActing: Bool = true) async throws -> Caller {
        if let header = request.headers[.authorization] {
            guard header.lowercased().hasPrefix("bearer ") else { throw APIError.unauthorized }
            return try await caller(bearing: String(header.dropFirst(7)).trimmingCharacters(in: .whitespaces))
        }
        guard let cookie = request.cookies[SessionCookies.session]?.value else { return Caller() }
        if let user = try await accounts.signedIn(bearing: cookie, isActing: isActing) {
            return Caller(principal: .user(user), actor: user.user.actor, cookie: cookie)
        }
        guard signer.payload(of: cookie, purpose: "operator", now: .now()) != nil else { return Caller() }
        return Caller(principal: .operator_, actor: AuditActor(kind: .operator, name: "admin"), cookie: cookie)
    }

    /// What pages send back beside this cookie.
    func pageToken(forCookie cookie: String) -> String { accounts.pageToken(for: cookie) }

    private func caller(bearing token: String) async throws -> Caller {
        if isAdmin(token) {
            return Caller(principal: .operator_, actor: AuditActor(kind: .operator, name: "admin token"))
        }
        if let payload = signer.payload(of: token, purpose: "page", now: .now()), let id = Int64(payload) {
            return Caller(principal: .widget(BusinessID(id)))
        }
        guard !token.isEmpty, token.utf8.count <= 512, let key = try await businesses.authenticate(token) else {
            throw APIError.unauthorized
        }
        let actor = AuditActor(kind: .key, id: key.id, name: key.prefix)
        switch key.kind {
        case .secret: return Caller(principal: .business(key.business), actor: actor)
        case .widget: return Caller(principal: .widget(key.business), actor: actor)
        }
    }

    /// A cookie value that stands for the operator.
    func operatorCookie() -> (value: String, maximumAge: Int) {
        let expires = Timestamp.now().advanced(byMilliseconds: Self.cookieLifetime)
        return (signer.token("operator", payload: "1", expires: expires), Int(Self.cookieLifetime / 1000))
    }

    /// Lets the business's own chat page open sessions.
    func pageToken(for business: BusinessID) -> String {
        signer.token(
            "page", payload: String(business.rawValue),
            expires: Timestamp.now().advanced(byMilliseconds: Self.pageLifetime))
    }

    /// Opens the session of a verified contact for who holds it.
    func chatTicket(for session: ConversationID) -> String {
        signer.token("chat", payload: session, expires: .now().advanced(byMilliseconds: Self.ticketLifetime))
    }

    func isChatTicket(_ ticket: String, for session: ConversationID) -> Bool {
        signer.payload(of: ticket, purpose: "chat", now: .now()) == session
    }

    func isAdmin(_ token: String) -> Bool { Self.equal(Self.hash(token), adminHash) }

    /// Whether this is the secret of the one-time link; it works once.
    func redeem(signInSecret: String) -> Bool { signInLink.redeem(signInSecret) }

    static func hash(_ token: String) -> [UInt8] { Array(SHA256.hash(data: Data(token.utf8))) }

    /// Compares in constant time.
    private static func equal(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        one.count == other.count && zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func randomHexadecimal(bytes: Int) -> String {
        (0..<bytes).map { _ in UInt8.random(in: 0...255) }.hexadecimal
    }
}

/// The link that `serve` prints: it signs one browser in, once.
final class SignInLink: Sendable {
    private let hash: Mutex<[UInt8]?>

    init(secret: String) { hash = Mutex(AccessControl.hash(secret)) }

    func redeem(_ secret: String) -> Bool {
        hash.withLock { hash in
            guard let expected = hash, AccessControl.hash(secret) == expected else { return false }
            hash = nil
            return true
        }
    }
}
