public import BillingCore

/// What a tenant's backend may know of its own set-up.
public struct TenantDocument: Hashable, Sendable, Decodable, JSONDocument {
    /// The tenant.
    public let id: TenantID
    /// What it is called.
    public let name: String
    /// The provider instance that serves it.
    public let provider: ProviderDocument
    /// An IANA name, such as `Europe/Berlin`: dates are shown in it.
    public let timezone: String
    /// Where its application is.
    public let appURL: String?
    /// Where the portal leads back to unless a request says otherwise.
    public let returnURL: String?
    /// Where its customers choose a plan.
    public let choosePlanURL: String?
    /// What portal sessions can open with.
    public let portalFlows: [PortalFlow]

    package init(
        id: TenantID,
        name: String,
        provider: ProviderDocument,
        timezone: String,
        appURL: String?,
        returnURL: String?,
        choosePlanURL: String?,
        portalFlows: [PortalFlow]
    ) {
        self.id = id
        self.name = name
        self.provider = provider
        self.timezone = timezone
        self.appURL = appURL
        self.returnURL = returnURL
        self.choosePlanURL = choosePlanURL
        self.portalFlows = portalFlows
    }

    package func write(into json: inout JSONWriter) {
        json.object { json in
            json.member("id", id.rawValue)
            json.member("name", name)
            json.member("provider", provider)
            json.member("timezone", timezone)
            json.member("app_url", appURL)
            json.member("return_url", returnURL)
            json.member("choose_plan_url", choosePlanURL)
            json.member("portal_flows", portalFlows.map(\.rawValue))
        }
    }

    private enum CodingKeys: String, CodingKey {
        case id, name, provider, timezone
        case appURL = "app_url"
        case returnURL = "return_url"
        case choosePlanURL = "choose_plan_url"
        case portalFlows = "portal_flows"
    }
}

/// The provider instance that an answer comes from.
public struct ProviderDocument: Hashable, Sendable, Decodable, JSONDocument {
    /// The instance.
    public let id: ProviderID
    /// What sort of provider it is.
    public let kind: ProviderKind
    /// Whether real money moves.
    public let mode: ProviderMode

    package init(id: ProviderID, kind: ProviderKind, mode: ProviderMode) {
        self.id = id
        self.kind = kind
        self.mode = mode
    }

    package func write(into json: inout JSONWriter) {
        json.object { json in
            json.member("id", id.rawValue)
            json.member("kind", kind.rawValue)
            json.member("mode", mode.rawValue)
        }
    }
}
