import FoundationEssentials
import GRDB

/// A configuration of the portal.
///
/// Its return URL and its headline hold for the sessions that name it; what it allows is kept and told, but the mock's
/// portal allows all it can.
struct StripeConfiguration: Hashable, Sendable {
    let id: String
    let createdAt: Date
    var updatedAt: Date
    /// What was asked for, as it was asked for.
    var settings = StripeParameters.none

    /// The one that is always there.
    static let standardID = "bpc_mock_default"
    static let features: Set = [
        "customer_update", "invoice_history", "payment_method_update", "subscription_cancel", "subscription_pause",
        "subscription_update",
    ]

    var isDefault: Bool { id == StripeConfiguration.standardID }
    var isActive: Bool { settings["active"] != .text("false") }

    init(number: Int, now: Date) {
        self.init(id: "bpc_mock_\(number)", createdAt: now, updatedAt: now)
    }

    private init(id: String, createdAt: Date, updatedAt: Date, settings: StripeParameters = .none) {
        self.id = id
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.settings = settings
    }

    func text(_ path: String...) -> String? { path.reduce(settings as StripeParameters?) { $0?[$1] }?.wholeText }

    /// All of them, the newest first and the standard one last.
    static func fetchAll(_ world: MockTransaction) throws -> [StripeConfiguration] {
        let rows = try Row.fetchAll(
            world.db,
            sql: "SELECT * FROM portal_configurations ORDER BY created_at DESC, rowid DESC"
        )
        let stored = try rows.map { row in
            StripeConfiguration(
                id: row["id"],
                createdAt: Date(stored: row["created_at"]),
                updatedAt: Date(stored: row["updated_at"]),
                settings: try MockJSON.value(of: row["settings"])
            )
        }
        let beginning = Date(stored: try Int.fetchOne(world.db, sql: "SELECT seeded_at FROM world") ?? 0)
        let standard =
            stored.first(where: \.isDefault)
            ?? StripeConfiguration(id: standardID, createdAt: beginning, updatedAt: beginning)
        return stored.filter { !$0.isDefault } + [standard]
    }

    func save(_ db: Database) throws {
        try Row.upsert(
            [
                "id": id, "settings": try MockJSON.text(settings), "created_at": createdAt.stored,
                "updated_at": updatedAt.stored,
            ],
            into: "portal_configurations",
            db
        )
    }
}

extension StripeCall {
    func json(_ configuration: StripeConfiguration) -> JSONValue {
        func text(_ path: String...) -> JSONValue {
            path.reduce(configuration.settings as StripeParameters?) { $0?[$1] }?.wholeText.map(JSONValue.text)
                ?? .null
        }
        return .members([
            "id": .text(configuration.id),
            "object": .text("billing_portal.configuration"),
            "active": .flag(configuration.isActive),
            "application": .null,
            "business_profile": .members([
                "headline": text("business_profile", "headline"),
                "privacy_policy_url": text("business_profile", "privacy_policy_url"),
                "terms_of_service_url": text("business_profile", "terms_of_service_url"),
            ]),
            "created": .seconds(configuration.createdAt),
            "default_return_url": text("default_return_url"),
            "features": features(of: configuration),
            "is_default": .flag(configuration.isDefault),
            "livemode": .flag(false),
            "login_page": .members(["enabled": .flag(false), "url": .null]),
            "metadata": JSONValue(configuration.settings["metadata"]?.texts ?? [:]),
            "name": text("name"),
            "updated": .seconds(configuration.updatedAt),
        ])
    }

    /// Each feature with whether it is on: all of the standard one, and those that were asked for.
    private func features(of configuration: StripeConfiguration) -> JSONValue {
        func choice(_ path: String..., or standard: String) -> JSONValue {
            .text(path.reduce(configuration.settings["features"]) { $0?[$1] }?.wholeText ?? standard)
        }
        func feature(_ name: String, _ others: KeyValuePairs<String, JSONValue> = [:]) -> JSONValue {
            let flag = configuration.settings["features"]?[name]?["enabled"]?.wholeText
            let isOn = flag.map { $0 == "true" } ?? configuration.isDefault
            return .object([JSONValue.Member(name: "enabled", value: .flag(isOn))]).merging(.members(others))
        }
        let updates = configuration.settings["features"]?["customer_update"]?["allowed_updates"]?.elements
        let allowed = updates?.compactMap(\.value.wholeText) ?? (configuration.isDefault ? ["email", "name"] : [])
        return .members([
            "customer_update": feature(
                "customer_update",
                ["allowed_updates": .list(allowed.map(JSONValue.text))]
            ),
            "invoice_history": feature("invoice_history"),
            "payment_method_update": feature("payment_method_update", ["payment_method_configuration": .null]),
            "subscription_cancel": feature(
                "subscription_cancel",
                [
                    "cancellation_reason": .members([
                        "enabled": .flag(true),
                        "options": .list(
                            MockSubscription.CancellationDetails.Feedback.allCases.map { .text($0.rawValue) }
                        ),
                    ]),
                    "mode": choice("subscription_cancel", "mode", or: "at_period_end"),
                    "proration_behavior": choice("subscription_cancel", "proration_behavior", or: "none"),
                ]
            ),
            "subscription_pause": feature("subscription_pause"),
            "subscription_update": feature(
                "subscription_update",
                [
                    "default_allowed_updates": .list([.text("price"), .text("quantity")]),
                    "products": .null,
                    "proration_behavior": choice("subscription_update", "proration_behavior", or: "create_prorations"),
                ]
            ),
        ])
    }
}
