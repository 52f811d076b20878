public import BillingCore

/// What callers of the gateway see: the same in this process (``BillingRouter``) and over HTTP (`GatewayClient`).
public protocol BillingService: Sendable {
    /// The combined answer for one customer.
    ///
    /// A customer that is not linked, or that the provider does not know, reads as the state `none`.
    ///
    /// - Throws: ``ServiceError``.
    func overview(of customer: CustomerReference, _ call: ServiceCall) async throws(ServiceError) -> BillingOverview

    /// All subscriptions of one customer, the current one first.
    ///
    /// - Throws: ``ServiceError``.
    func subscriptions(
        of customer: CustomerReference,
        _ call: ServiceCall
    ) async throws(ServiceError) -> ServiceAnswer<SubscriptionsDocument>

    /// Whether the customer's current subscription is cancelled.
    ///
    /// - Throws: ``ServiceError``.
    func cancellation(
        of customer: CustomerReference,
        _ call: ServiceCall
    ) async throws(ServiceError) -> ServiceAnswer<CancellationDocument>

    /// Opens the provider's portal for one customer.
    ///
    /// - Throws: ``ServiceError``.
    func createPortalSession(
        for customer: CustomerReference,
        _ order: PortalOrder,
        _ call: ServiceCall
    ) async throws(ServiceError) -> PortalSessionDocument

    /// What a tenant may know of its set-up.
    ///
    /// - Throws: ``ServiceError``.
    func tenant(_ tenant: TenantID, _ call: ServiceCall) async throws(ServiceError) -> TenantDocument

    /// A tenant's catalogue.
    ///
    /// - Throws: ``ServiceError``.
    func plans(of tenant: TenantID, _ call: ServiceCall) async throws(ServiceError) -> PlansDocument
}

/// One customer of one tenant, by the tenant's own id.
public struct CustomerReference: Hashable, Sendable {
    /// The tenant.
    public let tenant: TenantID
    /// The tenant's own id of the customer.
    public let customer: CustomerID

    /// One customer of one tenant.
    public init(tenant: TenantID, customer: CustomerID) {
        self.tenant = tenant
        self.customer = customer
    }
}

/// What travels with a call to the service.
public struct ServiceCall: Sendable {
    /// The caller's own deadline.
    ///
    /// Nil: the service's default for the call.
    public let deadline: Deadline?
    /// Ask the provider, whatever is remembered.
    public let fresh: Bool
    /// The caller's `Idempotency-Key`, for calls that create something.
    public let idempotencyKey: String?
    /// A W3C `traceparent` value.
    public let traceParent: String?

    /// A call without any of them is a plain one.
    public init(
        deadline: Deadline? = nil,
        fresh: Bool = false,
        idempotencyKey: String? = nil,
        traceParent: String? = nil
    ) {
        self.deadline = deadline
        self.fresh = fresh
        self.idempotencyKey = idempotencyKey
        self.traceParent = traceParent
    }
}

/// A document, and where it comes from.
public struct ServiceAnswer<Document: Sendable>: Sendable {
    /// What was asked for.
    public let document: Document
    /// Where it comes from, and of when it is.
    public let source: SourceDocument

    package init(_ document: Document, source: SourceDocument) {
        self.document = document
        self.source = source
    }
}

/// What a portal session is wanted for, in the caller's words.
public struct PortalOrder: Hashable, Sendable {
    /// What the portal opens with.
    public let flow: PortalFlow
    /// Nil: the current one, where the flow needs one.
    public let subscription: SubscriptionID?
    /// A price key of the tenant's catalogue.
    public let price: String?
    /// The quantity to change to, for `subscription_update_confirm`.
    public let quantity: Int?
    /// Where the portal leads back to.
    public let destination: Destination
    /// A BCP 47 tag.
    public let locale: String?

    /// Where the portal leads back to.
    public enum Destination: Hashable, Sendable {
        /// The tenant's default.
        case standard
        /// An absolute URL, which the tenant's allow-list must have.
        case url(String)
        /// A path of the tenant's application.
        case path(String)
    }

    /// The portal's first page, back to the tenant's default, unless said otherwise.
    public init(
        flow: PortalFlow = .home,
        subscription: SubscriptionID? = nil,
        price: String? = nil,
        quantity: Int? = nil,
        destination: Destination = .standard,
        locale: String? = nil
    ) {
        self.flow = flow
        self.subscription = subscription
        self.price = price
        self.quantity = quantity
        self.destination = destination
        self.locale = locale
    }
}

extension PortalOrder {
    /// What can be ordered at once; more is a mistake.
    package static let quantities = 1...1_000_000_000
    package static let quantityRule = "`quantity` is a whole number from 1 to 1000000000."
    package static let localeRule = "`locale` is a language tag, such as `de` or `pt-BR`."

    /// Whether a text has the shape of a BCP 47 tag.
    package static func isLocale(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return text.utf8.count <= 35 && parts[0].utf8.count >= 2
            && parts[0].allSatisfy { $0.isASCII && $0.isLetter }
            && parts.allSatisfy {
                (1...8).contains($0.utf8.count) && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
            }
    }
}

extension PortalOrder: JSONDocument {
    package func write(into json: inout JSONWriter) {
        json.object { json in
            json.member("flow", flow.rawValue)
            // Null is not a value of these fields: what is not wanted is left out.
            if let subscription { json.member("subscription", subscription.rawValue) }
            if let price { json.member("price", price) }
            if let quantity { json.member("quantity", quantity) }
            if let locale { json.member("locale", locale) }
            switch destination {
            case .standard: break
            case .url(let url): json.member("return_url", url)
            case .path(let path): json.member("return_path", path)
            }
        }
    }
}
