public import FoundationEssentials

/// A way into the provider's self-service portal for one customer, good for a short time.
public struct PortalSession: Sendable {
    /// The provider's id of the session, where it has one.
    public let id: String?

    /// Where to send the customer.
    public let url: URL

    /// Whether the URL was made for this request.
    public let kind: Kind

    /// When the URL stops working.
    ///
    /// Nil where the provider does not say; it is short all the same.
    public let expiresAt: Date?

    /// Whether the portal leads back to the requested return URL.
    public let returnURLHonoured: Bool

    /// What the portal opens with: the requested flow.
    public let flow: PortalFlow

    /// Where the customer is sent.
    ///
    /// Whoever holds it acts as the customer: it is a secret, never logged or cached.
    public enum URL: Sendable {
        /// At the provider: a whole `https` URL.
        case absolute(Secret)
        /// On a page that the provider plug-in hosts itself (see `HostedPages` in BillingHTTP): a path below the place
        /// where the gateway mounts that provider, starting with `/`. A plug-in never knows where it is mounted.
        case hosted(path: Secret)
    }

    /// How a provider lets a customer in.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// Made for this request; it expires.
        case session
        /// A link that the provider signed for the customer; it may live long.
        case signedLink = "signed_link"
    }

    /// A way in, as the provider gave it.
    public init(id: String?, url: URL, kind: Kind, expiresAt: Date?, returnURLHonoured: Bool, flow: PortalFlow) {
        self.id = id
        self.url = url
        self.kind = kind
        self.expiresAt = expiresAt
        self.returnURLHonoured = returnURLHonoured
        self.flow = flow
    }
}

/// What a portal session opens with.
public enum PortalFlow: String, Hashable, Sendable, Codable, CaseIterable {
    /// The portal's first page.
    case home
    /// Give another card or account to pay from.
    case paymentMethodUpdate = "payment_method_update"
    /// Cancel a subscription.
    case subscriptionCancel = "subscription_cancel"
    /// Choose another plan.
    case subscriptionUpdate = "subscription_update"
    /// Confirm a change to a given price or quantity.
    case subscriptionUpdateConfirm = "subscription_update_confirm"
    /// Pause a subscription.
    case subscriptionPause = "subscription_pause"
    /// Change the name, the address, the tax numbers.
    case customerUpdate = "customer_update"

    /// Whether the flow acts on one subscription, which the request must name.
    public var needsSubscription: Bool {
        switch self {
        case .subscriptionCancel, .subscriptionUpdate, .subscriptionUpdateConfirm, .subscriptionPause: true
        case .home, .paymentMethodUpdate, .customerUpdate: false
        }
    }
}

/// What a portal session is wanted for.
///
/// The gateway has checked it: the return URL is one of the tenant's, the subscription is the customer's.
public struct PortalSessionRequest: Hashable, Sendable {
    /// Who is let in.
    public let customer: ProviderCustomer

    /// Where the portal leads back to.
    ///
    /// Absolute, canonical, and allowed by the tenant.
    public let returnURL: String

    /// What to open with.
    public let flow: PortalFlow

    /// The subscription that the flow acts on.
    ///
    /// Set where ``PortalFlow/needsSubscription`` says so.
    public let subscription: SubscriptionID?

    /// The price to change to, for ``PortalFlow/subscriptionUpdateConfirm``.
    public let price: ProviderPriceID?

    /// The quantity to change to, for ``PortalFlow/subscriptionUpdateConfirm``.
    public let quantity: Int?

    /// The language to show, as a BCP 47 tag such as `de`.
    ///
    /// Nil: the portal chooses.
    public let locale: String?

    /// What the tenant is called, for portals that name it.
    public let tenantName: String

    /// Asks for a session; without a flow it opens at the portal's first page.
    public init(
        customer: ProviderCustomer,
        returnURL: String,
        flow: PortalFlow = .home,
        subscription: SubscriptionID? = nil,
        price: ProviderPriceID? = nil,
        quantity: Int? = nil,
        locale: String? = nil,
        tenantName: String
    ) {
        self.customer = customer
        self.returnURL = returnURL
        self.flow = flow
        self.subscription = subscription
        self.price = price
        self.quantity = quantity
        self.locale = locale
        self.tenantName = tenantName
    }
}
