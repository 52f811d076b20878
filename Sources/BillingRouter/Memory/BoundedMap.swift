/// A dictionary that forgets what was not used for longest once it is full.
///
/// Two generations: what is used moves to the young one; when that is full, it becomes the old one, and the old one is
/// dropped. No entry costs more than a dictionary entry, and no operation more than two look-ups.
struct BoundedMap<Key: Hashable, Value> {
    private var young: [Key: Value] = [:]
    private var old: [Key: Value] = [:]
    private let half: Int

    /// - Parameter capacity: how many entries there are at most; at least half as many are kept.
    init(capacity: Int) { half = max(1, capacity / 2) }

    subscript(key: Key) -> Value? {
        mutating get {
            if let value = young[key] { return value }
            guard let value = old.removeValue(forKey: key) else { return nil }
            insert(value, for: key)
            return value
        }
        set {
            old[key] = nil
            if let newValue { insert(newValue, for: key) } else { young[key] = nil }
        }
    }

    var count: Int { young.count + old.count }

    private mutating func insert(_ value: Value, for key: Key) {
        if young.count >= half, young[key] == nil {
            old = young
            young = [:]
        }
        young[key] = value
    }
}
