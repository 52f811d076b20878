/// What travels with a call to a provider: for whom, until when, and under which key.
///
/// A policy that is wrapped around a provider shared by many tenants tells them apart by it.
public struct CallContext: Sendable {
    /// The tenant whose customer the call is about.
    public let tenant: TenantID

    /// No work goes on past it.
    public let deadline: Deadline

    /// Names the intent of a call that creates something: two calls with one key create one thing.
    ///
    /// It is derived from the caller's key and never the caller's key itself. Send it to the provider as it is.
    public let idempotencyKey: String

    /// A W3C `traceparent` value to pass on.
    public let traceParent: String?

    /// Puts together what travels with one call; a retry of it travels with an equal one.
    public init(tenant: TenantID, deadline: Deadline, idempotencyKey: String, traceParent: String? = nil) {
        self.tenant = tenant
        self.deadline = deadline
        self.idempotencyKey = idempotencyKey
        self.traceParent = traceParent
    }
}
