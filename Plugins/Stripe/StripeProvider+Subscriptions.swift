import BillingCore
import BillingHTTP
import FoundationEssentials

extension StripeProvider {
    /// How many pages of a list are read: 2,000 subscriptions, more than any customer has.
    private static let maximumPages = 20

    func fetchSubscription(
        _ customer: ProviderCustomer,
        _ context: CallContext
    ) async throws(BillingError) -> SubscriptionSnapshot {
        var query = FormParameters()
        query.append(customer.id.rawValue, at: customer.stripeParameter)
        // Without it, Stripe leaves the ended ones out.
        query.append("all", at: "status")
        let found: [StripeSubscription] = try await list(["subscriptions"], query, context, id: \.id) {
            (page: StripeAnswer<StripeList<StripeSubscription>>) throws(BillingError) in
            for subscription in page.object.data ?? [] { try checkMode(subscription.livemode, page) }
        }
        if found.isEmpty { try await checkExists(customer, context) }

        var subscriptions: [Subscription] = []
        for subscription in found {
            subscriptions.append(try Subscription(try await withAllItems(subscription, context)))
        }
        let observedAt = try await time(of: found, context)
        return SubscriptionSnapshot(subscriptions: subscriptions, observedAt: observedAt)
    }

    /// A list of subscriptions never says that its customer is gone: it is empty.
    private func checkExists(_ customer: ProviderCustomer, _ context: CallContext) async throws(BillingError) {
        // Accounts that are customers live in another API; asking this one for them would say that there are none.
        guard customer.stripeParameter == "customer" else { return }
        let answer: StripeAnswer<StripeCustomer> = try await api.get(["customers", customer.id.rawValue], context)
        guard answer.object.id != nil else {
            throw answer.error(.providerBadResponse, "Stripe's answer holds no customer")
        }
        if answer.object.isDeleted { throw answer.error(.customerNotFound, "the customer was deleted at Stripe") }
        try checkMode(answer.object.livemode, answer)
    }

    /// A subscription holds its first items only; the others have a list of their own.
    private func withAllItems(
        _ subscription: StripeSubscription,
        _ context: CallContext
    ) async throws(BillingError) -> StripeSubscription {
        guard let items = subscription.items, items.hasMore, let id = subscription.id, let first = items.data,
            let last = first.last?.id
        else { return subscription }
        var query = FormParameters()
        query.append(id, at: "subscription")
        var complete = subscription
        do {
            complete.items?.data =
                first + (try await list(["subscription_items"], query, context, after: last, id: \.id))
        } catch {
            // The status, the cancellation and the first items are known: better these than nothing.
            if error.code == .cancelled { throw error }
        }
        return complete
    }

    /// Follows a list to its end.
    private func list<Element: StripeObject>(
        _ path: [String],
        _ query: FormParameters,
        _ context: CallContext,
        after start: String? = nil,
        id: (Element) -> String?,
        check: (StripeAnswer<StripeList<Element>>) throws(BillingError) -> Void = { (_) throws(BillingError) in }
    ) async throws(BillingError) -> [Element] {
        var elements: [Element] = []
        var cursor = start
        var known: Set<String> = []
        var pages = 0
        while true {
            var query = query
            query.append("100", at: "limit")
            query.append(cursor, at: "starting_after")
            let page: StripeAnswer<StripeList<Element>> = try await api.get(path, query: query, context)
            guard let data = page.object.data else {
                throw page.error(.providerBadResponse, "Stripe's answer holds no list")
            }
            try check(page)
            // A page that brings nothing new is the last one, whatever it says of more.
            let new = data.filter { element in id(element).map { known.insert($0).inserted } ?? true }
            elements += new
            guard page.object.hasMore, let next = new.last.flatMap(id) else { return elements }
            pages += 1
            guard pages < StripeProvider.maximumPages else {
                throw page.error(.providerBadResponse, "Stripe's list does not come to an end")
            }
            cursor = next
        }
    }

    /// The wall clock, or the test clock that the customer's subscriptions run on.
    ///
    /// A test clock that cannot be read is no reason to answer nothing: then it is the wall clock after all.
    private func time(of subscriptions: [StripeSubscription], _ context: CallContext) async throws(BillingError) -> Date
    {
        guard settings.mode == .test, let clock = subscriptions.lazy.compactMap(\.testClock).first else {
            return api.clock.now()
        }
        do {
            let answer: StripeAnswer<StripeTestClock> = try await api.get(
                ["test_helpers", "test_clocks", clock],
                context
            )
            return Date(stripe: answer.object.frozenTime) ?? api.clock.now()
        } catch {
            if error.code == .cancelled { throw error }
            return api.clock.now()
        }
    }
}

extension ProviderCustomer {
    /// Customers are objects of their own, or accounts.
    var stripeParameter: String { id.rawValue.hasPrefix("acct_") ? "customer_account" : "customer" }
}
