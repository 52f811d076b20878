import BillingCore

/// What a case has against a provider so far.
struct ConformanceFindings: Sendable {
    private(set) var problems: [String] = []

    mutating func expect(_ condition: Bool, _ problem: @autoclosure () -> String) {
        if !condition { problems.append(problem()) }
    }

    mutating func expectEqual<Value: Equatable>(_ value: Value, _ expected: Value, _ what: String) {
        expect(value == expected, "\(what) is \(value), not \(expected)")
    }

    mutating func fail(_ problem: String) { problems.append(problem) }

    static func description(of error: any Error) -> String {
        guard let error = error as? BillingError else { return String(describing: error) }
        return "\(error.code.rawValue) (\(error.message))"
    }
}
