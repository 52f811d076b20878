import FoundationEssentials
import PageKit

/// A page that has one of everything.
func everything(_ text: String = "Pro", site: PageSite? = nil) -> Page {
    let day = Date(timeIntervalSince1970: 1_796_114_096)
    let table = PageTable(
        caption: "Invoices \(text)",
        columns: [.init("Date"), .init("Number \(text)"), .init("Amount", isNumeric: true), .init("Status")],
        rows: [
            .init(
                ["\(date: day)", "\(code: text)", "15.00 USD", "\(badge: PageBadge("Open", .warning))"],
                actions: [
                    .post("Pay", object: "invoice \(text)", to: "/pay", values: [.init("invoice", text)], style: .quiet)
                ]
            ),
            .init(["\(time: day)", "INV-0001", "15.00 USD", "\(badge: PageBadge("Paid", .success))"]),
            .init(["Total", "", "30.00 USD", ""], isTotal: true),
        ]
    )
    let form = PageForm(
        to: "/send",
        [
            PageField(
                "number",
                "Card number \(text)",
                hint: "A test number such as \(code: "4242 4242 4242 4242")",
                error: "Enter one of the test numbers \(text)",
                .line(.init(text, autocomplete: "cc-number", inputMode: "numeric", limit: 23, width: .medium))
            ),
            PageField("comment", "Comment", isOptional: true, .lines(value: "\n\(text)", limit: 500)),
            PageField(
                "reason",
                "Reason",
                hint: "Hint \(text)",
                error: "Choose a reason",
                .choices([
                    .init("too_expensive", "Too expensive", isChosen: true),
                    .init(text, text, text: "15.00 USD / month", badge: PageBadge("Current plan", .info)),
                ])
            ),
            PageField("kind", "Kind", .menu([.init("a", "A"), .init(text, text, isChosen: true)])),
            PageField("sure", "I am sure \(text)", .check(isOn: true)),
        ],
        values: [.init("state", text)],
        submit: "Save \(text)",
        cancel: PageLink("Cancel \(text)", "/back")
    )
    return Page(
        title: "Everything \(text)",
        site: site
            ?? PageSite(
                name: "Acme \(text)",
                basePath: "/providers/sandbox",
                home: "/home",
                banner: "Mock provider: no real money moves \(text)",
                navigation: [PageLink("Customers", "/customers", isCurrent: true), PageLink("Clock", "/clock")],
                returnLink: PageLink("Return to Acme \(text)", "https://app.acme.example/?a=\(text)"),
                footer: ["The mock’s clock: \(date: day) \(text)"],
                branding: PageBranding(
                    logo: .init(source: "/logo.svg"),
                    support: PageLink("Help \(text)", "https://acme.example/help")
                )
            ),
        back: PageLink("Overview", "/overview"),
        lead: "You are on the \(strong: text) plan, \(hidden: text) and \(link: PageLink(text, text)).",
        blocks: [
            .notice(PageNotice(.success, "Your plan will be canceled on \(date: day)", "You keep access until then.")),
            .notice(
                PageNotice(.info, "To be known \(text)", actions: [.link("Look \(text)", to: "/look", style: .quiet)])
            ),
            .notice(PageNotice(.warning, "To be looked at")),
            .notice(PageNotice(.error, "Wrong \(text)", "More \(text)")),
            .section(
                PageSection(
                    "Plan \(text)",
                    badge: PageBadge("Active", .success),
                    [
                        .details([
                            PageDetail(
                                "Plan \(text)",
                                "\(strong: text)",
                                action: .link("Change", to: "/change", style: .quiet)
                            ),
                            PageDetail("Renews", "\(date: day)"),
                            PageDetail("Price", "15.00 USD / month"),
                        ]),
                        .actions([
                            .link("Update", to: "/update", style: .primary), .post("Keep", to: "/keep"),
                            .post("Cancel plan", to: "/cancel", style: .danger),
                        ]),
                        .section(PageSection("Part \(text)", [.text("Text \(text)"), .list(["One \(text)", "Two"])])),
                    ]
                )
            ),
            .section(PageSection("Table", [.table(table)])),
            .section(PageSection("Form", [.form(form)])),
            .section(
                PageSection(
                    "Nothing",
                    [.empty(PageEmptyState("No \(text)", "There is none yet", action: .link("Make one", to: "/x")))]
                )
            ),
            .folded(summary: "Test cards \(text)", [.text("Folded"), .code("a <b>\n\(text)")]),
        ] + [PageElement("acme-button", [.init("tenant", text)], text: text)].compactMap(\.self).map(PageBlock.element)
    )
}
