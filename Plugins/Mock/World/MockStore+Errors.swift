import BillingCore
import GRDB

extension MockStore {
    /// What a failed call means to the gateway.
    ///
    /// A GRDB error is told in words and never passed on as the cause, because it holds the values of its statement,
    /// and the token of a portal session may be among them.
    func billingError(_ error: any Error, deadline: Deadline) -> BillingError {
        switch error {
        case let error as BillingError: error
        case is CancellationError: BillingError(.cancelled, "the caller went away")
        case let error as Problem: misconfigured(sentence(error))
        case let error as InvalidIdentifier: misconfigured(sentence(.damaged(error.reason)))
        case let error as DatabaseError: billingError(error, deadline: deadline)
        default: BillingError(.internal, "\(name): \(type(of: error))")
        }
    }

    private func billingError(_ error: DatabaseError, deadline: Deadline) -> BillingError {
        let detail = error.message ?? "SQLite error \(error.resultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            if deadline.hasPassed { return BillingError(.providerTimeout, "\(name) was locked for too long") }
            return BillingError(.providerUnavailable, "\(name) is locked by another process")
        case .SQLITE_INTERRUPT, .SQLITE_ABORT: return BillingError(.cancelled, "the caller went away")
        case .SQLITE_NOTADB: return misconfigured(sentence(.foreign))
        case .SQLITE_CORRUPT: return misconfigured(sentence(.damaged(detail)))
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            return misconfigured(sentence(.unusable(detail)))
        case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_NOMEM:
            return BillingError(.providerUnavailable, "\(name): \(detail)")
        default: return BillingError(.internal, "\(name): \(detail)")
        }
    }

    private func misconfigured(_ message: String) -> BillingError { BillingError(.providerMisconfigured, message) }

    private func sentence(_ problem: Problem) -> String {
        switch problem {
        case .foreign: "\(name) is not one of the mock's: name another file with `state`, or move this one away"
        case .newer: "\(name) was written by a newer version: use that version, or name another file with `state`"
        case .damaged(let detail): "\(name) is damaged (\(detail)): move it away and restart to begin a new world"
        case .unusable(let detail): "\(name) cannot be used (\(detail)): check its folder and the permissions"
        }
    }

    private var name: String {
        switch place {
        case .memory: "the mock's world in memory"
        case .file(let path): "the state file \(path)"
        }
    }
}
