import BillingCore
import BillingHTTP
import FoundationEssentials

extension StripeProvider {
    func createPortalSession(
        _ request: PortalSessionRequest,
        _ context: CallContext
    ) async throws(BillingError) -> PortalSession {
        var form = FormParameters()
        form.append(request.customer.id.rawValue, at: request.customer.stripeParameter)
        form.append(request.returnURL, at: "return_url")
        form.append(settings.portalConfiguration, at: "configuration")
        form.append(request.locale.flatMap(StripeLocale.closest), at: "locale")
        try await appendFlow(request, to: &form, context)

        let answer: StripeAnswer<StripePortalSession> = try await api.post(
            ["billing_portal", "sessions"],
            form,
            context
        )
        try checkMode(answer.object.livemode, answer)
        return PortalSession(
            id: answer.object.id,
            url: .absolute(try checkedURL(answer)),
            kind: .session,
            // Stripe says only that it is short.
            expiresAt: nil,
            returnURLHonoured: true,
            flow: request.flow
        )
    }

    private func appendFlow(
        _ request: PortalSessionRequest,
        to form: inout FormParameters,
        _ context: CallContext
    ) async throws(BillingError) {
        guard request.flow != .home else { return }
        // Stripe's flows have the names that the gateway's have.
        let flow = request.flow.rawValue
        form.append(flow, at: "flow_data", "type")
        guard request.flow.needsSubscription else { return }
        guard let subscription = request.subscription else {
            throw BillingError(.flowNotSupported, "the flow \(flow) needs a subscription")
        }
        form.append(subscription.rawValue, at: "flow_data", flow, "subscription")
        guard request.flow == .subscriptionUpdateConfirm else { return }
        guard request.price != nil || request.quantity != nil else {
            throw BillingError(.flowNotSupported, "the flow \(flow) needs a price or a quantity to change to")
        }
        let item = try await onlyItem(of: subscription, context)
        form.append(item, at: "flow_data", flow, "items", "0", "id")
        form.append(request.price?.rawValue, at: "flow_data", flow, "items", "0", "price")
        form.append(request.quantity.map(String.init), at: "flow_data", flow, "items", "0", "quantity")
    }

    /// Stripe confirms the change of one item, and only where there is no other.
    private func onlyItem(
        of subscription: SubscriptionID,
        _ context: CallContext
    ) async throws(BillingError) -> String {
        let answer: StripeAnswer<StripeSubscription>
        do {
            answer = try await api.get(["subscriptions", subscription.rawValue], context)
        } catch  where error.providerCode == "resource_missing" && error.code == .internal {
            throw BillingError(
                .flowNotSupported,
                error.message,
                providerCode: error.providerCode,
                providerRequestID: error.providerRequestID
            )
        }
        try checkMode(answer.object.livemode, answer)
        guard let items = answer.object.items?.data else {
            throw answer.error(.providerBadResponse, "the subscription in Stripe's answer has no items")
        }
        guard items.count == 1, answer.object.items?.hasMore == false else {
            throw answer.error(.flowNotSupported, "the subscription has not exactly one item, whose change to confirm")
        }
        guard let item = items[0].id else {
            throw answer.error(.providerBadResponse, "the subscription's item in Stripe's answer has no id")
        }
        return item
    }

    /// The URL, if a customer may be sent there.
    private func checkedURL(_ answer: StripeAnswer<StripePortalSession>) throws(BillingError) -> Secret {
        guard let text = answer.object.url, let url = try? WebURL(text, allowsFragment: true) else {
            throw answer.error(.providerBadResponse, "Stripe's answer holds no portal URL")
        }
        guard url.isHTTPS || url.isLoopback && settings.baseURL.isLoopback else {
            throw answer.error(.providerBadResponse, "the portal URL is not https")
        }
        let isKnown = url.host == StripeSettings.portalHost || settings.portalHosts.contains(url.host)
        guard settings.portalHosts.isEmpty || isKnown else {
            throw answer.error(.providerBadResponse, "the portal URL is at a host that is not in `portal.hosts`")
        }
        return Secret(text)
    }
}
