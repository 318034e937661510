/// A whole response.
public struct TransferResponse: Hashable, Sendable {
    public let status: Int
    public let headers: TransferHeaders
    public let body: [UInt8]
}

/// A response whose body is still arriving.
public struct StreamedTransferResponse: Sendable {
    public let status: Int
    public let headers: TransferHeaders
    public let body: TransferBody
}

/// Status and headers of a response.
struct TransferHead: Hashable, Sendable {
    let status: Int
    let headers: TransferHeaders
}
