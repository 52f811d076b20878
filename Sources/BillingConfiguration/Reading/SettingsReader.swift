import BillingCore
import BillingRouter

/// Reads what a tenant, or the defaults, say.
///
/// One pass over the keys that are there: most tenants have a few.
final class SettingsReader {
    private let context: ReadingContext
    private let providers: ProviderTable
    private let builtIn = TenantSettings()
    private let branding: BrandingReader
    private var timezones: [String: Bool] = [:]

    init(context: ReadingContext, providers: ProviderTable) {
        self.context = context
        self.providers = providers
        branding = BrandingReader(context: context)
    }

    /// Puts a layer over settings: a value replaces, `null` goes back to what is built in.
    func read(_ layer: YAMLNode, into settings: inout TenantSettings) {
        for (key, value) in layer.pairs {
            let isNull = value.isNull
            switch key.text {
            case "name": settings.name = context.text(value)
            case "provider": readProvider(value, into: &settings)
            case "app_url":
                if let url = context.webURL(value, "app_url") {
                    settings.app = url
                } else if isNull {
                    settings.app = nil
                }
            case "return_urls": readReturnURLs(value, isNull, into: &settings)
            case "choose_plan_url":
                settings.choosePlanURL = isNull ? nil : context.webURL(value, "choose_plan_url")?.description
            case "timezone": settings.timezone = isNull ? builtIn.timezone : timezone(value)
            case "paid_grace": settings.paidGrace = context.duration(value) ?? builtIn.paidGrace
            case "paid_policy": settings.paidPolicy = context.choice(value) ?? builtIn.paidPolicy
            case "portal": readPortal(value, isNull, into: &settings)
            case "freshness":
                if isNull { settings.freshFor = builtIn.freshFor }
                if let fresh = value["fresh_for"] { settings.freshFor = context.duration(fresh) ?? builtIn.freshFor }
            case "locale": settings.pages = settings.pages.with(locale: context.text(value))
            case "branding": settings.pages = branding.read(value, over: settings.pages)
            case "auth":
                settings.apiKeys = value["api_keys"]
                readLogin(value, isNull, into: &settings)
            case "customers": settings.customers = customers(value)
            case "customer_ids": settings.customerIDs = context.choice(value) ?? builtIn.customerIDs
            case "plans": settings.plans = (key, value)
            case "price_map": settings.priceMap = value
            default: break
            }
        }
    }

    private func readProvider(_ value: YAMLNode, into settings: inout TenantSettings) {
        settings.provider = nil
        settings.hasUnknownProvider = false
        guard !value.isNull else { return }
        settings.provider = providers.reference(value, context)
        settings.hasUnknownProvider = settings.provider == nil
    }

    private func readReturnURLs(_ value: YAMLNode, _ isNull: Bool, into settings: inout TenantSettings) {
        if isNull {
            settings.defaultPath = builtIn.defaultPath
            settings.allowed = builtIn.allowed
        }
        for (key, value) in value.pairs {
            switch key.text {
            case "default_path": settings.defaultPath = context.text(value) ?? builtIn.defaultPath
            case "allow":
                settings.allowed =
                    value.isNull
                    ? builtIn.allowed
                    : value.elements.compactMap { context.webURL($0, "allow", allowsQuery: false) }
            default: break
            }
        }
    }

    private func readPortal(_ value: YAMLNode, _ isNull: Bool, into settings: inout TenantSettings) {
        if isNull {
            settings.visibility = builtIn.visibility
            settings.lapsedLink = builtIn.lapsedLink
            settings.flows = builtIn.flows
        }
        for (key, value) in value.pairs {
            switch key.text {
            case "visibility": settings.visibility = context.choice(value) ?? builtIn.visibility
            case "lapsed_link": settings.lapsedLink = context.flag(value) ?? builtIn.lapsedLink
            case "flows":
                let flows = value.elements.compactMap { context.choice($0) as PortalFlow? }
                settings.flows = value.isNull ? builtIn.flows : flows
            default: break
            }
        }
    }

    private func readLogin(_ value: YAMLNode, _ isNull: Bool, into settings: inout TenantSettings) {
        if isNull { settings.pages = settings.pages.with(loginURL: nil) }
        guard let login = value["login_url"] else { return }
        settings.pages = settings.pages.with(loginURL: LoginURL.read(login, context))
    }

    private func timezone(_ value: YAMLNode) -> String {
        guard let name = context.text(value) else { return builtIn.timezone }
        if let isKnown = timezones[name] {
            if isKnown { return name }
        } else {
            guard TimeZones.isName(name) else { return builtIn.timezone }
            timezones[name] = TimeZones.isKnown(name)
        }
        if timezones[name] == false {
            context.report.error(
                .unknownTimeZone,
                "there is no time zone \(value.text.inCode)",
                at: value.range,
                help: "names are those of the tz database, such as `Europe/Berlin`"
            )
        }
        return name
    }

    private func customers(_ node: YAMLNode) -> [CustomerID: ProviderCustomerID] {
        var customers: [CustomerID: ProviderCustomerID] = [:]
        for (key, value) in node.pairs {
            var customer: CustomerID?
            do {
                customer = try CustomerID(key.text)
            } catch {
                context.report.error(.invalidCustomerID, error.reason, at: key.range)
            }
            guard let text = context.text(value) else { continue }
            do {
                let linked = try ProviderCustomerID(text)
                if let customer { customers[customer] = linked }
            } catch {
                context.report.error(.invalidCustomerID, error.reason, at: value.range)
            }
        }
        return customers
    }
}
