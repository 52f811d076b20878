import BillingCore
import BillingRouter

extension OpenAPI {
    static let schemas = [
        ("BillingOverview", overview), ("Provider", provider), ("Flags", flags), ("Access", access), ("Plan", plan),
        ("Price", price), ("Subscription", subscription), ("SubscriptionItem", item), ("Subscriptions", subscriptions),
        ("Cancellation", cancellation), ("Pause", pause), ("Portal", portal), ("Action", action), ("Warning", warning),
        ("Source", source), ("PortalOrder", order), ("PortalSession", session), ("Tenant", tenant),
        ("CataloguePlan", cataloguePlan), ("Plans", plans), ("Problem", problem),
        ("ProblemDescription", problemDescription),
        ("Liveness", Schema.object("The process runs.", [.init("status", .oneOf(["ok"]))])),
        ("Readiness", Schema.object("The node wants traffic.", [.init("status", .oneOf(["ready"]))])),
    ].map { name, schema in "\(Schema.quoted(name)):\(schema.json)" }.joined(separator: ",")

    private static let flow = Schema.oneOf(PortalFlow.self)
    private static let slug = Schema.string("^[a-z0-9][a-z0-9-]{0,62}$")
    private static let statuses = [
        "none", "incomplete", "scheduled", "trialing", "active", "past_due", "unpaid", "paused", "ended",
        "unrecognized",
    ]

    // MARK: The overview

    private static let overview = Schema.object(
        "Plan, subscription, cancellation and portal of one customer, of one moment.",
        [
            .init("tenant", slug),
            .init("customer", .object("The customer, by the tenant's own id.", [.init("id", .string)])),
            .init("provider", .ref("Provider")),
            .init("state", .oneOf(BillingState.self), "What it comes to, in one word."),
            .init("flags", .ref("Flags")),
            .init("access", .ref("Access")),
            .init("plan", Schema.ref("Plan").nullable, "The default plan where there is no subscription."),
            .init("subscription", Schema.ref("Subscription").nullable, "The current one."),
            .init("subscriptions", .array(of: .ref("Subscription")), "All of them, the current one first."),
            .init("cancellation", .ref("Cancellation")),
            .init("pause", .ref("Pause")),
            .init("portal", .ref("Portal")),
            .init(
                "actions",
                .object(
                    "What the customer may do next.",
                    [.init("primary", Schema.ref("Action").nullable), .init("secondary", .array(of: .ref("Action")))]
                )
            ),
            .init("warnings", .array(of: .ref("Warning"))),
            .init("as_of", .dateTime, "The provider's time at which all this was true."),
            .init("sources", .object("Where the parts come from.", [.init("subscription", .ref("Source"))])),
        ]
    )
    private static let provider = Schema.object(
        "The provider instance that an answer comes from.",
        [.init("id", slug), .init("kind", slug), .init("mode", .oneOf(ProviderMode.self))]
    )
    private static let flags = Schema.object(
        "The questions that applications ask most.",
        [
            .init("is_paid", .boolean), .init("is_canceled", .boolean, "A cancellation is scheduled."),
            .init("will_renew", .boolean), .init("on_trial", .boolean), .init("past_due", .boolean),
            .init("ended", .boolean),
        ]
    )
    private static let access = Schema.object(
        "Why `is_paid` is what it is.",
        [.init("reason", .oneOf(Access.Reason.self)), .init("paid_through", Schema.dateTime.nullable)]
    )
    private static let portal = Schema.object(
        "Whether the customer can have the provider's portal, and what it can open with.",
        [
            .init("available", .boolean),
            .init("reason", Schema.oneOf(BillingOverview.PortalReason.self).nullable, "Why not."),
            .init("flows", .array(of: flow)),
        ]
    )
    private static let action = Schema.object(
        "One thing that the customer may do.",
        [
            .init("kind", .oneOf(BillingOverview.Action.Kind.self)), .init("label", .string),
            .init("flow", flow.nullable, "What the portal opens with."),
            .init("url", Schema.string.nullable, "Where plans are chosen."),
        ]
    )
    private static let warning = Schema.object(
        "Something that the operator should look at.",
        [.init("code", .oneOf(BillingOverview.Warning.Code.self)), .init("message", .string)]
    )
    private static let source = Schema.object(
        "Where an answer comes from, and of when it is.",
        [
            .init("source", .oneOf(SourceDocument.Kind.self)), .init("as_of", .dateTime),
            .init("stale", .boolean, "Older than the tenant's freshness allows; there was nothing better."),
        ]
    )

