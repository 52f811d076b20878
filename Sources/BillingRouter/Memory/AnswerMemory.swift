import BillingCore
import FoundationEssentials
import Synchronization

/// Whose answer is remembered.
///
/// The tenant comes first: two tenants on one provider instance share nothing.
struct MemoryKey: Hashable {
    let tenant: TenantID
    let provider: ProviderID
    let customer: ProviderCustomerID
}

/// What a provider said of its customers a moment ago: bounded, in memory, no tenant's answer for another.
final class AnswerMemory<Answer: Sendable>: Sendable {
    /// An answer, and when the provider was asked.
    struct Remembered {
        let answer: Answer
        let fetchedAt: Date
    }

    private let remembered: Mutex<BoundedMap<MemoryKey, Remembered>>

    init(capacity: Int) { remembered = Mutex(BoundedMap(capacity: capacity)) }

    /// What is remembered from after `now - age`.
    ///
    /// A time that lies ahead (somebody set the clock back) does not count.
    func answer(for key: MemoryKey, noOlderThan age: Duration, at now: Date) -> (Answer, age: Duration)? {
        remembered.withLock { map in
            guard let entry = map[key] else { return nil }
            let elapsed = now.timeIntervalSince(entry.fetchedAt)
            return elapsed >= 0 && elapsed < age.seconds ? (entry.answer, .seconds(elapsed)) : nil
        }
    }

    func forget(_ key: MemoryKey) { remembered.withLock { $0[key] = nil } }

    func remember(_ answer: Answer, for key: MemoryKey, fetchedAt: Date) {
        remembered.withLock { map in
            // Two calls may overlap: the later question has the better answer.
            if let entry = map[key], entry.fetchedAt > fetchedAt { return }
            map[key] = Remembered(answer: answer, fetchedAt: fetchedAt)
        }
    }
}
