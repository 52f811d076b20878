import BillingCore
import BillingRouter
import FoundationEssentials
import HTTPTypes

/// Who is looking at a tenant's pages.
struct Visitor: Sendable {
    let customer: CustomerReference
    /// Stands in every form that this visitor gets; without it a post counts for nothing.
    let formToken: String
}

/// How a request becomes somebody.
///
/// Sessions are one way; a tenant's own tokens would be another.
protocol VisitorRecognition: Sendable {
    /// Nil for a stranger.
    func visitor(of tenant: TenantID, in fields: HTTPFields, at now: Date) -> Visitor?
}
