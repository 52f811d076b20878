import BillingCore
import BillingHTTP
import FoundationEssentials
import HTTPTypes
import PageKit

// Events, and the world as a whole.
extension ConsoleView {
    /// How many events are listed.
    private static let latest = 100

    func events() throws -> Page {
        let typed = query.text("customer") ?? ""
        let customer = try? ProviderCustomerID(typed)
        let isWrong = !typed.isEmpty && customer == nil
        let events = isWrong ? [] : try MockEvent.fetch(of: customer, limit: ConsoleView.latest, world.db)
        let filter = PageForm(
            to: link("/events"),
            method: .get,
            [
                PageField(
                    "customer",
                    "Customer",
                    error: isWrong ? "This is no customer's id." : nil,
                    isOptional: true,
                    .line(.init(typed, limit: 255, width: .medium))
                )
            ],
            submit: "Filter",
            style: .secondary,
            cancel: typed.isEmpty ? nil : PageLink("Show all", link("/events"))
        )
        return try page(
            "Events",
            in: "Events",
            lead: "The latest \(ConsoleView.latest), the newest first.",
            [
                .form(filter),
                events.isEmpty ? .empty(PageEmptyState("No events")) : .table(table(of: events)),
            ]
        )
    }

    func state() throws -> Page {
        let deed = ConsoleDeed.importState
        return try page(
            "State",
            in: "State",
            lead:
                "The whole world as one JSON document: customers, subscriptions, invoices, the clock, faults and events.",
            [
                .section(
                    PageSection("Export", [.actions([.link("Download", to: link("/state/export"), style: .primary)])])
                ),
                .section(
                    PageSection(
                        "Import",
                        [
                            .text("It takes the place of this world, all of it or nothing. Open portal sessions end."),
                            .form(
                                PageForm(
                                    to: link("/state/import"),
                                    [
                                        PageField(
                                            "document",
                                            "Exported world",
                                            .lines(value: typed("document", in: deed) ?? "", limit: 8_000_000)
                                        )
                                    ],
                                    submit: "Import",
                                    style: .secondary
                                )
                            ),
                        ]
                    )
                ),
                .section(
                    PageSection(
                        "Begin again",
                        [
                            .text("With the customers of the first start, and the clock on the wall clock."),
                            .actions([.link("Begin again", to: link("/state/beginning"), style: .danger)]),
                        ]
                    )
                ),
            ]
        )
    }

    func reset() throws -> Page {
        try page(
            "Begin again?",
            in: "State",
            lead: "All that is in this world is lost. Export it first if you may want it back.",
            [
                .form(
                    PageForm(
                        to: link("/state/reset"),
                        submit: "Begin again",
                        style: .danger,
                        cancel: PageLink("Keep this world", link("/state"))
                    )
                )
            ]
        )
    }

    /// The document to be kept as a file.
    func export() throws -> HostedPageResponse {
        var fields: HTTPFields = [.contentType: "application/json", .cacheControl: "no-store"]
        fields[.xContentTypeOptions] = "nosniff"
        fields[.contentDisposition] = "attachment; filename=\"\(instance)-world.json\""
        return HostedPageResponse(
            head: HTTPResponse(status: .ok, headerFields: fields),
            body: Array(try world.state().document.readable.utf8)
        )
    }
}
