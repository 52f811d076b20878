import BillingCore
import FoundationEssentials

/// A way into the portal for one customer.
///
/// It lives by the wall clock and not by the world's: to move the world a month on must not close a portal that
/// somebody has open, and a link that leaks must not outlive its minutes.
struct MockPortalSession: Sendable {
    let id: String
    /// Whoever has it acts as the customer.
    let token: Secret
    let request: PortalSessionRequest
    let createdAt: Date
    /// Moves on with each use.
    let expiresAt: Date

    /// How long it waits for its first use.
    static let unusedLife = Duration.seconds(5 * 60)
    /// How long it lives on after each use.
    static let idleLife = Duration.seconds(60 * 60)
    /// How much of that may have gone before the next use is written down.
    static let touchInterval = Duration.seconds(60)
    /// How long an idempotency key is remembered.
    static let memory = Duration.seconds(24 * 60 * 60)

    /// Opens a new one.
    init(id: String, request: PortalSessionRequest, now: Date) {
        self.init(
            id: id,
            token: MockPortalSession.newToken(),
            request: request,
            createdAt: now,
            expiresAt: now.addingTimeInterval(MockPortalSession.unusedLife.seconds)
        )
    }

    init(id: String, token: Secret, request: PortalSessionRequest, createdAt: Date, expiresAt: Date) {
        self.id = id
        self.token = token
        self.request = request
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }

    /// Whether a use is to be written down, so that it lives on.
    func wantsTouch(at now: Date) -> Bool {
        expiresAt.timeIntervalSince(now) < (MockPortalSession.idleLife - MockPortalSession.touchInterval).seconds
    }

    /// The id that an idempotency key leads to: the same in every run.
    ///
    /// An id opens nothing, so that a digest that only spreads well (FNV-1a, 128 bits) is enough.
    static func id(tenant: TenantID, idempotencyKey: String) -> String {
        var hash: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
        for byte in "\(tenant) \(idempotencyKey)".utf8 {
            hash ^= UInt128(byte)
            hash &*= 0x0000_0000_0100_0000_0000_0000_0000_013b
        }
        return "mps_" + hex(hash)
    }

    /// 256 bits that nobody can guess.
    private static func newToken() -> Secret {
        var generator = SystemRandomNumberGenerator()
        return Secret((0..<2).map { _ in hex(UInt128.random(in: 0 ... .max, using: &generator)) }.joined())
    }

    private static func hex(_ number: UInt128) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 32 - digits.count) + digits
    }
}
