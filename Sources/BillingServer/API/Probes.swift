import BillingRouter
import HTTPTypes

/// What orchestrators ask: whether the process runs, and whether it wants traffic. A provider's outage is neither.
enum Probes {
    static func live(_ facts: inout RequestFacts) -> ServerResponse {
        facts.isProbe = true
        return Documents.unstored(Array("{\"status\":\"ok\"}".utf8))
    }

    /// - Throws: ``ServiceError`` with `draining`.
    static func ready(_ readiness: Readiness, _ facts: inout RequestFacts) throws -> ServerResponse {
        facts.isProbe = true
        guard !readiness.isDraining else {
            throw ServiceError(.draining, ProblemCode.draining.explanation.meaning)
        }
        return Documents.unstored(Array("{\"status\":\"ready\"}".utf8))
    }
}
