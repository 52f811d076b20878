import BillingCore
import BillingRouter
import PageKit

/// The billing page as data, for the web component.
struct BillingPageDocument: JSONDocument {
    let look: TenantLook
    let visitor: Visitor
    let overview: BillingOverview
    /// Whether something is not as it was when the customer left for the portal.
    ///
    /// Nil for who does not come from there.
    let wasUpdated: Bool?

    func write(into json: inout JSONWriter) {
        let actions =
            (overview.actions.primary.map { [ActionDocument(action: $0, isPrimary: true, look: look)] } ?? [])
            + overview.actions.secondary.map { ActionDocument(action: $0, isPrimary: false, look: look) }
        json.object { json in
            json.member("overview", overview)
            json.member("texts") { json in
                json.object { json in
                    json.member("title", overview.plan?.name ?? "Plan")
                    json.member("badge", overview.badge?.text)
                    json.member("tone", overview.badge?.tone.rawValue)
                    json.member("sentences", look.words.plain(overview.sentences))
                    json.member("price", look.words.price(overview.charge ?? overview.plan?.price))
                }
            }
            json.member("actions", actions)
            json.member("fingerprint", OverviewFingerprint.of(overview))
            json.member("updated", wasUpdated)
            json.member("csrf_token", visitor.formToken)
            json.member("portal_path", look.portal)
        }
    }

    private struct ActionDocument: JSONDocument {
        let action: BillingOverview.Action
        let isPrimary: Bool
        let look: TenantLook

        func write(into json: inout JSONWriter) {
            json.object { json in
                json.member("kind", action.kind.rawValue)
                json.member("label", action.label)
                json.member("primary", isPrimary)
                json.member("flow", action.flow?.rawValue)
                json.member("url", action.kind == .choosePlan ? action.url ?? look.choosePlan : nil)
            }
        }
    }
}