    // MARK: Subscriptions

    private static let plan = Schema.object(
        "The plan that the customer is on.",
        [
            .init("id", Schema.string.nullable, "Null for a price that no plan names."), .init("name", .string),
            .init("mapped", .boolean), .init("price", Schema.ref("Price").nullable),
        ]
    )
    private static let price = Schema.object(
        "A price, of a plan or of a subscription.",
        [
            .init("id", Schema.string.nullable, "The key in the catalogue."),
            .init("unit_amount", Schema.integer.nullable, "In minor units."),
            .init("currency", Schema.string.nullable, "ISO 4217, lower case."),
            .init("interval", Schema.oneOf(BillingInterval.self).nullable),
            .init("interval_count", Schema.integer.nullable),
        ]
    )
    private static let subscription = Schema.object(
        "A subscription. Where there is none, `status` is `none` and the rest is null.",
        [
            .init("id", Schema.string.nullable), .init("status", .oneOf(statuses)),
            .init("provider_status", Schema.string.nullable, "The provider's own word."),
            .init("current_period_start", Schema.dateTime.nullable),
            .init("current_period_end", Schema.dateTime.nullable),
            .init("trial_start", Schema.dateTime.nullable), .init("trial_end", Schema.dateTime.nullable),
            .init("quantity", Schema.integer.nullable, "Of all items together; null where one is metered."),
            .init("will_renew", .boolean), .init("started_at", Schema.dateTime.nullable),
            .init("ended_at", Schema.dateTime.nullable), .init("plan", Schema.ref("Plan").nullable),
            .init("cancellation", .ref("Cancellation")), .init("pause", .ref("Pause")),
            .init("items", .array(of: .ref("SubscriptionItem"))),
        ]
    )
    private static let item = Schema.object(
        "One price that a subscription is made of.",
        [
            .init("price", Schema.string.nullable, "The provider's."),
            .init("product", Schema.string.nullable, "The provider's."),
            .init("name", Schema.string.nullable), .init("quantity", Schema.integer.nullable),
            .init("unit_amount", Schema.integer.nullable), .init("currency", Schema.string.nullable),
            .init("interval", Schema.oneOf(BillingInterval.self).nullable),
            .init("interval_count", Schema.integer.nullable),
        ]
    )
    private static let subscriptions = Schema.object(
        "All subscriptions, the current one first.",
        [.init("subscriptions", .array(of: .ref("Subscription")))]
    )
    private static let cancellation = Schema.object(
        "Whether a subscription is going to end, or has.",
        [
            .init("state", .oneOf(CancellationDocument.State.self)),
            .init("mode", Schema.oneOf(Cancellation.Mode.self).nullable),
            .init("effective_at", Schema.dateTime.nullable, "When it ends, while that lies ahead."),
            .init("requested_at", Schema.dateTime.nullable), .init("ended_at", Schema.dateTime.nullable),
            .init("resumable", .boolean), .init("evidence", .array(of: .string), "The provider's fields that decided."),
        ]
    )
    private static let pause = Schema.object(
        "Whether a subscription is paused, and what that means.",
        [
            .init("state", .oneOf(PauseDocument.State.self)), .init("starts_at", Schema.dateTime.nullable),
            .init("resumes_at", Schema.dateTime.nullable), .init("cause", Schema.string.nullable),
        ]
    )

    // MARK: The portal

    private static let order = Schema.object(
        "What a portal session is wanted for.",
        [
            .init("flow", flow.nullable, "`home` where it is absent."),
            .init(
                "subscription",
                Schema.string.nullable,
                "The current one where it is absent. It must be the customer's."
            ),
            .init("price", Schema.string.nullable, "A price key of the catalogue, for `subscription_update_confirm`."),
            .init("quantity", Schema.integer(from: 1).nullable, "For `subscription_update_confirm`."),
            .init("return_url", Schema.string.nullable, "One of the tenant's allowed URLs. Excludes `return_path`."),
            .init("return_path", Schema.string.nullable, "A path of the tenant's application. Excludes `return_url`."),
            .init("locale", Schema.string.nullable, "A language tag, such as `de`."),
        ],
        required: []
    )
    private static let session = Schema.object(
        "A portal session.",
        [
            .init("id", Schema.string.nullable), .init("url", .string, "Where to send the customer. A secret."),
            .init("expires_at", Schema.dateTime.nullable),
            .init("return_url", Schema.string.nullable, "Null where the provider's portal leads back to nowhere."),
            .init("flow", flow), .init("provider", .ref("Provider")),
        ]
    )

