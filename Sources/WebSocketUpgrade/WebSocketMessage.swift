/// A whole message: its fragments are joined, its mask is taken off and its text is valid UTF-8.
public enum WebSocketMessage: Hashable, Sendable {
    /// A message of opcode 1.
    case text(String)
    /// A message of opcode 2.
    case binary([UInt8])
}
