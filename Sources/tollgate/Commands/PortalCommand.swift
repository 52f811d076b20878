import ArgumentParser
import BillingCore
import BillingRouter
import BillingServer
import Foundation

/// `tollgate portal`.
struct PortalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "portal",
        abstract: "The provider's self-service portal.",
        subcommands: [Create.self]
    )

    /// `tollgate portal create`.
    struct Create: GatewayCommand {
        static let configuration = CommandConfiguration(
            abstract: "Open the portal for a customer, and print where it is.",
            discussion: """
                Whoever has the printed URL acts as the customer: treat it as a password.

                Examples:
                  tollgate portal create -t demo --customer ada
                  tollgate portal create -t demo --customer ada --flow subscription_cancel --open
                """
        )

        @OptionGroup var customer: CustomerOptions

        @Option(
            help: ArgumentHelp(
                "What the portal opens with: \(PortalFlow.allCases.map(\.rawValue).joined(separator: ", ")).",
                valueName: "flow"
            ),
            completion: .list(PortalFlow.allCases.map(\.rawValue)),
            transform: { text in
                guard let flow = PortalFlow(rawValue: text) else {
                    throw ValidationError(
                        "a flow is one of \(PortalFlow.allCases.map(\.rawValue).joined(separator: ", "))"
                    )
                }
                return flow
            }
        )
        var flow: PortalFlow = .home

        @Option(
            help: ArgumentHelp(
                "The subscription that the flow acts on; the current one unless given.",
                valueName: "id"
            ),
            transform: { try parsed($0, SubscriptionID.init) }
        )
        var subscription: SubscriptionID?

        @Option(help: ArgumentHelp("For subscription_update_confirm: a price of the catalogue.", valueName: "price"))
        var price: String?

        @Option(help: ArgumentHelp("For subscription_update_confirm: how many.", valueName: "number"))
        var quantity: Int?

        @Option(
            help: ArgumentHelp("Where the portal leads back to: a path of the tenant's application.", valueName: "path")
        )
        var returnPath: String?

        @Option(help: ArgumentHelp("Where the portal leads back to: a URL that the tenant allows.", valueName: "url"))
        var returnURL: String?

        @Option(help: ArgumentHelp("The portal's language, such as de.", valueName: "tag"))
        var locale: String?

        @Option(help: ArgumentHelp("Repeat with the same key what may have been done already.", valueName: "key"))
        var idempotencyKey: String?

        @Flag(help: "Open it in the browser.") var open = false

        @OptionGroup var source: SourceOptions
        @OptionGroup var output: OutputOptions

        func validate() throws {
            if returnPath != nil, returnURL != nil {
                throw ValidationError("--return-path and --return-url exclude each other")
            }
        }

        func perform(_ console: Console) async throws {
            let access = try await source.service(for: customer.tenant, console)
            let order = PortalOrder(
                flow: flow,
                subscription: subscription,
                price: price,
                quantity: quantity,
                destination: returnURL.map { .url($0) } ?? returnPath.map { .path($0) } ?? .standard,
                locale: locale
            )
            let call = access.call(idempotencyKey: idempotencyKey)
            let session = try await access.service.createPortalSession(for: customer.reference, order, call)
            try await show(session, console) { session.url.reveal().printable }
            if !output.isJSON, output.field == nil, let expiresAt = session.expiresAt {
                console.message("It can be opened until \(RFC3339.string(from: expiresAt)).")
            }
            if open { try await Browser.open(session.url) }
        }
    }
}
