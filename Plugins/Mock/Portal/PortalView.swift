import BillingCore
import BillingHTTP
import FoundationEssentials
import PageKit

/// All that a portal's pages tell: the pages are functions of it.
struct PortalView: Sendable {
    let session: PortalSessionRequest
    /// Where the session is: the mount, and the path with its token.
    let basePath: String
    let root: String
    let customer: MockCustomer
    /// The one that counts first, as the gateway ranks them.
    let subscriptions: [MockSubscription]
    /// The latest first.
    let invoices: [MockInvoice]
    /// What can be changed to.
    let prices: [MockPrice]
    /// The customer's time, and people's.
    let now: Date
    let wall: Date

    init(_ session: MockPortalSession, basePath: String, _ world: MockTransaction) throws {
        let customer = try world.customer(session.request.customer.id)
        let all = try MockSubscription.fetch(of: customer.id, world.db)
        now = try world.now(for: customer)
        let ranked = SubscriptionSnapshot(subscriptions: all.map(Subscription.init), observedAt: now).subscriptions
        subscriptions = ranked.compactMap { one in all.first { $0.id == one.id } }
        invoices = try MockInvoice.fetch(of: customer.id, world.db).filter { $0.status != .draft }
        prices = try MockPrice.fetchAll(world.db).filter(\.isActive)
        wall = world.time.wall
        self.session = session.request
        self.basePath = basePath
        self.customer = customer
        root = "\(basePath)/portal/\(session.token.reveal())"
    }

    func path(_ place: PortalPlace) -> String { root + place.path }

    /// The overview, with a word for what was just done.
    func path(done: PortalDeed) -> String { "\(path(.overview))?done=\(done.rawValue)" }

    var running: [MockSubscription] { subscriptions.filter { !$0.status.isTerminal } }

    /// The customer's subscription; another's is not found.
    func subscription(_ id: SubscriptionID) throws(MockRefusal) -> MockSubscription {
        guard let subscription = subscriptions.first(where: { $0.id == id }) else {
            throw MockRefusal(.notFound, "There is no such plan.")
        }
        return subscription
    }

    func invoice(_ id: String) throws(MockRefusal) -> MockInvoice {
        guard let invoice = invoices.first(where: { $0.id == id }) else {
            throw MockRefusal(.notFound, "There is no such invoice.")
        }
        return invoice
    }

    /// The way back to the tenant's own page.
    var returnLink: PageLink? { PortalSite.returnLink(session) }

    func page(
        _ title: String,
        status: Int = 200,
        state: String? = nil,
        back: PortalPlace? = .overview,
        lead: PageText? = nil,
        _ blocks: [PageBlock]
    ) -> Page {
        Page(
            status: status,
            title: title,
            state: state,
            site: site,
            back: back.map { PageLink(self.title(of: $0), path($0)) },
            lead: lead,
            blocks: blocks
        )
    }

    var site: PageSite {
        var site = PortalSite.site(session, basePath: basePath)
        site.home = path(.overview)
        let who = [customer.name, customer.email ?? ""].filter { !$0.isEmpty }.joined(separator: " · ")
        if !who.isEmpty { site.footer.append("Billing for \(who)") }
        if abs(now.timeIntervalSince(wall)) >= 60 { site.footer.append("The mock’s clock: \(date: now)") }
        return site
    }

    private func title(of place: PortalPlace) -> String {
        switch place {
        case .plan: "Change plan"
        case .cancel: "Cancel plan"
        case .pause: "Pause plan"
        case .invoices: "Invoices"
        default: "Overview"
        }
    }
}

/// What all pages of a session have, even one that has expired.
enum PortalSite {
    static let banner = "Mock provider: no real money moves"

    static func site(_ session: PortalSessionRequest, basePath: String) -> PageSite {
        PageSite(
            name: session.tenantName,
            basePath: basePath,
            banner: banner,
            returnLink: returnLink(session)
        )
    }

    /// Nil for what is no web address, even when somebody put it into the file.
    static func returnLink(_ session: PortalSessionRequest) -> PageLink? {
        guard (try? WebURL(session.returnURL)) != nil else { return nil }
        return PageLink("Return to \(session.tenantName)", session.returnURL)
    }
}
