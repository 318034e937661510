/// Why an account's door stays shut.
public enum AccountError: Error, Hashable, Sendable {
    /// E-mail address, password or code is wrong; which one is not told.
    case wrongCredentials
    /// The password is right, and a one-time code is needed.
    case codeRequired
    /// The one-time code or recovery code is wrong or used up.
    case wrongCode
    /// Too many tries: milliseconds to wait.
    case lockedOut(Int64)
    /// A sentence that says what to change.
    case weakPassword(String)
    /// What must be an e-mail address is none.
    case notAnAddress
    /// The name is empty, too long or not printable.
    case badName
    /// The link was used, withdrawn or is over.
    case deadLink
    /// The invitation is for an address that has an account: who it belongs to must sign in first.
    case signInToAccept
    /// The invitation is for another address than that of who is signed in.
    case invitedAnother
    case alreadyMember
    case unknownMember
    case unknownInvitation
    /// A business keeps an owner.
    case lastOwner
    /// Owners are made, changed and removed by owners.
    case ownersOnly
    /// Links in for this member are the operator's to make: somebody below or beside could act in another's name.
    case resetNotAllowed
    /// One-time codes are on already, or there is nothing to confirm.
    case secondFactorState(String)
    case unknownSession
    /// Too many passwords are being checked.
    case busy
    case failed(String)
}
