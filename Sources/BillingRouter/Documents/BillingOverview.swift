public import BillingCore
public import FoundationEssentials

/// The combined answer: plan, subscription, cancellation and portal of one customer, from one call to the provider.
public struct BillingOverview: Hashable, Sendable, Decodable, JSONDocument {
    /// The tenant.
    public let tenant: TenantID
    /// The customer, by the tenant's own id.
    public let customer: Customer
    /// The provider instance that was asked.
    public let provider: ProviderDocument
    /// What it all comes to, in one word.
    public let state: BillingState
    /// The questions that applications ask most.
    public let flags: Flags
    /// Why `is_paid` is what it is.
    public let access: AccessDocument
    /// The plan the customer is on; the default plan in the state `none`; null where there is no default either.
    public let plan: PlanDocument?
    /// The current subscription; null where there is none.
    public let subscription: SubscriptionDocument?
    /// All of them, the current one first.
    public let subscriptions: [SubscriptionDocument]
    /// The current subscription's cancellation.
    public let cancellation: CancellationDocument
    /// The current subscription's pause.
    public let pause: PauseDocument
    /// Whether the customer can have the portal.
    public let portal: Portal
    /// What the customer may do next.
    public let actions: Actions
    /// What the operator should look at.
    public let warnings: [Warning]
    /// The provider's time at which all this was true.
    public let asOf: Date
    /// Where the parts come from.
    public private(set) var sources: Sources
    private let written = WrittenAnswer()

    /// The customer, by the tenant's own id.
    public struct Customer: Hashable, Sendable, Decodable, JSONDocument {
        /// The tenant's own id.
        public let id: CustomerID

        package func write(into json: inout JSONWriter) { json.object { $0.member("id", id.rawValue) } }
    }

    /// The questions that applications ask most, answered.
    public struct Flags: Hashable, Sendable, Decodable, JSONDocument {
        /// Whether the customer has paid for what it uses; see ``Access``.
        public let isPaid: Bool
        /// Whether a cancellation is scheduled.
        public let isCanceled: Bool
        /// Whether the customer will be charged again.
        public let willRenew: Bool
        /// Whether it is in a trial.
        public let onTrial: Bool
        /// Whether a payment failed and is still tried.
        public let pastDue: Bool
        /// Whether the current subscription is over.
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
        /// Why access is given or refused.
        public let reason: Access.Reason
        /// Until when the payments reach, without the grace.
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
        /// Whether to offer the portal to the customer.
        ///
        /// It is for what is shown: a tenant's backend may open a portal for every customer that is linked, unless the
        /// tenant shows it to nobody.
        public let available: Bool
        /// Why not.
        public let reason: PortalReason?
        /// What a session can open with.
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
        /// The first thing; null where there is none.
        public let primary: Action?
        /// Other things, in order.
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
        /// What a click does.
        public let kind: Kind
        /// What stands on the button.
        public let label: String
        /// What the portal opens with, for `open_portal`.
        public let flow: PortalFlow?
        /// Where plans are chosen, for `choose_plan`; null where the tenant names no place.
        public let url: String?

        /// What a click can do.
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

    /// Something that the operator should look at.
    ///
    /// The answer is right all the same.
    public struct Warning: Hashable, Sendable, Decodable, JSONDocument {
        /// Which warning it is.
        public let code: Code
        /// The same in a sentence.
        public let message: String

        /// The closed list of warnings.
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
        /// Of everything that the subscriptions say.
        public let subscription: SourceDocument

        package func write(into json: inout JSONWriter) { json.object { $0.member("subscription", subscription) } }
    }

    /// The same answer, from another source.
    func from(_ source: SourceDocument) -> BillingOverview {
        var copy = self
        copy.sources = Sources(subscription: source)
        return copy
    }

    package func write(into json: inout JSONWriter) {
        json.object { json in
            writeAnswer(into: &json)
            json.member("sources", sources)
        }
    }

    /// The document as UTF-8, and a digest of what it says: of all but its sources.
    ///
    /// Asked for or remembered, an overview says the same, and is written once.
    package func document() -> (json: [UInt8], digest: String) {
        let answer = written.answer {
            var json = JSONWriter()
            var count = 0
            json.object { json in
                writeAnswer(into: &json)
                count = json.bytes.count
            }
            return Array(json.bytes[..<count])
        }
        var json = answer.bytes
        json += #","sources":"#.utf8
        json += sources.json()
        json.append(UInt8(ascii: "}"))
        return (json, answer.digest)
    }

    /// All but the sources, which come last.
    private func writeAnswer(into json: inout JSONWriter) {
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
        json.member("as_of", asOf)
    }

    private enum CodingKeys: String, CodingKey {
        case tenant, customer, provider, state, flags, access, plan, subscription, subscriptions, cancellation, pause
        case portal, actions, warnings, sources
        case asOf = "as_of"
    }
}
