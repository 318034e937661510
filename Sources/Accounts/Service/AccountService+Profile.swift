public import DeskModel

extension AccountService {
    /// - Throws: `AccountError.badName`.
    public func rename(_ user: UserID, to name: String) async throws {
        guard try await store.rename(user, to: Self.name(name)) else { throw AccountError.unknownMember }
    }

    /// Changes the password, ends every session of the user and opens a new one here.
    ///
    /// - Throws: `AccountError.wrongCredentials` when `current` is not the password; `.weakPassword`, `.lockedOut`,
    ///   `.busy`.
    public func changePassword(
        of user: User, from current: String, to new: String, by visitor: Visitor
    ) async throws -> OpenedSession {
        let known = try await reauthenticate(user.id, password: current, from: visitor)
        let hash = try await newHash(new, email: known.user.email, name: known.user.name)
        guard try await store.setPassword(hash, of: user.id, now: now()) else { throw AccountError.unknownMember }
        return try await open(for: known.user, from: visitor)
    }

    /// What an authenticator app is given.
    public struct ProposedSecret: Hashable, Sendable {
        /// Base32, for typing in.
        public let secret: String
        /// `otpauth://`, for a QR code.
        public let uri: String
    }

    /// Makes a secret for one-time codes, which is not in force before a code of it was given.
    ///
    /// - Throws: `AccountError.wrongCredentials`, `.lockedOut`, `.busy`; `.secondFactorState` when codes are on.
    public func proposeSecondFactor(
        for user: User, password: String, from visitor: Visitor
    ) async throws -> ProposedSecret {
        let known = try await reauthenticate(user.id, password: password, from: visitor)
        let secret = RandomSecret.bytes(20)
        guard try await store.proposeSecret(box.seal(secret, for: user.id), of: user.id) else {
            throw AccountError.secondFactorState("One-time codes are on: switch them off first.")
        }
        return Self.proposed(secret, for: known.user)
    }

    /// The secret that waits to be confirmed. - Throws: `AccountError.secondFactorState` when there is none.
    public func proposedSecondFactor(of user: User) async throws -> ProposedSecret {
        guard let known = try await store.credentials(of: user.id), let sealed = known.sealedSecret,
            !known.user.hasSecondFactor
        else { throw AccountError.secondFactorState("There is nothing to confirm: begin to set up one-time codes.") }
        return Self.proposed(try box.open(sealed, of: user.id), for: known.user)
    }

    private static func proposed(_ secret: [UInt8], for user: User) -> ProposedSecret {
        ProposedSecret(
            secret: Base32.encode(secret),
            uri: TimeBasedCode.uri(secret, account: user.email, issuer: "Frontdesk"))
    }

    /// Puts the proposed secret in force; the session gets another token.
    ///
    /// - Returns: recovery codes, which are shown this once.
    /// - Throws: `AccountError.wrongCode`, `.secondFactorState`, `.lockedOut`.
    public func confirmSecondFactor(
        of signedIn: SignedInUser, code: String
    ) async throws -> (recoveryCodes: [String], token: String) {
        let user = signedIn.user.id
        guard let known = try await store.credentials(of: user), let sealed = known.sealedSecret,
            !known.user.hasSecondFactor
        else { throw AccountError.secondFactorState("There is nothing to confirm: begin to set up one-time codes.") }
        let name = "confirm:\(user)"
        let wait = try await store.begin([(name, .account)], now: now())
        guard wait == 0 else { throw AccountError.lockedOut(wait) }
        let secret = try box.open(sealed, of: user)
        guard let step = TimeBasedCode.step(of: code, secret, after: 0, now: now()) else {
            throw AccountError.wrongCode
        }
        try await store.succeed(clearing: [name], forgiving: [])
        let codes = (0..<RecoveryCode.count).map { _ in RecoveryCode.make() }
        guard
            try await store.confirmSecret(
                of: user, step: step, recoveryHashes: codes.compactMap(RecoveryCode.hash), now: now())
        else { throw AccountError.secondFactorState("One-time codes were set up meanwhile.") }
        return (codes, try await rotate(signedIn.session.id))
    }

    /// Switches one-time codes off; the session gets another token, which is returned.
    ///
    /// - Throws: `AccountError.wrongCredentials`, `.lockedOut`, `.busy`.
    public func removeSecondFactor(
        of signedIn: SignedInUser, password: String, from visitor: Visitor
    ) async throws -> String {
        _ = try await reauthenticate(signedIn.user.id, password: password, from: visitor)
        try await store.removeSecret(of: signedIn.user.id)
        return try await rotate(signedIn.session.id)
    }
}
