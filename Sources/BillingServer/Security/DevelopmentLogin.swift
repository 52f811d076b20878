package import BillingCore

/// A way in without a password, for `tollgate dev` alone: `?as=ada` on any of a tenant's pages.
package struct DevelopmentLogin: Sendable {
    /// Whom to offer: some of a tenant's customers.
    let customers: @Sendable (TenantID) async -> [Customer]

    /// One of them.
    package struct Customer: Hashable, Sendable {
        /// By the tenant's own id.
        package let id: String
        /// What its billing comes to, in a few words.
        package let note: String

        package init(id: String, note: String) {
            self.id = id
            self.note = note
        }
    }

    package init(customers: @escaping @Sendable (TenantID) async -> [Customer]) { self.customers = customers }
}