    // MARK: Tenants

    private static let tenant = Schema.object(
        "What a tenant may know of its set-up.",
        [
            .init("id", slug), .init("name", .string), .init("provider", .ref("Provider")),
            .init("timezone", .string, "An IANA name."), .init("app_url", Schema.string.nullable),
            .init("return_url", Schema.string.nullable), .init("choose_plan_url", Schema.string.nullable),
            .init("portal_flows", .array(of: flow)),
        ]
    )
    private static let cataloguePlan = Schema.object(
        "One plan of the catalogue.",
        [
            .init("id", .string), .init("name", .string), .init("description", Schema.string.nullable),
            .init("default", .boolean, "Whether it is the plan of customers without a subscription."),
            .init("prices", .array(of: .ref("Price"))),
        ]
    )
    private static let plans = Schema.object("The catalogue.", [.init("plans", .array(of: .ref("CataloguePlan")))])

    // MARK: Problems

    private static let problem = Schema.object(
        "A problem document (RFC 9457). Nothing in it is a provider's own text.",
        [
            .init("type", .string("^/problems/[a-z-]+$"), "A page about the code."), .init("title", .string),
            .init("status", .integer(from: 400)), .init("code", .oneOf(ProblemCode.self)), .init("detail", .string),
            .init("trace_id", .string("^[0-9a-f]{32}$"), "Under which the gateway has logged it."),
            .init("retryable", .boolean, "Whether the same call may succeed later without anybody changing anything."),
            .init(
                "errors",
                .array(
                    of: .object(
                        "One field at fault.",
                        [
                            .init(
                                "pointer",
                                .string,
                                "A JSON pointer into the body, or the name of a parameter or header field."
                            ),
                            .init("detail", .string),
                        ]
                    )
                )
            ),
        ]
    )
    private static let problemDescription = Schema.object(
        "What a code means.",
        [
            .init("code", .oneOf(ProblemCode.self)), .init("title", .string), .init("status", .integer(from: 400)),
            .init("retryable", .boolean), .init("meaning", .string), .init("remedy", .string),
        ]
    )

    enum Example {
        static let overview = """
            {"tenant":"acme","customer":{"id":"user_42"},\
            "provider":{"id":"stripe-eu","kind":"stripe","mode":"live"},"state":"canceling",\
            "flags":{"is_paid":true,"is_canceled":true,"will_renew":false,"on_trial":false,"past_due":false,"ended":false},\
            "access":{"reason":"paid","paid_through":"2026-12-01T00:00:00Z"},"plan":\(plan),\
            "subscription":\(subscription),"subscriptions":[\(subscription)],"cancellation":\(cancellation),"pause":\(pause),\
            "portal":{"available":true,"reason":null,"flows":["home","payment_method_update","subscription_cancel"]},\
            "actions":{"primary":{"kind":"open_portal","label":"Open Customer Portal","flow":"home","url":null},\
            "secondary":[{"kind":"open_portal","label":"Keep my plan","flow":"home","url":null}]},"warnings":[],\
            "as_of":"2026-11-22T07:30:00Z",\
            "sources":{"subscription":{"source":"live","as_of":"2026-11-22T07:30:00Z","stale":false}}}
            """

        private static let plan = """
            {"id":"pro","name":"Pro","mapped":true,"price":{"id":"pro-monthly","unit_amount":1500,"currency":"usd",\
            "interval":"month","interval_count":1}}
            """
        private static let cancellation = """
            {"state":"scheduled","mode":"fixed_date","effective_at":"2026-12-01T00:00:00Z",\
            "requested_at":"2026-11-20T09:12:00Z","ended_at":null,"resumable":true,"evidence":["cancel_at"]}
            """
        private static let pause = #"{"state":"none","starts_at":null,"resumes_at":null,"cause":null}"#
        private static let subscription = """
            {"id":"sub_1","status":"active","provider_status":"active","current_period_start":"2026-11-01T00:00:00Z",\
            "current_period_end":"2026-12-01T00:00:00Z","trial_start":null,"trial_end":null,"quantity":1,"will_renew":false,\
            "started_at":"2026-03-01T00:00:00Z","ended_at":null,"plan":\(plan),"cancellation":\(cancellation),\
            "pause":\(pause),"items":[{"price":"price_1","product":"prod_1","name":"Pro monthly","quantity":1,\
            "unit_amount":1500,"currency":"usd","interval":"month","interval_count":1}]}
            """
    }
}
