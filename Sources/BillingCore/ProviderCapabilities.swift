/// What a provider can do.
///
/// Constant for the life of an instance: the gateway asks once and shows customers what is here.
public struct ProviderCapabilities: Hashable, Sendable {
    /// The provider's self-service portal; nil where it has none.
    public let portal: Portal?

    /// What a provider's portal can do.
    public struct Portal: Hashable, Sendable {
        /// What a session can open with.
        ///
        /// ``PortalFlow/home`` is always among them.
        public let flows: Set<PortalFlow>

        /// Whether the portal leads back to a return URL of ours.
        public let honoursReturnURL: Bool

        /// The origins that a browser is sent to, such as `https://billing.stripe.com`; empty for a portal that the
        /// gateway itself hosts.
        public let origins: [String]

        /// Describes a portal; ``PortalFlow/home`` need not be named.
        public init(flows: Set<PortalFlow>, honoursReturnURL: Bool, origins: [String]) {
            self.flows = flows.union([.home])
            self.honoursReturnURL = honoursReturnURL
            self.origins = origins
        }
    }

    /// Describes a provider by its portal.
    public init(portal: Portal?) { self.portal = portal }
}
