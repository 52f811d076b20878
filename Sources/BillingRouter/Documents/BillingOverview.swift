public import BillingCore
public import FoundationEssentials

/// The combined answer: plan, subscription, cancellation and portal of one customer, from one call to the provider.
public struct BillingOverview: Hashable, Sendable, Decodable, JSONDocument {
    public let tenant: TenantID
    public let customer: Customer
    public let provider: ProviderDocument
    public let state: BillingState
    public let flags: Flags
    public let access: AccessDocument
    /// The plan the customer is on; the default plan in the state `none`; null where there is no default either.
    public let plan: PlanDocument?
    /// The current subscription; null where there is none.
    public let subscription: SubscriptionDocument?
    /// All of them, the current one first.
    public let subscriptions: [SubscriptionDocument]
    public let cancellation: CancellationDocument
    public let pause: PauseDocument
    public let portal: Portal
    public let actions: Actions
    public let warnings: [Warning]
    public let sources: Sources
    /// The provider's time at which all this was true.
    public let asOf: Date

    /// The customer, by the tenant's own id.
    public struct Customer: Hashable, Sendable, Decodable, JSONDocument {
        public let id: CustomerID

        package func write(into json: inout JSONWriter) { json.object { $0.member("id", id.rawValue) } }
    }

    /// The questions that applications ask most, answered.
    public struct Flags: Hashable, Sendable, Decodable, JSONDocument {
        /// Whether the customer has paid for what it uses; see ``Access``.
        public let isPaid: Bool
        /// Whether a cancellation is scheduled.
        public let isCanceled: Bool
        public let willRenew: Bool
        public let onTrial: Bool
        public let pastDue: Bool
        public let ended: Bool

        package func write(into json: inout JSONWriter) {
            json.object { json in
                json.member("is_paid", isPaid)
                json.member("is_canceled", isCanceled)
                json.member("will_renew", willRenew)
                json.member("on_trial", onTrial)
                json.member("past_due", pastDue)
                json.member("ended", ended)
            }
        }

        private enum CodingKeys: String, CodingKey {
            case ended
            case isPaid = "is_paid"
            case isCanceled = "is_canceled"
            case willRenew = "will_renew"
            case onTrial = "on_trial"
            case pastDue = "past_due"
        }
    }

    /// Why `is_paid` is what it is.
    public struct AccessDocument: Hashable, Sendable, Decodable, JSONDocument {
        public let reason: Access.Reason
        public let paidThrough: Date?

        package func write(into json: inout JSONWriter) {
            json.object { json in
                json.member("reason", reason.rawValue)
                json.member("paid_through", paidThrough)
            }
        }

        private enum CodingKeys: String, CodingKey {
            case reason
            case paidThrough = "paid_through"
        }
    }

    /// Whether the customer can have the provider's portal, and what it can open with.
    public struct Portal: Hashable, Sendable, Decodable, JSONDocument {
        public let available: Bool
        /// Why not.
        public let reason: PortalReason?
        public let flows: [PortalFlow]

        package func write(into json: inout JSONWriter) {
            json.object { json in
                json.member("available", available)
                json.member("reason", reason?.rawValue)
                json.member("flows", flows.map(\.rawValue))
            }
        }
    }

    /// Why a customer has no portal.
    public enum PortalReason: String, Hashable, Sendable, Codable, CaseIterable {
        /// The customer has no link to a customer of the provider.
        case notLinked = "not-linked"
        /// The link points to a customer that the provider does not have.
        case customerMissing = "customer-missing"
        /// The provider has no portal.
        case unsupported
        /// The tenant shows it to nobody.
        case disabled
        /// The tenant shows it to paying customers only.
        case noSubscription = "no-subscription"
    }

    /// What the customer may do next: the first thing, and others.
    public struct Actions: Hashable, Sendable, Decodable, JSONDocument {
        public let primary: Action?
        public let secondary: [Action]

        package func write(into json: inout JSONWriter) {
            json.object { json in
                json.member("primary", primary)
                json.member("secondary", secondary)
            }
        }
    }

    /// One thing that the customer may do.
    public struct Action: Hashable, Sendable, Decodable, JSONDocument {
        public let kind: Kind
        public let label: String
        /// What the portal opens with, for `open_portal`.
        public let flow: PortalFlow?
        /// Where plans are chosen, for `choose_plan`; null where the tenant names no place.
        public let url: String?

        public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
            case openPortal = "open_portal"
            case choosePlan = "choose_plan"
        }

        package func write(into json: inout JSONWriter) {
            json.object { json in
                json.member("kind", kind.rawValue)
                json.member("label", label)
                json.member("flow", flow?.rawValue)
                json.member("url", url)
            }
        }
    }

    /// Something that the operator should look at. The answer is right all the same.
    public struct Warning: Hashable, Sendable, Decodable, JSONDocument {
        public let code: Code
        public let message: String

        public enum Code: String, Hashable, Sendable, Codable, CaseIterable {
            case planUnmapped = "plan-unmapped"
            case customerMissing = "customer-missing"
            case collectionPaused = "collection-paused"
            case statusUnrecognized = "status-unrecognized"
            case severalSubscriptions = "several-subscriptions"
        }

        package func write(into json: inout JSONWriter) {
            json.object { json in
                json.member("code", code.rawValue)
                json.member("message", message)
            }
        }
    }

    /// Where the parts of the answer come from.
    public struct Sources: Hashable, Sendable, Decodable, JSONDocument {
        public let subscription: SourceDocument

        package func write(into json: inout JSONWriter) { json.object { $0.member("subscription", subscription) } }
    }

    package func write(into json: inout JSONWriter) {
        json.object { json in
            json.member("tenant", tenant.rawValue)
            json.member("customer", customer)
            json.member("provider", provider)
            json.member("state", state.rawValue)
            json.member("flags", flags)
            json.member("access", access)
            json.member("plan", plan)
            json.member("subscription", subscription)
            json.member("subscriptions", subscriptions)
            json.member("cancellation", cancellation)
            json.member("pause", pause)
            json.member("portal", portal)
            json.member("actions", actions)
            json.member("warnings", warnings)
            json.member("sources", sources)
            json.member("as_of", asOf)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case tenant, customer, provider, state, flags, access, plan, subscription, subscriptions, cancellation, pause
        case portal, actions, warnings, sources
        case asOf = "as_of"
    }
}
