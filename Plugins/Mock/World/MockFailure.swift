import BillingCore

/// Why a transaction was not carried out.
enum MockFailure: Error {
    /// The world has something against it.
    case refused(MockRefusal)
    /// The world could not be reached, or is damaged.
    case failed(BillingError)

    /// What a refusal is to the gateway: its own calls ask for nothing that the world refuses.
    var billingError: BillingError {
        switch self {
        case .refused(let refusal): BillingError(.internal, refusal.message)
        case .failed(let error): error
        }
    }
}
