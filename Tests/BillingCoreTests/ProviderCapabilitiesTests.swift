import BillingCore
import Testing

@Suite("What a provider can do")
struct ProviderCapabilitiesTests {
    @Test(
        "a portal always has a first page",
        arguments: [[], [.home], [.paymentMethodUpdate], Set(PortalFlow.allCases)] as [Set<PortalFlow>]
    )
    func home(flows: Set<PortalFlow>) {
        let portal = ProviderCapabilities.Portal(flows: flows, honoursReturnURL: true, origins: [])
        #expect(portal.flows == flows.union([.home]))
    }

    @Test("a provider may have no portal")
    func none() {
        #expect(ProviderCapabilities(portal: nil).portal == nil)
    }

    @Test(
        "a flow that acts on one subscription says so",
        arguments: [
            (PortalFlow.home, "home", false),
            (.paymentMethodUpdate, "payment_method_update", false),
            (.subscriptionCancel, "subscription_cancel", true),
            (.subscriptionUpdate, "subscription_update", true),
            (.subscriptionUpdateConfirm, "subscription_update_confirm", true),
            (.subscriptionPause, "subscription_pause", true),
            (.customerUpdate, "customer_update", false),
        ]
    )
    func flows(flow: PortalFlow, name: String, needsSubscription: Bool) {
        #expect(flow.rawValue == name)
        #expect(flow.needsSubscription == needsSubscription)
        #expect(PortalFlow.allCases.count == 7)
    }
}
