/// Which network addresses a request may reach. Checked on the address itself when the socket is opened and again
/// when the request is about to be sent, so neither a name that changes its address nor a pooled connection passes.
public enum AddressPolicy: String, Hashable, Sendable {
    /// Only addresses of the public internet: for URLs that customers, documents or tenants supply. No proxy is used,
    /// because the proxy would connect where we cannot look.
    case publicOnly
    /// Any address, loopback included: for URLs that the operator of this server wrote into its configuration. Proxies
    /// of the environment (`https_proxy`, `no_proxy`, ...) are used, though never for loopback.
    case `operator`

    func allows(_ address: NetworkAddress) -> Bool { self == .operator || address.isPublic }
}
