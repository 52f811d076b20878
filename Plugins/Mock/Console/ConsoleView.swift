import BillingCore
import BillingHTTP
import FoundationEssentials
import GRDB
import HTTPTypes
import PageKit

/// Makes the console's pages of the world as it is now.
struct ConsoleView {
    let world: MockTransaction
    let instance: ProviderID
    let environment: DeploymentEnvironment
    let basePath: String
    let query: URLForm
    /// What was tried in vain just now.
    let attempt: Console.Attempt?

    func page(_ place: Console.Place) throws -> Page {
        switch place {
        case .customers: try customers()
        case .customer(let id): try customer(id)
        case .deletion(let id): try deletion(id)
        case .clock: try clock()
        case .faults: try faults()
        case .events: try events()
        case .state, .export: try state()
        case .reset: try reset()
        }
    }

    // MARK: - What pages share

    func page(_ title: String, in section: String, back: PageLink? = nil, lead: PageText? = nil, _ blocks: [PageBlock])
        throws -> Page
    {
        Page(
            title: title,
            site: ConsoleView.site(instance, environment, basePath, now: world.time, current: section),
            back: back,
            lead: lead,
            blocks: try notices() + blocks,
            isWide: true
        )
    }

    static func site(
        _ instance: ProviderID,
        _ environment: DeploymentEnvironment,
        _ basePath: String,
        now: MockTime?,
        current: String?
    ) -> PageSite {
        var banner = "Mock provider \(instance), \(environment.rawValue): no real money moves"
        if let now {
            banner += ". It is \(PageDates.utc.dayAndTime(now.world)) in this world"
            if now.isFrozen { banner += ", and the clock is frozen" }
        }
        let sections = [
            ("Customers", "/"), ("Clock", "/clock"), ("Faults", "/faults"), ("Events", "/events"), ("State", "/state"),
        ]
        return PageSite(
            name: "Mock \(instance)",
            basePath: basePath,
            home: basePath + "/",
            banner: banner + ".",
            navigation: sections.map { PageLink($0.0, basePath + $0.1, isCurrent: $0.0 == current) }
        )
    }

    func link(_ path: String) -> String { basePath + path }

    static func path(of customer: ProviderCustomerID) -> String {
        "/customers/" + PercentEncoding.encode(customer.rawValue)
    }

    /// What was typed into a field of the form that came back.
    func typed(_ name: String, in deed: ConsoleDeed) -> String? {
        attempt?.deed == deed ? attempt?.form[name] : nil
    }

    /// What is wrong with a field of the form that came back.
    func error(_ name: String, in deed: ConsoleDeed) -> String? {
        guard let attempt, attempt.deed == deed, attempt.field == name else { return nil }
        return ConsoleView.plain(attempt.problem.detail)
    }

    /// Without the marks that code has in a terminal.
    private static func plain(_ detail: String) -> String {
        let text = detail.replacing("`", with: "").replacing("_", with: " ")
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    private func notices() throws -> [PageBlock] {
        if let attempt {
            // The form shows it at the field.
            if attempt.field != nil { return [] }
            let place = attempt.problem.pointer.map { $0.isEmpty ? "" : " (at \($0))" } ?? ""
            return [
                .notice(
                    PageNotice(.error, "Nothing was changed", PageText(attempt.problem.detail + place), hasFocus: true)
                )
            ]
        }
        guard let done = query["done"], let title = ConsoleView.done[done] else { return [] }
        var blocks: [PageBlock] = [.notice(PageNotice(.success, PageText(title), hasFocus: true))]
        if let last = query.text("after").flatMap(Int.init), (0..<Int.max).contains(last) {
            let events = try MockEvent.fetch(after: last, world.db)
            let shown = Array(events.prefix(100))
            blocks.append(
                .section(
                    PageSection(
                        "What happened",
                        [shown.isEmpty ? .text("Nothing else happened.") : .table(table(of: shown))]
                            + (events.count > shown.count
                                ? [.text("\(events.count - shown.count) more are on the page of events.")] : [])
                    )
                )
            )
        }
        return blocks
    }

    private static let done = [
        "added": "The customer was added.", "deleted": "The customer was deleted.", "changed": "Done.",
        "clock": "The clock was changed.", "fault": "The fault was added.", "cleared": "Cleared.",
        "imported": "The world was imported.", "reset": "The world begins again.",
    ]

    func table(of events: [MockEvent]) -> PageTable {
        PageTable(
            caption: "Events",
            isCaptionHidden: true,
            columns: [.init("Event"), .init("When"), .init("Customer"), .init("Who"), .init("What")],
            rows: events.map { event in
                .init([
                    "\(code: event.kind.rawValue)", "\(time: event.at)",
                    "\(link: PageLink(event.customer.rawValue, link(ConsoleView.path(of: event.customer))))",
                    "\(event.actor.rawValue)", "\(event.summary) \(code: event.object)",
                ])
            }
        )
    }
}
