import BillingCore
import Crypto
import Synchronization

/// Derives the keys that providers see from those of callers, and notices a key that is used for two intents.
final class IdempotencyKeys: Sendable {
    // What this node has seen, and what it is about to answer.
    private let intents: Mutex<BoundedMap<Intent, PortalOrder>>
    private let underWay = Mutex<Set<Intent>>([])

    /// Whose key it is: two customers may use the same one.
    private struct Intent: Hashable {
        let customer: CustomerReference
        let key: String
    }

    init(capacity: Int) { intents = Mutex(BoundedMap(capacity: capacity)) }

    /// Checks a caller's key, and that it was not used for another order.
    ///
    /// - Throws: ``ServiceError`` with `invalid-request` for a key of the wrong shape, and `idempotency-key-reused`.
    func check(_ clientKey: String?, for customer: CustomerReference, _ order: PortalOrder) throws(ServiceError) {
        guard let clientKey else { return }
        guard (1...255).contains(clientKey.utf8.count), clientKey.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw .invalid(
                "Idempotency-Key",
                "`Idempotency-Key` has 1 to 255 printable ASCII characters without spaces."
            )
        }
        let known = intents.withLock { $0[Intent(customer: customer, key: clientKey)] }
        guard known == nil || known == order else {
            throw ServiceError(.idempotencyKeyReused, "This `Idempotency-Key` was used for another portal session.")
        }
    }

    /// Runs one order at a time for one key of a caller: a provider would refuse the second, or make two of one.
    ///
    /// - Throws: ``ServiceError`` with `idempotency-in-flight`, or what `body` throws.
    func exclusively<Answer>(
        _ clientKey: String?,
        for customer: CustomerReference,
        _ body: () async throws(ServiceError) -> Answer
    ) async throws(ServiceError) -> Answer {
        guard let clientKey else { return try await body() }
        let intent = Intent(customer: customer, key: clientKey)
        guard underWay.withLock({ $0.insert(intent).inserted }) else {
            throw ServiceError(
                .idempotencyInFlight,
                ProblemCode.idempotencyInFlight.explanation.meaning,
                retryAfter: .seconds(1)
            )
        }
        defer { _ = underWay.withLock { $0.remove(intent) } }
        return try await body()
    }

    /// The provider's key for a portal session.
    ///
    /// From here on the caller's key stands for this order.
    ///
    /// What the provider is sent is part of it: a provider refuses a key that comes with other parameters, and a default
    /// may have changed since, or another node may have seen the caller's key.
    func providerKey(
        _ clientKey: String?,
        for customer: CustomerReference,
        _ order: PortalOrder,
        _ request: PortalSessionRequest,
        on instance: ProviderID
    ) -> String {
        guard let clientKey else { return IdempotencyKeys.unique() }
        intents.withLock { $0[Intent(customer: customer, key: clientKey)] = order }
        return IdempotencyKeys.derive([
            instance.rawValue, customer.tenant.rawValue, customer.customer.rawValue, "portal-session", clientKey,
            request.customer.id.rawValue, request.returnURL, request.flow.rawValue,
            request.subscription?.rawValue ?? "", request.price?.rawValue ?? "",
            request.quantity.map { String($0) } ?? "", request.locale ?? "",
        ])
    }

    /// A key for a call that its caller does not repeat.
    static func unique() -> String { RandomID.hexadecimal(bytes: 32) }

    /// SHA-256 over the parts, each after its length, so that no two lists of parts run together.
    static func derive(_ parts: [String]) -> String {
        var hash = SHA256()
        for part in parts {
            hash.update(data: Array("\(part.utf8.count):".utf8))
            hash.update(data: Array(part.utf8))
        }
        return String(hexadecimal: Array(hash.finalize()))
    }
}
