import BillingHTTP
import BillingRouter

/// The parameters of a query, each known and each at most once.
struct QueryParameters {
    private var values: [String: String] = [:]

    /// - Throws: ``ServiceError`` with `invalid-request` that names every parameter at fault.
    init(_ query: String?, allowing names: [String]) throws {
        guard let query, !query.isEmpty else { return }
        guard let pairs = FormParameters.pairs(in: query) else {
            throw ServiceError.invalid("query", "An escape in the query is not valid.")
        }
        var faults: [ServiceError.Fault] = []
        for (name, value) in pairs {
            if !names.contains(name) {
                // The name is the caller's own text: it is named as the place, not repeated in a sentence.
                faults.append(ServiceError.Fault(String(name.prefix(64)), "This path has no such parameter."))
            } else if values.updateValue(value, forKey: name) != nil {
                faults.append(ServiceError.Fault(name, "The parameter is there more than once."))
            }
        }
        if !faults.isEmpty {
            throw ServiceError(.invalidRequest, "The query is not as the API describes it.", faults: faults)
        }
    }

    /// `true` or `false`; a name without a value is true, an absent one is false.
    func flag(_ name: String) throws -> Bool {
        switch values[name] {
        case nil, "false": return false
        case "", "true": return true
        default: throw ServiceError.invalid(name, "`\(name)` is `true` or `false`.")
        }
    }
}
