import BillingRouter
import HTTPTypes

/// Keeps pages of other sites from changing anything through the browser of somebody who may.
///
/// The admin listener has no password, and a browser on this machine reaches it, whichever page asks it to. Programs send
/// neither field and pass.
enum ForeignPages {
    /// - Throws: ``ServiceError`` with `forbidden` for a request that changes something and comes from another site's page.
    static func refuse(_ request: ServerRequest) throws(ServiceError) {
        guard ![.get, .head, .options].contains(request.method) else { return }
        let sites = request.fields[values: .secFetchSite]
        guard sites.allSatisfy({ $0 == "same-origin" || $0 == "none" }) else { throw refusal }
        let origins = request.fields[values: .origin]
        // A browser may keep the origin to itself, as `null`; then its word for where the page is from has to be there.
        let isOwn = { (origin: String) in
            origin == "null" ? !sites.isEmpty : origin == request.authority.map { "http://" + $0.lowercased() }
        }
        guard origins.count <= 1, origins.allSatisfy(isOwn) else { throw refusal }
    }

    /// For pages whose forms have a token besides.
    ///
    /// - Parameter origin: of the gateway, as browsers see it.
    /// - Throws: ``ServiceError`` with `forbidden` for a request that another site's page has sent.
    static func refuse(_ request: ServerRequest, otherThan origin: String) throws(ServiceError) {
        let sites = request.fields[values: .secFetchSite]
        guard sites.allSatisfy({ $0 == "same-origin" || $0 == "none" }) else { throw refusal }
        let authority = request.authority.map { $0.lowercased() }
        // Our pages tell nobody where they are, and then browsers name no origin either.
        let isOwn = { (text: String) in
            text == "null" || text == origin
                || authority.map { ["http://" + $0, "https://" + $0].contains(text) } == true
        }
        guard request.fields[values: .origin].allSatisfy(isOwn) else { throw refusal }
    }

    private static let refusal = ServiceError(.forbidden, "Another site's page may not change anything here.")
}
