import BillingCore
import FoundationEssentials
import PageKit
import Testing

@testable import BillingRouter
@testable import BillingServer

@Suite("The billing page")
struct BillingPageTests {
    private static let now = FixedClock.start
    private static let end = now + 9 * 86_400

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let make: @Sendable () throws -> BillingOverview
        let text: String
        let buttons: [String]

        init(
            _ name: String,
            _ text: String,
            _ buttons: [String],
            make: @escaping @Sendable () throws -> BillingOverview
        ) {
            self.name = name
            self.make = make
            self.text = text
            self.buttons = buttons
        }

        var testDescription: String { name }
    }

    /// The table of all states, word for word.
    static let table: [Case] = [
        Case("none", "You are currently on the Starter plan.", ["primary: Choose a plan"]) {
            try overview(nil)
        },
        Case(
            "trialing",
            "Trial ends on 1 Dec 2026, then 15.00 USD / month.",
            ["primary: Open Customer Portal", "secondary: Choose a plan"]
        ) { try overview(.trialing) },
        Case(
            "active",
            "You are currently on the Pro plan. Your plan renews on 1 Dec 2026.",
            ["primary: Open Customer Portal"]
        ) { try overview(.active) },
        Case(
            "canceling",
            "Your plan will be canceled on 1 Dec 2026. You keep access until then.",
            ["primary: Open Customer Portal", "secondary: Keep my plan"]
        ) { try overview(.active, cancellation: canceling) },
        Case(
            "past due",
            "We could not take your last payment.",
            ["primary: Update payment method", "secondary: Invoices"]
        ) { try overview(.pastDue) },
        Case(
            "unpaid",
            "We could not take your last payment.",
            ["primary: Update payment method", "secondary: Invoices"]
        ) { try overview(.unpaid) },
        Case("incomplete", "Your payment needs confirmation.", ["primary: Open Customer Portal"]) {
            try overview(.incomplete)
        },
        Case("paused", "Your plan is paused.", ["primary: Open Customer Portal"]) {
            try overview(.paused, pause: .service(resumesAt: end, cause: nil))
        },
        Case(
            "ended",
            "Your Pro plan ended on 1 Dec 2026.",
            ["primary: Choose a plan", "secondary: Invoices and payment methods"]
        ) { try overview(.ended, cancellation: .ended(at: end, requestedAt: nil, evidence: [])) },
        Case(
            "unmapped plan",
            "You are currently on the Legacy plan. Your plan renews on 1 Dec 2026.",
            ["primary: Open Customer Portal"]
        ) { try overview(.active, price: "price_old") },
    ]

    private static let canceling = Cancellation.scheduled(
        Cancellation.Scheduled(effectiveAt: end, mode: .fixedDate, requestedAt: now, resumable: true, evidence: [])
    )

    private static func overview(
        _ status: SubscriptionStatus?,
        price: String = "price_1",
        quantity: Int = 1,
        cancellation: Cancellation = .none,
        pause: Pause = .none,
        source: SourceDocument = SourceDocument(source: .live, asOf: now)
    ) throws -> BillingOverview {
        let table = try Fixture().table()
        let (tenant, instance) = try table.route(try TenantID("acme"))
        var subscriptions: [Subscription] = []
        if let status {
            let item = SubscriptionItem(
                price: try ProviderPriceID(price),
                product: "prod_1",
                priceName: "Legacy",
                quantity: quantity,
                unitAmount: Money(amount: 1500, currency: "usd"),
                interval: .month,
                intervalCount: 1,
                period: Period(start: now - 86_400, end: end)
            )
            subscriptions.append(
                Subscription(
                    id: try SubscriptionID("sub_1"),
                    status: status,
                    providerStatus: "PROVIDERTEXT",
                    items: [item],
                    trial: status == .trialing ? Period(start: now - 86_400, end: end) : nil,
                    cancellation: cancellation,
                    pause: pause
                )
            )
        }
        return OverviewAssembly(tenant: tenant, instance: instance, customer: try CustomerID("ada"))
            .overview(
                of: .known(
                    KnownCustomer(
                        SubscriptionSnapshot(subscriptions: subscriptions, observedAt: now),
                        MemoryKey(tenant: tenant.id, provider: instance.id, customer: try ProviderCustomerID("cus_1"))
                    )
                ),
                source: source
            )
    }

    private static func page(
        _ situation: Situation,
        pages: PageSettings = .standard,
        change: (inout BillingPage) -> Void = { _ in }
    ) throws -> Page {
        var fixture = Fixture()
        fixture.pageSettings = pages
        let table = try fixture.table()
        let (tenant, instance) = try table.route(try TenantID("acme"))
        var page = BillingPage(
            look: TenantLook(tenant, on: instance, in: PublicPlace(publicURL: table.publicURL)),
            visitor: Visitor(
                customer: CustomerReference(tenant: tenant.id, customer: try CustomerID("ada")),
                formToken: "TOKEN"
            ),
            situation: situation,
            reference: "0123456789abcdef"
        )
        change(&page)
        return page.page()
    }

    private static let withSupport = PageSettings(supportURL: "https://acme.example/help")

    @Test("every state has its words and its buttons", arguments: table)
    func states(_ example: Case) throws {
        let html = try Self.page(Situation(try example.make())).html()
        #expect(Markup.reading(html).contains(example.text), "\(Markup.reading(html))")
        #expect(Markup.buttons(html).filter { !$0.hasPrefix("quiet") } == example.buttons)
        #expect(!html.contains("PROVIDERTEXT"))
    }

    @Test("the plan's name is emphasised, and a date is one for machines too") func emphasis() throws {
        let html = try Self.page(Situation(try Self.overview(.active))).html()
        #expect(html.contains("You are currently on the <strong>Pro</strong> plan."))
        #expect(html.contains(#"Your plan renews on <time datetime="2026-12-01T07:30:00Z">1 Dec 2026</time>."#))
    }

    @Test("a state is a word, and a part of the title") func badge() throws {
        let page = try Self.page(Situation(try Self.overview(.pastDue, quantity: 3)))
        #expect(page.html().contains("<title>Pro, past due · Billing · Acme</title>"))
        #expect(page.html().contains(#"<span class="badge danger">Past due</span>"#))
        #expect(Markup.reading(page.html()).contains("Quantity 3"))
    }

    @Test("a status that nobody knows is no provider's text on a page") func unknown() throws {
        let html = try Self.page(Situation(try Self.overview(.unrecognized("PROVIDERTEXT")))).html()
        #expect(!html.contains("PROVIDERTEXT") && html.contains("Status unknown"))
    }

    @Test(
        "what was known is shown with its age",
        arguments: [
            (4 * 60, "Last updated 4 minutes ago"), (30, "Last updated less than a minute ago"),
            (3600, "Last updated 1 hour ago"), (200_000, "Last updated 2 days ago"),
        ]
    )
    func stale(seconds: Int, text: String) throws {
        let source = SourceDocument(source: .stale, asOf: Self.now, age: .seconds(seconds))
        let page = try Self.page(Situation(try Self.overview(.active, source: source)))
        #expect(page.status == 200)
        #expect(Markup.reading(page.html()).contains(text))
        #expect(Markup.reading(page.html()).contains("You are currently on the Pro plan."))
        #expect(Markup.buttons(page.html()).prefix(2) == ["secondary: Try again", "primary: Open Customer Portal"])
    }

    @Test("where nothing is known there is a reference, and a way on") func unavailable() throws {
        let error = ServiceError(BillingError(.providerUnavailable, "PROVIDERTEXT"))
        let page = try Self.page(Situation(error), pages: Self.withSupport)
        #expect(page.status == 503)
        let html = page.html()
        #expect(Markup.reading(html).contains("Billing is temporarily unavailable"))
        #expect(html.contains("Reference: <code>0123456789abcdef</code>") && !html.contains("PROVIDERTEXT"))
        #expect(Markup.buttons(html).prefix(2) == ["primary: Try again", "secondary: Contact support"])
        #expect(Markup.buttons(try Self.page(Situation(error)).html()) == ["primary: Try again", "quiet: Sign out"])
    }

    @Test("what is paid and not yet linked is being set up") func settingUp() throws {
        let page = try Self.page(.settingUp, pages: Self.withSupport)
        #expect(page.status == 200 && Markup.reading(page.html()).contains("Billing is being set up."))
        #expect(Markup.buttons(page.html()) == ["secondary: Contact support", "quiet: Sign out"])
    }

    @Test("who may not manage billing is told whom to ask") func noRole() throws {
        let page = try Self.page(Situation(ServiceError(.forbidden, "No.")))
        #expect(page.status == 403)
        #expect(Markup.reading(page.html()).contains("Ask an owner of your workspace to manage billing."))
        #expect(Markup.buttons(page.html()) == ["quiet: Sign out"])
    }

    @Test("a change is announced once, with the focus on it") func updated() throws {
        let overview = try Self.overview(.active)
        let html = try Self.page(Situation(overview)) { $0.wasUpdated = true }.html()
        #expect(html.contains(#"<div class="notice success" role="status" tabindex="-1" autofocus>"#))
        #expect(Markup.reading(html).contains("Your plan was updated."))
        #expect(html.contains("<title>Updated · Billing · Acme</title>"))
    }

    @Test("every failure of the button has words, a reference and the right status", arguments: ProblemCode.allCases)
    func failures(code: ProblemCode) throws {
        let error = ServiceError(code, "INTERNALTEXT")
        let page = try Self.page(Situation(try Self.overview(.active)), pages: Self.withSupport) {
            $0.failure = BillingPage.Failure(error: error, flow: .paymentMethodUpdate)
        }
        let html = page.html()
        #expect(page.status == Problem.status(of: code))
        #expect(!html.contains("INTERNALTEXT") && html.contains("Reference: <code>0123456789abcdef</code>"))
        #expect(html.contains(#"<div class="notice error" role="alert" tabindex="-1" autofocus>"#))
        #expect(html.contains("<title>Error · Billing · Acme</title>"))
        let words = FailureWords(opening: code)
        #expect(Markup.buttons(html).contains("primary: Retry") == words.canRetry)
        #expect(Markup.buttons(html).contains("secondary: Contact support"))
        if words.canRetry { #expect(Markup.value("flow", in: html) == "payment_method_update") }
    }

    @Test("a page about a failure has words for every code", arguments: ProblemCode.allCases)
    func reading(code: ProblemCode) throws {
        let html = try Self.page(Situation(ServiceError(code, "INTERNALTEXT"))).html()
        #expect(!html.contains("INTERNALTEXT"))
        let words = FailureWords(showing: code)
        #expect(Markup.reading(html).contains(code == .forbidden ? "Ask an owner" : words.title))
    }

    @Test("every button has a key of its own") func keys() throws {
        let html = try Self.page(Situation(try Self.overview(.active, cancellation: Self.canceling))).html()
        let keys = html.split(separator: #"name="key" value=""#).dropFirst().map { $0.prefix { $0 != "\"" } }
        #expect(keys.count == 2 && Set(keys).count == 2 && keys.allSatisfy { $0.utf8.count == 32 })
    }

    @Test(
        "with a locale dates and amounts are written as people there do",
        arguments: [
            ("en-US", "Dec 1, 2026", "$15.00 / month"), ("de-DE", "1. Dez. 2026", "15,00 $ / month"),
            ("en-GB", "1 Dec 2026", "US$15.00 / month"),
        ]
    )
    func locale(tag: String, day: String, price: String) throws {
        let html = try Self.page(Situation(try Self.overview(.active)), pages: PageSettings(locale: tag)).html()
        let text = Markup.reading(html).replacing("\u{A0}", with: " ")
        #expect(text.contains("Your plan renews on \(day)."), "\(text)")
        #expect(text.contains("Price \(price)"), "\(text)")
    }

    @Test("a tenant's colour, logo and help are on the page, and its policy lets the logo in") func look() throws {
        let logo = PageSettings.Logo(bytes: Array("<svg/>".utf8), format: .svg)
        let settings = PageSettings(logo: logo, accent: "#2456c7", supportURL: "https://acme.example/help")
        let page = try Self.page(Situation(try Self.overview(.active)), pages: settings)
        let html = page.html()
        #expect(html.contains(#"<img src="/t/acme/assets/logo.\#(logo.version).svg""#))
        #expect(html.contains("/t/acme/assets/accent.2456c7."))
        #expect(html.contains(#"<a href="https://acme.example/help">Contact support</a>"#))
        let policy = try #require(page.fields.first { $0.name == "Content-Security-Policy" }).value
        #expect(policy.contains("img-src data: 'self';"))
    }

    @Test("the fingerprint changes with whatever a portal can change, and with nothing else") func fingerprint() throws
    {
        let base = OverviewFingerprint.of(try Self.overview(.active))
        #expect(OverviewFingerprint.isOne(base))
        let cached = SourceDocument(source: .cache, asOf: Self.now, age: .seconds(5))
        #expect(OverviewFingerprint.of(try Self.overview(.active, source: cached)) == base)
        let others = [
            try Self.overview(.active, cancellation: Self.canceling), try Self.overview(.active, quantity: 2),
            try Self.overview(.active, price: "price_old"), try Self.overview(.pastDue), try Self.overview(nil),
            try Self.overview(.active, pause: .collectionOnly(resumesAt: nil)),
            try Self.overview(.paused, pause: .service(resumesAt: nil, cause: nil)),
        ].map(OverviewFingerprint.of)
        #expect(Set(others + [base]).count == others.count + 1)
    }
}
