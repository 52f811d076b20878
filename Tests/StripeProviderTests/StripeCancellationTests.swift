import BillingCore
import Foundation
import Testing

@Suite("Stripe cancellations")
struct StripeCancellationTests {
    struct Shape: Sendable, CustomStringConvertible {
        let description: String
        var status = "active"
        var isClassic = false
        var fields: [String: String] = [:]
        let expected: Cancellation
    }

    private static let end = StripeFixture.periodEnd
    private static let requested = StripeFixture.now - 3 * StripeFixture.day
    private static let chosen = StripeFixture.now + 90 * StripeFixture.day
    private static let endedAt = StripeFixture.now - StripeFixture.day

    private static func date(_ seconds: Int) -> Date { Date(timeIntervalSince1970: Double(seconds)) }

    private static func scheduled(
        _ effectiveAt: Int?,
        _ mode: Cancellation.Mode,
        requestedAt: Int? = requested,
        _ evidence: [String]
    ) -> Cancellation {
        .scheduled(
            Cancellation.Scheduled(
                effectiveAt: effectiveAt.map(date),
                mode: mode,
                requestedAt: requestedAt.map(date),
                resumable: true,
                evidence: evidence
            )
        )
    }

    static let shapes: [Shape] = [
        Shape(description: "nothing is cancelled", expected: .none),
        Shape(
            description: "classic: the flag alone ends it with the period",
            isClassic: true,
            fields: ["cancel_at_period_end": "true", "canceled_at": "\(requested)"],
            expected: scheduled(end, .periodEnd, ["cancel_at_period_end"])
        ),
        Shape(
            description: "classic: the flag with a date",
            isClassic: true,
            fields: ["cancel_at_period_end": "true", "cancel_at": "\(end)", "canceled_at": "\(requested)"],
            expected: scheduled(end, .periodEnd, ["cancel_at", "cancel_at_period_end"])
        ),
        Shape(
            description: "flexible, in the portal: a date, the flag is off",
            fields: ["cancel_at": "\(end)", "canceled_at": "\(requested)"],
            expected: scheduled(end, .fixedDate, ["cancel_at"])
        ),
        Shape(
            description: "flexible, by the API: flag and date",
            fields: ["cancel_at": "\(end)", "cancel_at_period_end": "true", "canceled_at": "\(requested)"],
            expected: scheduled(end, .periodEnd, ["cancel_at", "cancel_at_period_end"])
        ),
        Shape(
            description: "a date beyond the period",
            fields: ["cancel_at": "\(chosen)"],
            expected: scheduled(chosen, .fixedDate, requestedAt: nil, ["cancel_at"])
        ),
        Shape(
            description: "the flag without any period",
            fields: ["cancel_at_period_end": "true", "items": #"{"data":[]}"#, "plan": "null"],
            expected: scheduled(nil, .periodEnd, requestedAt: nil, ["cancel_at_period_end"])
        ),
        Shape(
            description: "a trial that will not go on",
            status: "trialing",
            fields: ["cancel_at_period_end": "true", "canceled_at": "\(requested)"],
            expected: scheduled(end, .periodEnd, ["cancel_at_period_end"])
        ),
        Shape(
            description: "a past-due one that ends",
            status: "past_due",
            fields: ["cancel_at": "\(end)"],
            expected: scheduled(end, .fixedDate, requestedAt: nil, ["cancel_at"])
        ),
        Shape(
            description: "resumed: when it was asked for is still there, and means nothing",
            fields: ["canceled_at": "\(requested)"],
            expected: .none
        ),
        Shape(
            description: "cancelled at once",
            status: "canceled",
            fields: ["canceled_at": "\(endedAt)", "ended_at": "\(endedAt)"],
            expected: .ended(at: date(endedAt), requestedAt: date(endedAt), evidence: ["status", "ended_at"])
        ),
        Shape(
            description: "cancelled at once after it was scheduled: the earlier request stays",
            status: "canceled",
            fields: ["canceled_at": "\(requested)", "ended_at": "\(endedAt)"],
            expected: .ended(at: date(endedAt), requestedAt: date(requested), evidence: ["status", "ended_at"])
        ),
        Shape(
            description: "ended with its period: the flag stays, and schedules nothing any more",
            status: "canceled",
            fields: [
                "canceled_at": "\(requested)", "ended_at": "\(endedAt)", "cancel_at_period_end": "true",
                "cancel_at": "\(endedAt)",
            ],
            expected: .ended(at: date(endedAt), requestedAt: date(requested), evidence: ["status", "ended_at"])
        ),
        Shape(
            description: "the first payment never came",
            status: "incomplete_expired",
            expected: .ended(at: nil, requestedAt: nil, evidence: ["status"])
        ),
        Shape(
            description: "a status that is not known can be scheduled too",
            status: "hibernating",
            fields: ["cancel_at": "\(chosen)"],
            expected: scheduled(chosen, .fixedDate, requestedAt: nil, ["cancel_at"])
        ),
    ]

    @Test("each shape of a cancellation", arguments: shapes)
    func cancellation(_ shape: Shape) async throws {
        let fields = shape.fields.merging(["status": "\"\(shape.status)\""]) { $1 }
        let json = shape.isClassic ? StripeFixture.classicSubscription(fields) : StripeFixture.subscription(fields)
        let bench = try StripeBench.with([json])
        #expect(try await bench.only().cancellation == shape.expected)
        #expect(try await bench.only().neverPaid == (shape.status == "incomplete_expired"))
        let customer = ProviderCustomer(id: try ProviderCustomerID("cus_1"))
        #expect(try await bench.provider.checkCancellation(customer, bench.context()) == shape.expected)
    }
}
