public import DeskModel

/// Where a request comes from, as noted beside a session.
public struct Visitor: Hashable, Sendable {
    public let address: String
    public let agent: String

    /// - Parameter agent: what the browser calls itself; shortened, as anybody can write anything there.
    public init(address: String, agent: String) {
        self.address = address
        self.agent = String(
            agent.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }.prefix(200).map(Character.init))
    }
}

/// A new session with its secret, which the browser alone keeps.
public struct OpenedSession: Sendable {
    public let session: UserSession
    public let user: User
    /// The value of the cookie.
    public let token: String
}

extension AccountService {
    /// Longer ones are no passwords of ours, and hashing them would cost time.
    private static let longestPassword = 1_024

    /// Signs somebody in.
    ///
    /// - Parameters:
    ///   - code: a one-time or recovery code; needed where the account asks for one.
    /// - Throws: `AccountError.wrongCredentials` for an unknown address as for a wrong password, after the same work;
    ///   `.codeRequired`, `.wrongCode`, `.lockedOut`, `.busy`.
    public func signIn(
        email: String, password: String, code: String?, from visitor: Visitor
    ) async throws -> OpenedSession {
        let address = AccountAddress(email)
        let tried = Tried(email: address?.text ?? email, address: visitor.address)
        try await begin(tried)
        var known: UserCredentials?
        if let address { known = try await store.credentials(email: address) }
        try await check(password, of: known, tried)
        guard let known else { throw AccountError.wrongCredentials }
        return try await finish(known, code: code, tried, visitor)
    }

    /// A token that stands for the right password while the code is looked up; for pages, which are to keep no
    /// password. It is good for five minutes, unless the password changes.
    ///
    /// - Throws: as `signIn` does, and nothing when a code is needed.
    public func secondStep(email: String, password: String, from visitor: Visitor) async throws -> SecondStep {
        do {
            return .done(try await signIn(email: email, password: password, code: nil, from: visitor))
        } catch AccountError.codeRequired {
            guard let address = AccountAddress(email), let known = try await store.credentials(email: address) else {
                throw AccountError.wrongCredentials
            }
            let payload = "\(known.user.id)~\(known.passwordSetAt.milliseconds)"
            return .codeNeeded(
                secondSteps.token(
                    "code", payload: payload,
                    expires: now().advanced(byMilliseconds: configuration.secondStepLifetime)))
        }
    }

    /// What the first step of signing in came to.
    public enum SecondStep: Sendable {
        case done(OpenedSession)
        /// Goes into `signIn(secondStep:code:from:)`.
        case codeNeeded(String)
    }

    /// The second step. - Throws: `AccountError.wrongCredentials` when the token is not good any more; as `signIn`.
    public func signIn(secondStep token: String, code: String, from visitor: Visitor) async throws -> OpenedSession {
        guard let parts = secondSteps.payload(of: token, purpose: "code", now: now())?.split(separator: "~"),
            parts.count == 2, let known = try await store.credentials(of: String(parts[0])),
            String(known.passwordSetAt.milliseconds) == parts[1]
        else { throw AccountError.wrongCredentials }
        let tried = Tried(email: known.user.email, address: visitor.address)
        try await begin(tried)
        return try await finish(known, code: code, tried, visitor)
    }

    /// Asks for the password again before something that a stolen session must not do.
    ///
    /// - Throws: `AccountError.wrongCredentials`, `.lockedOut`, `.busy`.
    func reauthenticate(_ user: UserID, password: String, from visitor: Visitor) async throws -> UserCredentials {
        guard let known = try await store.credentials(of: user) else { throw AccountError.wrongCredentials }
        let tried = Tried(email: known.user.email, address: visitor.address)
        try await begin(tried)
        try await check(password, of: known, tried)
        try await store.succeed(clearing: [], forgiving: tried.names)
        return known
    }

    // MARK: Steps

    /// The names that tries are counted under. Addresses of people are hashed: whoever mistypes one leaves no trace.
    private struct Tried {
        let account: String
        let address: String
        var names: [String] { [account, address] }

        init(email: String, address: String) {
            account = "account:" + RandomSecret.hash(String(email.prefix(256)).lowercased()).prefix(16).hexadecimal
            self.address = "address:\(AddressKey(address).text)"
        }
    }

    private func begin(_ tried: Tried) async throws {
        let wait = try await store.begin([(tried.account, .account), (tried.address, .address)], now: now())
        guard wait == 0 else { throw AccountError.lockedOut(wait) }
    }

    private func check(_ password: String, of known: UserCredentials?, _ tried: Tried) async throws {
        do {
            // What is too long is cut, not refused: it is wrong after the same work.
            let typed = String(password.prefix(Self.longestPassword))
            switch try await hasher.check(typed, against: known?.password) {
            case .wrong: throw AccountError.wrongCredentials
            case .right: break
            case .outdated(let hash):
                if let known { try await store.rehash(hash, of: known.user.id, replacing: known.password) }
            }
        } catch AccountError.busy {
            try await store.succeed(clearing: [], forgiving: tried.names)
            throw AccountError.busy
        }
    }

    private func finish(
        _ known: UserCredentials, code: String?, _ tried: Tried, _ visitor: Visitor
    ) async throws -> OpenedSession {
        if known.user.hasSecondFactor {
            guard let code, !code.isEmpty else {
                try await store.succeed(clearing: [], forgiving: tried.names)
                throw AccountError.codeRequired
            }
            guard try await take(code, of: known) else { throw AccountError.wrongCode }
        }
        // The address gets its one try back and no more: an account of one's own must not clear what was guessed at
        // others from there.
        try await store.succeed(clearing: [tried.account], forgiving: [tried.address])
        return try await open(for: known.user, from: visitor)
    }

    private func take(_ code: String, of known: UserCredentials) async throws -> Bool {
        if let hash = RecoveryCode.hash(code) { return try await store.takeRecoveryCode(hash, of: known.user.id) }
        guard let sealed = known.sealedSecret else { return false }
        let secret = try box.open(sealed, of: known.user.id)
        guard let step = TimeBasedCode.step(of: code, secret, after: known.lastStep, now: now()) else { return false }
        return try await store.takeStep(step, after: known.lastStep, of: known.user.id)
    }
}
