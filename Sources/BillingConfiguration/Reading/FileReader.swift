import BillingCore
import BillingRouter

/// What a configuration says, all of it typed but for the secrets.
struct ConfigurationContent: Sendable {
    let environment: DeploymentEnvironment
    let server: ServerSettings
    let providers: [ProviderEntry]
    let tenantIDs: [TenantID]
    let tenants: [TenantID: Tenant]
    /// Where each tenant is, in the order of ``tenantIDs``.
    let tenantNodes: [YAMLNode]
    let keys: ServerKeys
}

/// Reads a file, and those that it includes, after the shape check.
final class FileReader {
    private let context: ReadingContext
    private let root: YAMLNode
    private let included: [YAMLNode]
    private let providers: ProviderTable
    private let catalogue: Catalogue
    private let settings: SettingsReader
    private let plans: Catalogue.Plans
    private var catalogues: [ProviderID: PlanCatalogue] = [:]
    private var pricesByProvider: [ProviderID: [String: ProviderPriceID]] = [:]

    private var ids: [TenantID] = []
    private var nodes: [YAMLNode] = []
    private var tenants: [TenantID: Tenant] = [:]
    private var places: [TenantID: YAMLNode] = [:]
    private var keys = ServerKeys()
    private var used: Set<ProviderID> = []
    private var latestProvider: ProviderID?
    private var hasOwnPrices = false
    /// Whether a tenant's keys can name customers that may be another's.
    private var hasSharedCustomers = false

    init(context: ReadingContext, root: YAMLNode, included: [YAMLNode]) {
        self.context = context
        self.root = root
        self.included = included
        providers = ProviderTable(root["providers"], context)
        catalogue = Catalogue(context: context, providers: providers)
        settings = SettingsReader(context: context, providers: providers)
        let pair = root.pair("plans")
        plans = catalogue.plans(Layers(top: nil, base: pair?.value), key: pair?.key)
    }

    /// Nil where something without which nothing can be said is not as it should be.
    func read() -> ConfigurationContent? {
        for (key, value) in YAMLNode.pairs(of: root["price_map"]) {
            guard let id = providers.reference(key.text, written: key, context) else { continue }
            pricesByProvider[id] = catalogue.prices(Layers(top: nil, base: value), plans: plans)
        }
        var defaults = TenantSettings()
        if let node = root["defaults"] { settings.read(node, into: &defaults) }

        let lists = ([root] + included).compactMap { $0["tenants"] }
        let count = lists.reduce(0) { $0 + $1.count / 2 }
        ids.reserveCapacity(count)
        nodes.reserveCapacity(count)
        tenants.reserveCapacity(count)
        for list in lists {
            for (key, value) in list.pairs { readTenant(key, value, defaults) }
        }
        let server = ServerSettings(root["server"], context)
        warnOfUnused()
        warnOfSharedCustomers()
        return server.map {
            ConfigurationContent(
                environment: context.environment,
                server: $0,
                providers: providers.entries,
                tenantIDs: ids,
                tenants: tenants,
                tenantNodes: nodes,
                keys: keys
            )
        }
    }

    // MARK: Tenants

    private func readTenant(_ key: YAMLNode, _ node: YAMLNode, _ defaults: TenantSettings) {
        guard let id = tenantID(key) else { return }
        if included.isEmpty == false {
            if let earlier = places[id] {
                context.report.error(
                    .tenantTwice,
                    "the tenant `\(id)` is defined twice",
                    at: key.range,
                    label: "first at \(earlier.range.place)",
                    help: "keep one of the two"
                )
                return
            }
            places[id] = key
        }
        var own = defaults
        settings.read(node, into: &own)
        if let apiKeys = own.apiKeys { keys.add(apiKeys, of: id, context) }
        guard let provider = own.provider else {
            if !own.hasUnknownProvider {
                context.report.error(
                    .noProvider,
                    "the tenant `\(id)` has no provider",
                    at: key.range,
                    help: "set `provider` here or in `defaults`"
                )
            }
            return
        }
        if own.customerIDs == .provider { hasSharedCustomers = true }
        // Tenants mostly have the provider of the one before.
        if provider != latestProvider { used.insert(provider) }
        latestProvider = provider
        ids.append(id)
        nodes.append(node)
        tenants[id] = own.tenant(
            id,
            provider: provider,
            catalogue: catalogue(of: own, provider),
            isDevelopment: context.environment == .development
        )
    }

