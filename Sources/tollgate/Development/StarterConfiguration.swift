import BillingRouter

/// The configuration to start with: what `tollgate init` writes, and what `tollgate dev` runs on without a file.
///
/// The providers.yaml at the project's top is this text too.
enum StarterConfiguration: String, CaseIterable {
    /// Ready to run: the lines of all others are there as comments.
    case mock
    /// With the lines of Stripe in force.
    case stripe

    /// The server key of the tenant `demo`.
    ///
    /// Everybody knows it: outside development it is refused.
    static let key = "tg_59c8c6f4b40b219647cfb0e455a0e024036db3f6e377b39be83ca5c15da5e691"
    static let keyDigest = APIKey.Digest(of: key)

    /// Lines that are in force for Stripe, and comments otherwise.
    private func stripe(_ lines: String) -> String {
        lines.split(separator: "\n", omittingEmptySubsequences: false)
            .map { "  " + (self == .stripe ? "" : "# ") + $0 }
            .joined(separator: "\n")
    }

    private static let stripeInstance = """
        stripe-test:
          kind: stripe
          mode: test                        # checked against the key's prefix
          api_key: { env: STRIPE_TEST_KEY } # a restricted key (rk_test_…) is enough, and better
        """

    private static let stripeTenant = """
        acme:
          name: Acme GmbH
          provider: stripe-test
          timezone: Europe/Berlin
          app_url: https://app.acme.example
          return_urls: { allow: [https://app.acme.example/dashboard/] }
          choose_plan_url: https://acme.example/pricing
          customers: { user_42: cus_NffrFeUfNV2Hib }  # your customer ids and the provider's
          # Its backend's way in over HTTP: `tollgate keys create` prints the entry.
          # auth: { api_keys: [] }
        """

    private var stripeNote: String {
        switch self {
        case .mock: "uncomment this, the line in `price_map` and the tenant at the end, and set STRIPE_TEST_KEY."
        case .stripe: "set STRIPE_TEST_KEY, and put ids of your own into `price_map` and `customers` below."
        }
    }

    var text: String {
        """
        # yaml-language-server: $schema=./providers.schema.json
        #
        # A whole configuration, ready to run: one demo tenant on the built-in mock, nothing to sign up for.
        # Every setting is described in providers.schema.json, which an editor with a YAML language server reads by itself.
        # `tollgate config check` says what is wrong with this file, and where.
        version: 1

        # development | staging | production. It decides what is allowed: the mock, the demo key below and `http` URLs of this
        # machine are for development.
        environment: development

        server:
          listen: 127.0.0.1:8080            # the API, and the pages that customers see
          admin: { listen: 127.0.0.1:8081 } # for operators: this machine only
          # public_url: https://billing.example.com   # where browsers reach it, if not at `listen`

        # Further tenants may stand in files of their own.
        # include: [tenants.d/*.yaml]

        # Merged into every tenant: maps merge, lists replace, `null` takes a default away.
        defaults:
          timezone: UTC
          paid_grace: 24h                   # how long access outlives a payment
          return_urls: { default_path: /dashboard/billing }
          portal: { visibility: paid, lapsed_link: true }
          freshness: { fresh_for: 60s }     # how long an answer of the provider is good for

        # Instances of providers, by names of your own: two Stripe accounts are two entries. A secret is never in this file; a
        # reference says where it is: { env: NAME }, { file: PATH } or { credential: NAME } (systemd).
        providers:
          sandbox:
            kind: mock
            state: ./.tollgate/sandbox.sqlite   # relative to this file

          # Stripe in test mode: \(stripeNote)
        \(stripe(StarterConfiguration.stripeInstance))

        # What customers choose from. Exactly one plan is that of customers without a subscription.
        plans:
          free: { name: Starter, description: For beginners, default: true }
          pro:
            name: Pro
            prices:
              pro-monthly: { interval: month, amount: 15.00, currency: usd }
              pro-yearly: { interval: year, amount: 144.00, currency: usd }

        # By instance: the price keys above and the provider's own prices.
        price_map:
          sandbox: { pro-monthly: mock_pro_m, pro-yearly: mock_pro_y }
        \(stripe("stripe-test: { pro-monthly: price_1PqA, pro-yearly: price_1PqB }"))

        tenants:
          demo:
            name: Demo
            provider: sandbox
            # app_url: http://localhost:3000    # your application; until then the portal leads back to the billing page
            customer_ids: provider              # a server key may name the mock's customers by their own ids
            auth:
              api_keys:
                # A key is shown once, when `tollgate keys create` makes it, and only its hash stands here. Everybody knows this
                # one, so it is refused outside development.
                # key: \(StarterConfiguration.key)
                - id: demo
                  hash: "\(StarterConfiguration.keyDigest)"
                  scopes: [billing:read, portal:create]

        \(stripe(StarterConfiguration.stripeTenant))

        """
    }
}
