import BillingRouter
import BillingCore
import Testing

@testable import BillingConfiguration

@Suite("A file with every setting there is")
enum ReferenceExample {
    static let text = """
        version: 1
        environment: development
        server:
          public_url: https://billing.example.com
          listen: 0.0.0.0:8080
          admin: { listen: 127.0.0.1:8081 }
          trusted_proxies: [10.0.0.0/8, "2001:db8::/32"]
        defaults:
          provider: stripe-eu
          timezone: Europe/Berlin
          return_urls: { default_path: /dashboard/billing }
          paid_grace: 24h
          portal: { visibility: paid, lapsed_link: true, flows: [home, payment_method_update, subscription_cancel, subscription_update] }
          freshness: { fresh_for: 60s, stale_while_revalidate: 10m, stale_if_error: 24h }
          limits: { requests_per_minute: 600 }
        providers:
          stripe-eu:
            kind: stripe
            mode: test
            api_key: { env: STRIPE_EU_KEY }
            webhook_secret: { env: STRIPE_EU_WHSEC }
            account: acct_1Abc
            portal: { configuration: bpc_1Mr, hosts: [billing.acme.example] }
            ca_file: ./ca.pem
            proxy: http://proxy:3128
          sandbox:
            kind: mock
            allow_in: [development, staging]
            state: ./.tollgate/sandbox.sqlite
            catalogue: {}
        plans:
          free: { name: Starter, description: For beginners, default: true }
          pro:
            name: Pro
            prices:
              pro-monthly: { interval: month, amount: 15.00, currency: usd }
              pro-yearly:  { interval: year, amount: 144.00, currency: usd }
        price_map:
          stripe-eu: { pro-monthly: price_1PqA, pro-yearly: price_1PqB }
          sandbox:   { pro-monthly: mock_pro_m, pro-yearly: mock_pro_y }
        tenants:
          acme:
            name: Acme GmbH
            app_url: https://app.acme.example
            return_urls: { allow: [https://app.acme.example/dashboard/] }
            choose_plan_url: https://acme.example/pricing
            branding: { logo: ./brand/acme.svg, accent: "#2456c7", support_url: https://acme.example/help }
            auth:
              login_url: "https://app.acme.example/login?next={return_to}"
              jwt: { issuer: https://id.acme.example/, audience: billing, jwks_url: https://id.acme.example/jwks.json, claims: { customer: sub, roles: roles } }
              manage_roles: [owner, billing_admin]
              api_keys: [{ id: backend, hash: { env: ACME_KEY_HASH }, scopes: [billing:read, portal:create] }]
            customers: { user_42: cus_NffrFeUfNV2Hib }
            customer_ids: own
            embed: { allowed_origins: [https://app.acme.example] }
          beta-demo: { provider: sandbox, app_url: "${BETA_APP_URL:-http://localhost:3000}" }
        """

    @Test("every setting is accepted; those that nothing acts on are named, each once")
    static func accepted() throws {
        let environment = [
            "STRIPE_EU_KEY": "sk_test_x", "ACME_KEY_HASH": "sha256:" + String(repeating: "ab", count: 32),
        ]
        let directory = TemporaryDirectory()
        try directory.write("acme.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
        let text = text.replacing("./brand/acme.svg", with: "\(directory.path)/acme.svg")
        let loaded = load(text, environment: environment, secrets: .all)
        #expect(loaded.diagnostics.allSatisfy { $0.code == .reservedKey }, "\(loaded.report.render(.human))")
        #expect(loaded.diagnostics.map(\.line) == [7, 14, 14, 15, 21, 50, 51, 55])
        let table = try #require(loaded.configuration).makeRoutingTable(secrets: .all)
        #expect(table.publicURL == "https://billing.example.com")
        #expect(table.tenants.count == 2)
        let pages = try #require(table.tenants[try TenantID("acme")]).pages
        #expect(pages.logo?.format == .svg && pages.accent == "#2456c7")
        #expect(pages.supportURL == "https://acme.example/help")
        #expect(pages.loginURL == "https://app.acme.example/login?next={return_to}")
        #expect(table.keys.count == 1)
        #expect(try #require(loaded.configuration).server.listen.description == "0.0.0.0:8080")
    }
}
