import BillingCore
import BillingHTTP
import BillingTesting
import Foundation
import HTTPTypes
import Testing

/// Answers that somebody recorded of Stripe itself, as JSON files with a `request` and a `response`.
@Suite("Stripe's recorded answers")
struct RecordedResponseTests {
    private static let folder = ProcessInfo.processInfo.environment["TOLLGATE_RECORDED_RESPONSES"]

    private struct Recording {
        let name: String
        let status: Int
        let fields: HTTPFields
        let body: [String: Any]

        var data: String {
            String(decoding: (try? JSONSerialization.data(withJSONObject: body)) ?? Data(), as: UTF8.self)
        }
        var answer: StubAnswer { .json(data, status: HTTPResponse.Status(code: status), fields) }
    }

    @Test(
        "every recorded answer reads as what it is",
        .enabled(if: folder != nil, "set TOLLGATE_RECORDED_RESPONSES to a folder of recordings")
    )
    func replay() async throws {
        let recordings = try Self.recordings(in: try #require(Self.folder))
        #expect(!recordings.isEmpty, "there are no recordings of Stripe in the folder")
        for recording in recordings {
            switch (recording.status, recording.body["object"] as? String) {
            case (200, "subscription"): try await replaySubscription(recording)
            case (200, "billing_portal.session"): try await replayPortalSession(recording)
            case (400..., _): try await replayError(recording)
            default: Issue.record("\(recording.name) is nothing that is asked for here")
            }
        }
    }

    private func replaySubscription(_ recording: Recording) async throws {
        let subscription = try await StripeBench.with([recording.data]).only()
        let body = recording.body
        #expect(subscription.id.rawValue == body["id"] as? String, "\(recording.name)")
        if case .unrecognized = subscription.status { Issue.record("\(recording.name): \(subscription.status)") }
        #expect(subscription.period != nil, "\(recording.name)")
        #expect(subscription.startedAt != nil, "\(recording.name)")
        #expect(!subscription.items.isEmpty, "\(recording.name)")
        for item in subscription.items {
            #expect(item.price != nil && item.product != nil && item.unitAmount != nil, "\(recording.name)")
            #expect(item.interval != nil && item.intervalCount == 1, "\(recording.name)")
        }
        let isCancelled = body["cancel_at"] is Int || body["cancel_at_period_end"] as? Bool == true
        #expect(subscription.cancellation.isScheduled == (isCancelled && subscription.status != .ended))
        let isPaused = body["pause_collection"] is [String: Any]
        #expect((subscription.pause != .none) == isPaused, "\(recording.name)")
    }

    private func replayPortalSession(_ recording: Recording) async throws {
        let bench = try StripeBench()
        bench.transport.on(.post, "/v1/billing_portal/sessions", recording.answer)
        let session = try await bench.portal()
        #expect(session.id == recording.body["id"] as? String)
    }

    private func replayError(_ recording: Recording) async throws {
        let bench = try StripeBench.with([])
        bench.transport.on(.get, "/v1/customers/cus_1", recording.answer)
        let error = try await StripeBench.error { try await bench.snapshot() }
        let detail = recording.body["error"] as? [String: Any]
        let isMissing = detail?["code"] as? String == "resource_missing"
        let isAboutCustomer = ["id", "customer"].contains(detail?["param"] as? String)
        let expected: BillingError.Code =
            recording.status == 401
            ? .providerAuthFailed
            : isMissing && isAboutCustomer ? .customerNotFound : .internal
        #expect(error.code == expected, "\(recording.name)")
        #expect(error.providerCode == detail?["code"] as? String ?? detail?["type"] as? String)
        #expect(!error.retryable)
    }

    private static func recordings(in folder: String) throws -> [Recording] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".json") }
        return try names.sorted().compactMap { name in
            let data = try Data(contentsOf: URL(fileURLWithPath: folder).appendingPathComponent(name))
            guard let file = try JSONSerialization.jsonObject(with: data) as? [String: Any],
                let request = file["request"] as? [String: Any], let response = file["response"] as? [String: Any],
                (request["url"] as? String)?.hasPrefix("https://api.stripe.com/") == true,
                let status = response["status"] as? Int, let body = response["body"] as? [String: Any]
            else { return nil }
            var fields = HTTPFields()
            for (name, value) in response["headers"] as? [String: String] ?? [:] {
                if let name = HTTPField.Name(name) { fields[name] = value }
            }
            return Recording(name: name, status: status, fields: fields, body: body)
        }
    }
}
