import BillingCore
import FoundationEssentials
import GRDB

/// What an idempotency key stands for: one request, and the answer to it.
///
/// Only what was done is kept: a request that failed may be corrected under the same key.
struct StripeIdempotency {
    let key: String
    /// Path and parameters, which must be the same the second time.
    private let request: String

    static let maximumLength = 255
    /// By the wall clock.
    private static let memory = Duration.seconds(24 * 60 * 60)

    init(key: String, path: String, parameters: StripeParameters) throws {
        self.key = key
        request = path + " " + (try MockJSON.text(parameters))
    }

    /// The answer that was given before.
    func answer(in world: MockTransaction) throws -> StripeOrder.Answer? {
        let oldest = world.time.wall.addingTimeInterval(-StripeIdempotency.memory.seconds)
        try world.db.execute(sql: "DELETE FROM api_requests WHERE created_at <= ?", arguments: [oldest.stored])
        let row = try Row.fetchOne(
            world.db,
            sql: "SELECT request, body FROM api_requests WHERE key = ?",
            arguments: [key]
        )
        guard let row else { return nil }
        // The first word is the id of the request.
        let stored: String = row["request"]
        let id = stored.prefix { $0 != " " }
        guard stored.dropFirst(id.count + 1) == request else {
            throw StripeFailure(
                status: 400,
                type: .idempotency,
                message: "Keys for idempotent requests can only be used with the same parameters they were first used "
                    + "with. Try using a key other than '\(key)' if you meant to execute a different request."
            )
        }
        let body: Data = row["body"]
        return StripeOrder.Answer(body: Array(body), replayed: String(id))
    }

    func keep(_ body: [UInt8], requestID: String, in world: MockTransaction) throws {
        try world.db.execute(
            sql: "INSERT INTO api_requests (key, request, status, body, created_at) VALUES (?, ?, 200, ?, ?)",
            arguments: [key, "\(requestID) \(request)", Data(body), world.time.wall.stored]
        )
    }
}
