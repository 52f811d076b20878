import BillingCore
import BillingHTTP
import FoundationEssentials
import GRDB

extension MockProvider {
    func createPortalSession(
        _ request: PortalSessionRequest,
        _ context: CallContext
    ) async throws(BillingError) -> PortalSession {
        guard (try? WebURL(request.returnURL)) != nil else {
            throw BillingError(
                .returnURLNotAllowed,
                "a return URL is an absolute http or https URL",
                providerCode: "url_invalid"
            )
        }
        let id = MockPortalSession.id(tenant: context.tenant, idempotencyKey: context.idempotencyKey)
        let session = try await call(.portalCreate, createsSomething: true, context) { () throws(MockFailure) in
            try await open(id, request, until: context.deadline)
        }
        return PortalSession(
            id: session.id,
            url: .hosted(path: Secret("/portal/\(session.token.reveal())")),
            kind: .session,
            expiresAt: session.expiresAt,
            returnURLHonoured: true,
            flow: request.flow
        )
    }

    private func open(
        _ id: String,
        _ request: PortalSessionRequest,
        until deadline: Deadline
    ) async throws(MockFailure) -> MockPortalSession {
        try await world.change(until: deadline) { world in
            let (db, time) = (world.db, world.time)
            // A repeated request gets the first one's session, even one that has expired since: as with Stripe, a key
            // stands for one answer.
            if let known = try MockPortalSession.fetch(id: id, db) {
                guard known.request == request else {
                    throw BillingError(
                        .internal,
                        "an idempotency key was used again with other parameters",
                        providerCode: "idempotency_error"
                    )
                }
                return known
            }
            let customer = try MockProvider.requireCustomer(request.customer, world)
            try checkFlow(request, db)
            try MockPortalSession.deleteForgotten(at: time.wall, db)
            let session = MockPortalSession(id: id, request: request, now: Date(stored: time.wall.stored))
            try session.insert(db)
            try world.note(
                .portalSessionCreated,
                customer,
                object: session.id,
                by: .gateway,
                "A portal session was opened for \(request.tenantName)."
            )
            return session
        }
    }

    /// Refuses what Stripe's portal has no page for.
    private func checkFlow(_ request: PortalSessionRequest, _ db: Database) throws {
        guard request.flow.needsSubscription else { return }
        guard let id = request.subscription else {
            throw refusal("the flow \(request.flow.rawValue) needs a subscription")
        }
        let subscription = try MockSubscription.fetch(of: request.customer.id, db).first { $0.id == id }
        guard let subscription else { throw refusal("the customer has no subscription `\(id)`") }
        guard !subscription.status.isTerminal else { throw refusal("the subscription `\(id)` has ended") }
        guard request.flow == .subscriptionUpdateConfirm else { return }
        guard request.price != nil || request.quantity != nil else {
            throw refusal("the request names neither a price nor a quantity to change to")
        }
        if let price = request.price, try MockPrice.fetch(id: price, db) == nil {
            throw refusal("the mock has no price `\(price)`")
        }
        if let quantity = request.quantity, quantity < 1 { throw refusal("a quantity is at least 1") }
    }

    private func refusal(_ message: String) -> BillingError { BillingError(.flowNotSupported, message) }
}
