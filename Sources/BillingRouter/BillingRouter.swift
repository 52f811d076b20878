package import BillingCore
import FoundationEssentials
import Synchronization

/// The service in this process: finds a tenant's provider, asks it once, and makes the combined answer.
package final class BillingRouter: BillingService {
    private let table: RoutingTable
    private let clock: any WallClock
    private let snapshots: AnswerMemory<KnownCustomer>
    private let overviews: OverviewMemory
    /// Of customers that the provider does not have: apart, so that made-up ids push nobody else's answer out.
    private let missing: AnswerMemory<Void>
    private let cancellations: AnswerMemory<Cancellation>
    /// Customers that were sent to a portal a moment ago: what is remembered of them may be wrong any second.
    private let sentToPortal: AnswerMemory<Void>
    /// When something last changed at an instance by way of this gateway: what is remembered from before is old.
    private let changes = Mutex<[ProviderID: Date]>([:])
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
        snapshots = AnswerMemory(capacity: capacity)
        overviews = OverviewMemory(capacity: max(2, capacity / 10))
        missing = AnswerMemory(capacity: max(2, capacity / 50))
        cancellations = AnswerMemory(capacity: capacity)
        sentToPortal = AnswerMemory(capacity: capacity)
        idempotencyKeys = IdempotencyKeys(capacity: capacity)
    }

    /// Notes that something changed at a provider instance, for whichever of its customers.
    ///
    /// For providers that can be changed through the gateway itself, such as the mock by its portal and console.
    package func noteChange(at provider: ProviderID) {
        let now = clock.now()
        changes.withLock { $0[provider] = now }
    }

    // MARK: Reads

    package func overview(
        of customer: CustomerReference,
        _ call: ServiceCall
    ) async throws(ServiceError) -> BillingOverview {
        let (tenant, instance) = try table.route(customer.tenant)
        let (reading, source) = try await read(customer.customer, of: tenant, on: instance, call)
        let assembly = OverviewAssembly(tenant: tenant, instance: instance, customer: customer.customer)
        // Of what is asked for only once, nothing more than the provider's answer stays in memory.
        guard case .known(let known) = reading, source.source != .live else {
            return assembly.overview(of: reading, source: source)
        }
        return overviews.overview(of: customer.customer, known) { assembly.overview(of: reading, source: source) }
            .from(source)
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
        // A snapshot that is at hand says it as well; the younger of the two is right.
        let known = cancellations.answer(for: key, noOlderThan: freshness(of: key, tenant, call), at: now)
        if let (reading, source) = remembered(key, tenant, call), known.map({ source.age <= $0.age }) ?? true {
            return answer(reading.snapshot.map(Cancellation.init(derivedFrom:)) ?? .none, source)
        }
        if let (known, age) = known {
            return answer(known, SourceDocument(source: .cache, asOf: now - age.seconds, age: age))
        }
        let cancellation: Cancellation
        do {
            cancellation = try await instance.provider.checkCancellation(providerCustomer, readContext(tenant, call))
        } catch {
            try rememberMissing(key, error, at: now)
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
            returnURL: tenant.returnURLs.standard(TenantAddress(id, publicURL: table.publicURL)),
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
        try idempotencyKeys.check(call.idempotencyKey, for: customer, order)
        return try await idempotencyKeys.exclusively(call.idempotencyKey, for: customer) { () throws(ServiceError) in
            try await createPortalSession(for: customer, providerCustomer, order, desk, call)
        }
    }

    private func createPortalSession(
        for customer: CustomerReference,
        _ providerCustomer: ProviderCustomer,
        _ order: PortalOrder,
        _ desk: PortalDesk,
        _ call: ServiceCall
    ) async throws(ServiceError) -> PortalSessionDocument {
        let (tenant, instance) = (desk.tenant, desk.instance)
        let pages = TenantAddress(customer.tenant, publicURL: table.publicURL)
        let returnURL = try tenant.returnURLs.resolve(order.destination, pages: pages)
        let limit = Deadline.after(BillingRouter.portalLimit)
        let deadline = min(call.deadline ?? limit, limit)
        let reading = ServiceCall(deadline: deadline, traceParent: call.traceParent)
        var subscription: SubscriptionID?
        if order.flow.needsSubscription {
            let (known, _) = try await read(customer.customer, of: tenant, on: instance, reading)
            subscription = try desk.subscription(for: order, of: known)
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
        let context = CallContext(
            tenant: tenant.id,
            deadline: deadline,
            idempotencyKey: idempotencyKeys.providerKey(
                call.idempotencyKey,
                for: customer,
                order,
                request,
                on: instance.id
            ),
            traceParent: call.traceParent
        )
        let session: PortalSession
        do {
            session = try await instance.provider.createPortalSession(request, context)
        } catch {
            throw ServiceError(error)
        }
        let key = MemoryKey(tenant: tenant.id, provider: instance.id, customer: providerCustomer.id)
        sentToPortal.remember((), for: key, fetchedAt: clock.now())
        return try desk.document(of: session, returnURL: returnURL, publicURL: table.publicURL)
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
        let known: KnownCustomer
        do {
            known = KnownCustomer(
                try await instance.provider.fetchSubscription(providerCustomer, readContext(tenant, call)),
                key
            )
        } catch {
            try rememberMissing(key, error, at: now)
            return (.missing, SourceDocument(source: .live, asOf: now))
        }
        snapshots.remember(known, for: key, fetchedAt: now)
        return (.known(known), SourceDocument(source: .live, asOf: known.snapshot.observedAt))
    }

    private func remembered(_ key: MemoryKey, _ tenant: Tenant, _ call: ServiceCall) -> (Reading, SourceDocument)? {
        let now = clock.now()
        let freshFor = freshness(of: key, tenant, call)
        if let (known, age) = snapshots.answer(for: key, noOlderThan: freshFor, at: now) {
            return (.known(known), SourceDocument(source: .cache, asOf: known.snapshot.observedAt, age: age))
        }
        let limit = min(freshFor, BillingRouter.missingFreshFor)
        guard let (_, age) = missing.answer(for: key, noOlderThan: limit, at: now) else { return nil }
        return (.missing, SourceDocument(source: .cache, asOf: now - age.seconds, age: age))
    }

    /// Whoever the provider does not have is remembered as that, whichever call found it out.
    ///
    /// - Throws: every other error.
    private func rememberMissing(_ key: MemoryKey, _ error: BillingError, at now: Date) throws(ServiceError) {
        guard error.code == .customerNotFound else { throw ServiceError(error) }
        missing.remember((), for: key, fetchedAt: now)
        snapshots.forget(key)
        cancellations.forget(key)
    }

    /// How old an answer may be for this call.
    private func freshness(of key: MemoryKey, _ tenant: Tenant, _ call: ServiceCall) -> Duration {
        if call.fresh { return .zero }
        let now = clock.now()
        let visit = sentToPortal.answer(for: key, noOlderThan: BillingRouter.portalVisit, at: now)
        guard visit == nil else { return .zero }
        guard let change = changes.withLock({ $0[key.provider] }) else { return tenant.freshFor }
        return min(tenant.freshFor, .seconds(max(0, now.timeIntervalSince(change))))
    }

    private func readContext(_ tenant: Tenant, _ call: ServiceCall) -> CallContext {
        let limit = Deadline.after(BillingRouter.readLimit)
        return CallContext(
            tenant: tenant.id,
            deadline: min(call.deadline ?? limit, limit),
            idempotencyKey: IdempotencyKeys.unique(),
            traceParent: call.traceParent
        )
    }
}
