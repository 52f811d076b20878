import BillingCore
import Crypto
import Synchronization

/// Derives the keys that providers see from those of callers, and notices a key that is used for two intents.
final class IdempotencyKeys: Sendable {
    // What this node has seen. A key that another node has seen is the provider's to refuse.
    private let intents: Mutex<BoundedMap<String, PortalOrder>>

    init(capacity: Int) { intents = Mutex(BoundedMap(capacity: capacity)) }

    /// The provider's key for a portal session.
    ///
    /// - Throws: ``ServiceError`` with `invalid-request` for a key of the wrong shape, and `idempotency-key-reused` for
    ///   one that was used for another order.
    func portalSession(
        _ order: PortalOrder,
        for customer: CustomerReference,
        on instance: ProviderID,
        clientKey: String?
    ) throws(ServiceError) -> String {
        guard let clientKey else { return IdempotencyKeys.unique() }
        guard (1...255).contains(clientKey.utf8.count), clientKey.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw .invalid(
                "Idempotency-Key",
                "`Idempotency-Key` has 1 to 255 printable ASCII characters without spaces."
            )
        }
        let key = IdempotencyKeys.derive(
            [instance.rawValue, customer.tenant.rawValue, customer.customer.rawValue, "portal-session", clientKey]
        )
        let isReused = intents.withLock { intents in
            if let known = intents[key] { return known != order }
            intents[key] = order
            return false
        }
        if isReused {
            throw ServiceError(.idempotencyKeyReused, "This `Idempotency-Key` was used for another portal session.")
        }
        return key
    }

    /// A key for a call that its caller does not repeat.
    static func unique() -> String {
        hexadecimal((0..<32).map { _ in UInt8.random(in: .min ... .max) })
    }

    /// SHA-256 over the parts, each after its length, so that no two lists of parts run together.
    static func derive(_ parts: [String]) -> String {
        var hash = SHA256()
        for part in parts {
            hash.update(data: Array("\(part.utf8.count):".utf8))
            hash.update(data: Array(part.utf8))
        }
        return hexadecimal(hash.finalize())
    }
}
