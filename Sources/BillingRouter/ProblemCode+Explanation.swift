extension ProblemCode {
    /// A few words, the same for every problem of this code.
    package var title: String { explanation.title }

    /// What it means, and what whoever sees it can do: for `/problems/{code}` and `tollgate explain`.
    package var explanation: (title: String, meaning: String, remedy: String) {
        switch self {
        case .invalidRequest:
            (
                "The request is not valid", "A field, a parameter or the body is not as the API describes it.",
                "The problem's `detail` and `errors` name each fault and where it is. Correct them and send it again."
            )
        case .unauthenticated:
            (
                "Authentication is needed", "The request has no credential, or one that the gateway does not know.",
                "Send `Authorization: Bearer tg_…` with a server key of the tenant. `tollgate keys create` makes one."
            )
        case .forbidden:
            (
                "Not allowed", "The credential is good, but its scopes do not cover this call.",
                "Use a key with the scope that the problem's `detail` names, or add it in `auth.api_keys`."
            )
        case .notFound:
            ("Not found", "There is nothing at this path.", "The paths of the API are in `/openapi.json`.")
        case .tenantNotFound:
            (
                "No such tenant", "The tenant does not exist, or it is not the one that the credential belongs to.",
                "Compare the tenant in the path with the configuration. `tollgate tenants list` shows all of them."
            )
        case .customerNotFound:
            (
                "No such customer", "The provider has no such customer, or has deleted it.",
                "Compare the customer's link with the provider's dashboard; the account and the mode (test, live) count."
            )
        case .methodNotAllowed:
            (
                "Method not allowed", "The path exists, but not with this method.",
                "The `Allow` field of the answer names the methods that it has."
            )
        case .notAcceptable:
            (
                "Not acceptable", "The `Accept` field asks for a form that this path does not have.",
                "Ask for `application/json`."
            )
        case .customerNotLinked:
            (
                "The customer is not linked",
                "The tenant's customer has no link to a customer of the provider, so there is nobody to open a portal for.",
                "Add it to `customers` of the tenant, or let server keys name the provider's ids with "
                    + "`customer_ids: provider`."
            )
        case .portalUnavailable:
            (
                "No portal for this customer", "The tenant or the provider gives this customer no portal.",
                "Look at `portal.visibility` of the tenant and at the provider's portal settings."
            )
        case .idempotencyInFlight:
            (
                "The same call is still running", "Another call with this `Idempotency-Key` has not been answered yet.",
                "Wait for `Retry-After` and send it again with the same key."
            )
        case .payloadTooLarge:
            ("The body is too large", "The body has more bytes than this path takes.", "Send less: 64 KiB at most.")
        case .unsupportedMediaType:
            (
                "Unsupported media type", "The body is of a type that this path does not read.",
                "Send `Content-Type: application/json`."
            )
        case .returnURLNotAllowed:
            (
                "The return URL is not allowed",
                "The place to return to is not one of the tenant's, or is not a URL that a browser would take there.",
                "Add its origin and path to `return_urls.allow` of the tenant. Origins are compared exactly, paths by prefix."
            )
        case .flowNotSupported:
            (
                "The flow is not supported",
                "The portal cannot open with this flow: the tenant does not offer it, the provider does not have it, or "
                    + "the subscription does not fit.",
                "Look at `portal.flows` in the customer's overview, and ask for one of those."
            )
        case .idempotencyKeyReused:
            (
                "The idempotency key was used before",
                "Another call with this `Idempotency-Key` asked for something else.",
                "Use a new key for every intent, and the same key only to repeat one."
            )
        case .quotaExceeded:
            (
                "Too many requests", "The tenant has used up its quota.",
                "Wait for `Retry-After`, then send fewer requests."
            )
        case .capabilityUnsupported:
            (
                "The provider cannot do this", "The tenant's provider has no such capability at all.",
                "`tollgate providers list` shows what each provider can do."
            )
        case .providerAuthFailed:
            (
                "The provider refused the credential",
                "The gateway's own key at the provider is wrong, expired or revoked. The caller cannot do anything about it.",
                "Operator: replace the key that `api_key` of the provider instance refers to."
            )
        case .providerPermissionDenied:
            (
                "The provider denied permission", "The gateway's key at the provider may not make this call.",
                "Operator: the gateway's log names the permission that is missing. Add it to the restricted key."
            )
        case .providerMisconfigured:
            (
                "The provider is not set up for this",
                "The provider's account, or its settings in `providers.yaml`, are not as this call needs them: portal "
                    + "settings never saved, test and live mixed up, an unreadable certificate file.",
                "Operator: the gateway's log has the provider's own words under the same trace id."
            )
        case .providerBadResponse:
            (
                "The provider's answer is not usable",
                "It was not JSON, lacked a required field, was too large, or led to a place that is not allowed.",
                "Try again. If it stays, the operator's log has the details under the same trace id."
            )
        case .providerTLSError:
            (
                "The provider's certificate is not trusted",
                "The connection to the provider could not be made secure, so nothing was sent.",
                "Operator: look at the system's certificates, at `ca_file`, and at any proxy in between."
            )
        case .providerUnavailable:
            (
                "The provider is unavailable", "The provider cannot be reached, or fails.",
                "Try again after `Retry-After`."
            )
        case .providerRateLimited:
            (
                "The provider asks for fewer requests", "The provider's rate limit is reached.",
                "Try again after `Retry-After`."
            )
        case .providerTimeout:
            (
                "The provider did not answer in time",
                "No answer came in time. Nothing was changed: the call only reads, or was never sent.",
                "Try again."
            )
        case .outcomeUnknown:
            (
                "The outcome is not known",
                "The request was sent to the provider, and no answer came. It may have been carried out.",
                "Send it again with the same `Idempotency-Key`: it is carried out once at most."
            )
        case .internal:
            (
                "Something is wrong in the gateway",
                "A mistake of the gateway's own. Nothing about the request caused it.",
                "Operator: the log has it under the same trace id. Please report it."
            )
        case .overloaded:
            (
                "The gateway is overloaded", "More requests are under way than it takes.",
                "Try again after `Retry-After`."
            )
        case .draining:
            (
                "The gateway is shutting down", "This node is finishing what it has and takes nothing new.",
                "Try again after `Retry-After`: another node answers."
            )
        case .gatewayUnreachable:
            (
                "The gateway cannot be reached", "No gateway answered at the URL that was asked.",
                "Look at `--url` (or `TOLLGATE_URL`), and whether the gateway runs: `curl URL/livez`."
            )
        case .gatewayBadResponse:
            (
                "This is not a gateway's answer",
                "Something answered at the URL, but not with this gateway's documents.",
                "Look at `--url` (or `TOLLGATE_URL`), and at any proxy in between."
            )
        case .storeUnavailable:
            ("The store is unavailable", "The gateway cannot reach its database.", "Try again after `Retry-After`.")
        }
    }
}
