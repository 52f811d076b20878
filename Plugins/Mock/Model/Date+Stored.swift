import FoundationEssentials

// Instants are stored as whole seconds since 1970, as billing providers count them.
extension Date {
    var stored: Int { Int(timeIntervalSince1970.rounded(.down)) }

    init(stored seconds: Int) { self.init(timeIntervalSince1970: Double(seconds)) }

    init?(stored seconds: Int?) {
        guard let seconds else { return nil }
        self.init(stored: seconds)
    }
}
