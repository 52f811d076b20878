import BillingCore
import FoundationEssentials
import GRDB

extension StripeCall {
    func json(_ subscription: MockSubscription) throws -> JSONValue {
        let customer = try world.customer(subscription.customer)
        let latestInvoice = try String.fetchOne(
            world.db,
            sql: "SELECT id FROM invoices WHERE subscription = ? ORDER BY created_at DESC, rowid DESC LIMIT 1",
            arguments: [subscription.id.rawValue]
        )
        var json = JSONValue.members([
            "id": .text(subscription.id.rawValue),
            "object": .text("subscription"),
            "billing_cycle_anchor": .seconds(subscription.trialEnd ?? subscription.anchor),
            "billing_mode": mode(of: subscription),
            "collection_method": .text("charge_automatically"),
            "created": .seconds(subscription.startedAt),
            "currency": .text(subscription.price.amount.currency),
            "customer": .text(subscription.customer.rawValue),
            "default_payment_method": JSONValue(customer.card?.id),
            "items": try items(of: subscription),
            "latest_invoice": JSONValue(latestInvoice),
            "livemode": .flag(false),
            "metadata": JSONValue(subscription.metadata),
            "plan": try plan(subscription.price),
            "quantity": .integer(subscription.quantity),
            "start_date": .seconds(subscription.startedAt),
            "status": .text(subscription.status.rawValue),
            "test_clock": JSONValue(customer.testClock),
            "trial_end": .seconds(subscription.trialEnd),
            "trial_start": .seconds(subscription.trialStart),
        ])
        json = json.merging(cancellation(of: subscription)).merging(pause(of: subscription))
        if version.hasPeriodOnSubscription {
            json = json.merging(
                .members([
                    "current_period_end": .seconds(subscription.periodEnd),
                    "current_period_start": .seconds(subscription.periodStart),
                ])
            )
        }
        return json.merging(StripeCall.unusedOfSubscription)
    }

    func items(of subscription: MockSubscription) throws -> JSONValue {
        let url = "/v1/subscription_items?subscription=\(subscription.id)"
        return list([try item(of: subscription)], at: url).setting("total_count", to: .integer(1))
    }

    /// The one item that a subscription of the mock has; its id follows from the subscription's.
    func item(of subscription: MockSubscription) throws -> JSONValue {
        .members([
            "id": .text(subscription.itemID),
            "object": .text("subscription_item"),
            "billing_thresholds": .null,
            "created": .seconds(subscription.startedAt),
            "current_period_end": .seconds(subscription.periodEnd),
            "current_period_start": .seconds(subscription.periodStart),
            "discounts": .list([]),
            "metadata": .object([]),
            "plan": try plan(subscription.price),
            "price": try json(subscription.price),
            "quantity": .integer(subscription.quantity),
            "subscription": .text(subscription.id.rawValue),
            "tax_rates": .list([]),
        ])
    }

    /// A cancellation as Stripe tells it: the flag never stands without a date, the date may without the flag.
    private func cancellation(of subscription: MockSubscription) -> JSONValue {
        let cancellation = subscription.cancellation
        return .members([
            // What was planned stays where it has come true, and is gone where somebody cancelled at once.
            "cancel_at": .seconds(subscription.endsAt),
            "cancel_at_period_end": .flag(subscription.plannedEnd == .atPeriodEnd),
            "canceled_at": .seconds(subscription.cancellationRequestedAt ?? subscription.endedAt),
            "cancellation_details": .members([
                "comment": JSONValue(cancellation.comment),
                "feedback": JSONValue(cancellation.feedback?.rawValue),
                "reason": JSONValue(cancellation.reason?.rawValue),
            ]),
            "ended_at": .seconds(subscription.endedAt),
        ])
    }

    private func pause(of subscription: MockSubscription) -> JSONValue {
        let collection = subscription.collectionPause.map { pause in
            JSONValue.members([
                "behavior": .text(pause.behaviour.rawValue), "resumes_at": .seconds(pause.resumesAt),
            ])
        }
        let service = subscription.pausedAt.map { instant in
            JSONValue.members([
                "paused": .members([
                    "subscription": .members(["type": .text("pause_requested")]),
                    "transitioned_at": .seconds(instant),
                    "type": .text("subscription"),
                ])
            ])
        }
        return .members(["pause_collection": collection ?? .null, "status_details": service ?? .null])
    }

    private func mode(of subscription: MockSubscription) -> JSONValue {
        switch subscription.billingMode {
        case .classic: .members(["flexible": .null, "type": .text("classic")])
        case .flexible:
            .members([
                "flexible": .members(["proration_discounts": .text("included")]),
                "type": .text("flexible"),
                "updated_at": .seconds(subscription.startedAt),
            ])
        }
    }

    /// What a subscription of the mock never has.
    private static let unusedOfSubscription = JSONValue.members([
        "application": .null,
        "application_fee_percent": .null,
        "automatic_tax": .members(["disabled_reason": .null, "enabled": .flag(false), "liability": .null]),
        "billing_cycle_anchor_config": .null,
        "billing_thresholds": .null,
        "customer_account": .null,
        "days_until_due": .null,
        "default_source": .null,
        "default_tax_rates": .list([]),
        "description": .null,
        "discounts": .list([]),
        "invoice_settings": .members([
            "account_tax_ids": .null, "issuer": .members(["type": .text("self")]),
        ]),
        "next_pending_invoice_item_invoice": .null,
        "on_behalf_of": .null,
        "payment_settings": .members([
            "payment_method_options": .null, "payment_method_types": .null,
            "save_default_payment_method": .text("off"),
        ]),
        "pending_invoice_item_interval": .null,
        "pending_setup_intent": .null,
        "pending_update": .null,
        "schedule": .null,
        "transfer_data": .null,
        "trial_settings": .members([
            "end_behavior": .members(["missing_payment_method": .text("create_invoice")])
        ]),
    ])
}

extension MockSubscription {
    /// Such as `si_mock_ada` of `sub_mock_ada`.
    var itemID: String {
        "si_" + (id.rawValue.hasPrefix("sub_") ? id.rawValue.dropFirst(4) : id.rawValue[...])
    }
}
