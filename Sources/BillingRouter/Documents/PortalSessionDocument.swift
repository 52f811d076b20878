public import BillingCore
public import FoundationEssentials

/// A portal session that was created.
public struct PortalSessionDocument: Sendable, Decodable, JSONDocument {
    /// The provider's id of the session.
    public let id: String?
    /// Where to send the customer.
    ///
    /// Whoever holds it acts as the customer.
    public let url: Secret
    /// When the URL stops working, where the provider says so.
    public let expiresAt: Date?
    /// Where the portal leads back to; null where the provider's portal does not.
    public let returnURL: String?
    /// What it opens with.
    public let flow: PortalFlow
    /// The provider instance whose portal it is.
    public let provider: ProviderDocument

    package init(
        id: String?,
        url: Secret,
        expiresAt: Date?,
        returnURL: String?,
        flow: PortalFlow,
        provider: ProviderDocument
    ) {
        self.id = id
        self.url = url
        self.expiresAt = expiresAt
        self.returnURL = returnURL
        self.flow = flow
        self.provider = provider
    }

    /// Reads the document; its URL becomes a secret at once.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        id = try values.decodeIfPresent(String.self, forKey: .id)
        url = Secret(try values.decode(String.self, forKey: .url))
        expiresAt = try values.decodeIfPresent(Date.self, forKey: .expiresAt)
        returnURL = try values.decodeIfPresent(String.self, forKey: .returnURL)
        flow = try values.decode(PortalFlow.self, forKey: .flow)
        provider = try values.decode(ProviderDocument.self, forKey: .provider)
    }

    package func write(into json: inout JSONWriter) {
        json.object { json in
            json.member("id", id)
            json.member("url", url.reveal())
            json.member("expires_at", expiresAt)
            json.member("return_url", returnURL)
            json.member("flow", flow.rawValue)
            json.member("provider", provider)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case id, url, flow, provider
        case expiresAt = "expires_at"
        case returnURL = "return_url"
    }
}