    private func tenantID(_ key: YAMLNode) -> TenantID? {
        do {
            return try TenantID(key.text)
        } catch {
            guard !key.isInterpolated else { return nil }
            context.report.error(.invalidName, error.reason, at: key.range, help: key.text.lowerCaseAdvice)
            return nil
        }
    }

    // MARK: Catalogues

    /// Shared by the tenants of an instance that have none of their own.
    private func catalogue(of settings: TenantSettings, _ provider: ProviderID) -> PlanCatalogue {
        if settings.plans == nil, settings.priceMap == nil {
            if let shared = catalogues[provider] { return shared }
            let made = PlanCatalogue(plans: plans.plans, providerPrices: pricesByProvider[provider] ?? [:])
            catalogues[provider] = made
            return made
        }
        hasOwnPrices = true
        var own = plans
        if let (key, value) = settings.plans {
            own = catalogue.plans(Layers(top: value, base: root["plans"]), key: key)
        }
        let priceMap = Layers(top: settings.priceMap, base: root["price_map"])
        for (key, _) in YAMLNode.pairs(of: settings.priceMap) {
            _ = providers.reference(key.text, written: key, context)
        }
        let prices = catalogue.prices(priceMap[provider.rawValue], plans: own, isOverride: true)
        return PlanCatalogue(plans: own.plans, providerPrices: prices)
    }

    // MARK: -

    /// With `customer_ids: provider` a tenant's key names every customer of the account: also those of its neighbours.
    private func warnOfSharedCustomers() {
        guard hasSharedCustomers, !context.report.hasErrors else { return }
        let neighbours = Dictionary(grouping: ids) { tenants[$0]?.provider }
        for (provider, members) in neighbours.sorted(by: { $0.value[0] < $1.value[0] }) where members.count > 1 {
            guard let provider, let first = members.first(where: { tenants[$0]?.customerIDs == .provider }),
                let other = members.first(where: { $0 != first }), let index = ids.firstIndex(of: first)
            else { continue }
            context.report.warning(
                .sharedCustomers,
                "a key of `\(first)` can name every customer of `\(provider)`, also those of `\(other)`",
                at: (nodes[index].pair("customer_ids")?.key ?? nodes[index]).range,
                help: "give the tenant an instance of its own, or list its customers in `customers`"
            )
        }
    }

    private func warnOfUnused() {
        // What is wrong may be the reason.
        guard !context.report.hasErrors else { return }
        let lists = ([root] + included).compactMap { $0["tenants"] }
        guard !lists.allSatisfy({ $0.count == 0 }) else {
            let key = root.pair("tenants")?.key
            context.report.warning(
                .noTenants,
                "there are no tenants",
                at: key?.range ?? root.firstCharacter,
                help: "add one below `tenants`"
            )
            return
        }
        for entry in providers.entries where !used.contains(entry.id) {
            context.report.warning(
                .unusedProvider,
                "no tenant is on `\(entry.id)`",
                at: entry.key.range,
                help: "take it out, or name it as the `provider` of a tenant"
            )
        }
        guard !hasOwnPrices else { return }
        let mapped = Set(used.flatMap { (pricesByProvider[$0] ?? [:]).keys })
        for plan in plans.plans where !plan.prices.isEmpty && !plan.prices.contains(where: { mapped.contains($0.id) }) {
            guard let key = root["plans"]?.pair(plan.id)?.key else { continue }
            context.report.warning(
                .unusedPlan,
                "no provider has a price of the plan \(plan.id.inCode)",
                at: key.range,
                label: "no subscription can be on it",
                help: "add its prices to `price_map`"
            )
        }
    }
}
