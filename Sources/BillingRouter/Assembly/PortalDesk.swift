import BillingCore

/// Checks what a caller wants of a portal against what tenant, provider and customer have, and puts it in the
/// provider's terms.
///
/// Pure: no clock, no call.
struct PortalDesk {
    let tenant: Tenant
    let instance: ProviderInstance

    /// What can be said before anything is known of the customer.
    func check(_ order: PortalOrder) throws(ServiceError) {
        guard instance.provider.capabilities.portal != nil else {
            throw ServiceError(.capabilityUnsupported, "The tenant's provider has no portal.")
        }
        guard tenant.portal.visibility != .never else {
            throw ServiceError(.portalUnavailable, "The tenant offers no portal.")
        }
        let flows = instance.portalFlows(for: tenant)
        guard flows.contains(order.flow) else {
            let offered = flows.map { "`\($0.rawValue)`" }.joined(separator: ", ")
            let detail = "The portal does not open with `\(order.flow.rawValue)` here. It has: \(offered)."
            throw ServiceError(.flowNotSupported, detail, faults: [ServiceError.Fault("/flow", detail)])
        }
        if order.subscription != nil, !order.flow.needsSubscription {
            throw .invalid("/subscription", "The flow `\(order.flow.rawValue)` acts on no subscription.")
        }
        if order.flow == .subscriptionUpdateConfirm {
            guard order.price != nil || order.quantity != nil else {
                throw .invalid("/price", "The flow `\(order.flow.rawValue)` needs a `price` or a `quantity`.")
            }
        } else if order.price != nil || order.quantity != nil {
            let pointer = order.price != nil ? "/price" : "/quantity"
            throw .invalid(pointer, "`price` and `quantity` belong to the flow `subscription_update_confirm`.")
        }
        if let quantity = order.quantity, !PortalOrder.quantities.contains(quantity) {
            throw .invalid("/quantity", PortalOrder.quantityRule)
        }
        if let locale = order.locale, !PortalOrder.isLocale(locale) {
            throw .invalid("/locale", PortalOrder.localeRule)
        }
    }

    /// The subscription that a flow acts on: the one named, which must be the customer's, or the current one.
    func subscription(for order: PortalOrder, of reading: Reading) throws(ServiceError) -> SubscriptionID {
        guard let snapshot = reading.snapshot else {
            throw ServiceError(.customerNotFound, ProblemCode.customerNotFound.explanation.meaning)
        }
        if let wanted = order.subscription {
            guard let subscription = snapshot.subscriptions.first(where: { $0.id == wanted }) else {
                throw .invalid("/subscription", "The customer has no such subscription.")
            }
            guard subscription.status != .ended else {
                throw ServiceError(.flowNotSupported, "The subscription has ended.")
            }
            return wanted
        }
        guard let current = snapshot.current, current.status != .ended else {
            throw ServiceError(
                .flowNotSupported,
                "The flow `\(order.flow.rawValue)` acts on a subscription, and the customer has none that has not ended."
            )
        }
        return current.id
    }

    /// The provider's price for the key in an order.
    func price(for order: PortalOrder) throws(ServiceError) -> ProviderPriceID? {
        guard let key = order.price else { return nil }
        guard let price = tenant.catalogue.providerPrice(key) else {
            throw .invalid("/price", "The tenant's catalogue has no price of this name with a price at its provider.")
        }
        return price
    }

    /// What the caller gets of a session.
    ///
    /// - Throws: ``ServiceError`` with `provider-bad-response` for a URL that no customer may be sent to.
    func document(
        of session: PortalSession,
        returnURL: String,
        publicURL: String
    ) throws(ServiceError) -> PortalSessionDocument {
        let url: Secret
        switch session.url {
        case .absolute(let absolute):
            let parsed = try? WebURL(absolute.reveal(), allowsFragment: true)
            guard let parsed, parsed.isHTTPS || parsed.isLoopback else {
                throw ServiceError(BillingError(.providerBadResponse, "the portal URL is not a plain https URL"))
            }
            url = absolute
        case .hosted(let path): url = Secret(publicURL + instance.mountPath + path.reveal())
        }
        return PortalSessionDocument(
            id: session.id,
            url: url,
            expiresAt: session.expiresAt,
            returnURL: session.returnURLHonoured ? returnURL : nil,
            flow: session.flow,
            provider: instance.document
        )
    }
}
