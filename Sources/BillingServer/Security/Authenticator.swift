import BillingCore
import BillingHTTP
import BillingRouter
import HTTPTypes

/// Who is calling: a server key of one tenant.
struct Authenticator {
    let keys: [APIKey.Digest: APIKey.Grant]

    /// - Throws: ``ServiceError`` with `unauthenticated`. It says nothing about what exists.
    func grant(for fields: HTTPFields) throws -> APIKey.Grant {
        let values = fields[values: .authorization]
        guard let value = values.first else {
            throw ServiceError(.unauthenticated, "The request has no `Authorization` field.")
        }
        let parts = value.utf8.split(separator: UInt8(ascii: " "), maxSplits: 1)
        guard values.count == 1, parts.count == 2, Substring(parts[0]).lowercased() == "bearer" else {
            throw ServiceError(.unauthenticated, "`Authorization` is `Bearer` and one server key.")
        }
        // Keys are found by their digests, so the time that this takes says nothing about any other key.
        guard let grant = keys[APIKey.Digest(of: String(Substring(parts[1])))] else {
            throw ServiceError(.unauthenticated, "The gateway does not know this key.")
        }
        return grant
    }
}

extension APIKey.Grant {
    /// A tenant that is not the credential's own, does not exist, or cannot even be the name of one: all are the same to
    /// a caller.
    ///
    /// - Throws: ``ServiceError`` with `tenant-not-found`.
    func requireTenant(_ segment: Substring) throws -> TenantID {
        guard PercentEncoding.decode(segment) == tenant.rawValue else {
            throw ServiceError.tenantNotFound
        }
        return tenant
    }

    /// - Throws: ``ServiceError`` with `forbidden`.
    func require(_ scope: APIKey.Scope) throws {
        guard scopes.contains(scope) else {
            throw ServiceError(.forbidden, "The key has no scope `\(scope.rawValue)`.")
        }
    }
}
