package import BillingCore
import FoundationEssentials

/// The service in this process: finds a tenant's provider, asks it once, and makes the combined answer.
package final class BillingRouter: BillingService {
    private let table: RoutingTable
    private let clock: any WallClock
    private let readings: AnswerMemory<Reading>
    private let cancellations: AnswerMemory<Cancellation>
    /// Customers that were sent to a portal a moment ago: what is remembered of them may be wrong any second.
    private let sentToPortal: AnswerMemory<Void>
    private let idempotencyKeys: IdempotencyKeys

    // The caller's deadline counts where it is earlier.
    private static let readLimit = Duration.seconds(6)
    private static let portalLimit = Duration.seconds(12)
    /// How long after it was sent to a portal a customer's answers are not remembered.
    private static let portalVisit = Duration.seconds(15 * 60)
    /// A customer may be created at the provider a moment after we asked for it.
    private static let missingFreshFor = Duration.seconds(5)

    /// - Parameters:
    ///   - clock: the time of day.
    ///   - capacity: how many customers' answers are remembered at most.
    package init(table: RoutingTable, clock: any WallClock = SystemClock(), capacity: Int = 100_000) {
        self.table = table
        self.clock = clock
        readings = AnswerMemory(capacity: capacity)
        cancellations = AnswerMemory(capacity: capacity)
        sentToPortal = AnswerMemory(capacity: capacity)
        idempotencyKeys = IdempotencyKeys(capacity: capacity)
    }

    // MARK: Reads

    package func overview(
        of customer: CustomerReference,
        _ call: ServiceCall
    ) async throws(ServiceError) -> BillingOverview {
        let (tenant, instance) = try table.route(customer.tenant)
        let (reading, source) = try await read(customer.customer, of: tenant, on: instance, call)
        return OverviewAssembly(tenant: tenant, instance: instance, customer: customer.customer)
            .overview(of: reading, source: source)
    }

    package func subscriptions(
        of customer: CustomerReference,
        _ call: ServiceCall
    ) async throws(ServiceError) -> ServiceAnswer<SubscriptionsDocument> {
        let (tenant, instance) = try table.route(customer.tenant)
        let (reading, source) = try await read(customer.customer, of: tenant, on: instance, call)
        let documents = OverviewAssembly(tenant: tenant, instance: instance, customer: customer.customer)
            .documents(of: reading.snapshot)
        return ServiceAnswer(SubscriptionsDocument(documents), source: source)
    }

    package func cancellation(
        of customer: CustomerReference,
        _ call: ServiceCall
    ) async throws(ServiceError) -> ServiceAnswer<CancellationDocument> {
        let (tenant, instance) = try table.route(customer.tenant)
        let now = clock.now()
        func answer(_ cancellation: Cancellation, _ source: SourceDocument) -> ServiceAnswer<CancellationDocument> {
            ServiceAnswer(CancellationDocument(cancellation), source: source)
        }
        guard let providerCustomer = tenant.providerCustomer(customer.customer) else {
            return answer(.none, SourceDocument(source: .live, asOf: now))
        }
        let key = MemoryKey(tenant: tenant.id, provider: instance.id, customer: providerCustomer.id)
        // A snapshot that is at hand says it as well.
        if let (reading, source) = remembered(key, tenant, call) {
            return answer(reading.snapshot.map(Cancellation.init(derivedFrom:)) ?? .none, source)
        }
        if let (known, age) = cancellations.answer(for: key, noOlderThan: freshness(of: key, tenant, call), at: now) {
            return answer(known, SourceDocument(source: .cache, asOf: now - age.seconds, age: age))
        }
        let cancellation: Cancellation
        do {
            let context = context(tenant, call, limit: BillingRouter.readLimit)
            cancellation = try await instance.provider.checkCancellation(providerCustomer, context)
        } catch {
            guard error.code == .customerNotFound else { throw ServiceError(error) }
            return answer(.none, SourceDocument(source: .live, asOf: now))
        }
        cancellations.remember(cancellation, for: key, fetchedAt: now)
        return answer(cancellation, SourceDocument(source: .live, asOf: now))
    }

    package func tenant(_ id: TenantID, _ call: ServiceCall) async throws(ServiceError) -> TenantDocument {
        let (tenant, instance) = try table.route(id)
        return TenantDocument(
            id: tenant.id,
            name: tenant.name,
            provider: instance.document,
            timezone: tenant.timezone,
            appURL: tenant.returnURLs.app?.description,
            returnURL: tenant.returnURLs.standard,
            choosePlanURL: tenant.choosePlanURL,
            portalFlows: tenant.portal.visibility == .never ? [] : instance.portalFlows(for: tenant)
        )
    }

    package func plans(of id: TenantID, _ call: ServiceCall) async throws(ServiceError) -> PlansDocument {
        try table.route(id).0.catalogue.document
    }

    // MARK: The portal

    package func createPortalSession(
        for customer: CustomerReference,
        _ order: PortalOrder,
        _ call: ServiceCall
    ) async throws(ServiceError) -> PortalSessionDocument {
        let (tenant, instance) = try table.route(customer.tenant)
        let desk = PortalDesk(tenant: tenant, instance: instance)
        try desk.check(order)
        guard let providerCustomer = tenant.providerCustomer(customer.customer) else {
            throw ServiceError(.customerNotLinked, "The customer has no link to a customer of the provider.")
        }
        let idempotencyKey = try idempotencyKeys.portalSession(
            order,
            for: customer,
            on: instance.id,
            clientKey: call.idempotencyKey
        )
        let returnURL = try tenant.returnURLs.resolve(order.destination)
        let limit = Deadline.after(BillingRouter.portalLimit)
        let call = ServiceCall(
            deadline: min(call.deadline ?? limit, limit),
            idempotencyKey: idempotencyKey,
            traceParent: call.traceParent
        )
        var subscription: SubscriptionID?
        if order.flow.needsSubscription {
            let (reading, _) = try await read(customer.customer, of: tenant, on: instance, call)
            subscription = try desk.subscription(for: order, of: reading)
        }
        let request = PortalSessionRequest(
            customer: providerCustomer,
            returnURL: returnURL,
            flow: order.flow,
            subscription: subscription,
            price: try desk.price(for: order),
            quantity: order.quantity,
            locale: order.locale,
            tenantName: tenant.name
        )
        let session: PortalSession
        do {
            let context = context(tenant, call, limit: BillingRouter.portalLimit)
            session = try await instance.provider.createPortalSession(request, context)
        } catch {
            throw ServiceError(error)
        }
        let key = MemoryKey(tenant: tenant.id, provider: instance.id, customer: providerCustomer.id)
        sentToPortal.remember((), for: key, fetchedAt: clock.now())
        return desk.document(of: session, returnURL: returnURL, publicURL: table.publicURL)
    }

    // MARK: -

    /// What is known of a customer: remembered where that is fresh enough, asked of the provider otherwise.
    private func read(
        _ customer: CustomerID,
        of tenant: Tenant,
        on instance: ProviderInstance,
        _ call: ServiceCall
    ) async throws(ServiceError) -> (Reading, SourceDocument) {
        let now = clock.now()
        guard let providerCustomer = tenant.providerCustomer(customer) else {
            return (.notLinked, SourceDocument(source: .live, asOf: now))
        }
        let key = MemoryKey(tenant: tenant.id, provider: instance.id, customer: providerCustomer.id)
        if let known = remembered(key, tenant, call) { return known }
        let reading: Reading
        do {
            let context = context(tenant, call, limit: BillingRouter.readLimit)
            reading = .known(try await instance.provider.fetchSubscription(providerCustomer, context))
        } catch {
            guard error.code == .customerNotFound else { throw ServiceError(error) }
            reading = .missing
        }
        readings.remember(reading, for: key, fetchedAt: now)
        return (reading, SourceDocument(source: .live, asOf: reading.snapshot?.observedAt ?? now))
    }

    private func remembered(_ key: MemoryKey, _ tenant: Tenant, _ call: ServiceCall) -> (Reading, SourceDocument)? {
        let now = clock.now()
        let freshFor = freshness(of: key, tenant, call)
        guard let (reading, age) = readings.answer(for: key, noOlderThan: freshFor, at: now) else { return nil }
        if case .missing = reading, age >= BillingRouter.missingFreshFor { return nil }
        let asOf = reading.snapshot?.observedAt ?? now - age.seconds
        return (reading, SourceDocument(source: .cache, asOf: asOf, age: age))
    }

    /// How old an answer may be for this call.
    private func freshness(of key: MemoryKey, _ tenant: Tenant, _ call: ServiceCall) -> Duration {
        if call.fresh { return .zero }
        let visit = sentToPortal.answer(for: key, noOlderThan: BillingRouter.portalVisit, at: clock.now())
        return visit == nil ? tenant.freshFor : .zero
    }

    private func context(_ tenant: Tenant, _ call: ServiceCall, limit: Duration) -> CallContext {
        let limit = Deadline.after(limit)
        return CallContext(
            tenant: tenant.id,
            deadline: min(call.deadline ?? limit, limit),
            idempotencyKey: call.idempotencyKey ?? IdempotencyKeys.unique(),
            traceParent: call.traceParent
        )
    }
}
