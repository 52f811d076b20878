import BillingCore
import FoundationEssentials
import PageKit

extension ConsoleView {
    func faults() throws -> Page {
        let all = try MockFault.fetchAll(world.db)
        var blocks: [PageBlock] = []
        if all.isEmpty {
            blocks.append(.empty(PageEmptyState("No faults", "All calls of the gateway go well.")))
        } else {
            blocks += [
                .table(table(of: all)),
                .actions([.post("Clear all faults", to: link("/faults/clear"), style: .danger)]),
            ]
        }
        blocks.append(.section(PageSection("Add a fault", [.form(try additionForm())])))
        return try page(
            "Faults",
            in: "Faults",
            lead: "Trouble for the gateway's calls, to see what your application makes of it.",
            blocks
        )
    }

    private func table(of faults: [MockFault]) -> PageTable {
        PageTable(
            caption: "Faults",
            isCaptionHidden: true,
            columns: [.init("Fault"), .init("Strikes"), .init("What happens"), .init("How often")],
            rows: faults.map { fault in
                .init(
                    [
                        "\(fault.id)", "\(code: fault.operation.rawValue)", PageText(ConsoleView.sentence(fault.kind)),
                        PageText(ConsoleView.frequency(fault)),
                    ],
                    actions: [
                        .post(
                            "Clear",
                            object: "fault \(fault.id)",
                            to: link("/faults/clear"),
                            values: [.init("id", String(fault.id))],
                            style: .quiet
                        )
                    ]
                )
            }
        )
    }

    private static func sentence(_ kind: MockFault.Kind) -> String {
        switch kind {
        case .latency(let duration): "The answer is \(DurationText.text(duration)) late"
        case .status(let status): "Status \(status)"
        case .timeout: "No answer comes"
        case .reset: "The connection breaks"
        case .malformed: "The answer makes no sense"
        case .empty: "The answer is empty"
        case .rateLimit(let duration): "Too many requests, again after \(DurationText.text(duration))"
        }
    }

    private static func frequency(_ fault: MockFault) -> String {
        if let rate = fault.rate { return "A share of \(rate) of the calls, seed \(fault.seed ?? 1)" }
        return fault.remaining == 1 ? "Once" : "\(fault.remaining ?? 0) times"
    }

    private func additionForm() throws -> PageForm {
        let deed = ConsoleDeed.addFault
        func line(_ name: String, _ label: String, _ hint: PageText) -> PageField {
            PageField(
                name,
                label,
                hint: hint,
                error: error(name, in: deed),
                isOptional: true,
                .line(.init(typed(name, in: deed) ?? "", limit: 20, width: .short))
            )
        }
        func menu(_ name: String, _ label: String, _ options: [(value: String, label: String)]) -> PageField {
            PageField(
                name,
                label,
                error: error(name, in: deed),
                .menu(options.map { PageOption($0.value, $0.label, isChosen: typed(name, in: deed) == $0.value) })
            )
        }
        return PageForm(
            to: link("/faults/add"),
            [
                menu(
                    "operation",
                    "Strikes",
                    [
                        ("portal.create", "Opening the portal"), ("subscription.fetch", "Reading the subscription"),
                        ("cancellation.check", "Checking the cancellation"), ("*", "Every call"),
                    ]
                ),
                menu(
                    "kind",
                    "What happens",
                    [
                        ("timeout", "No answer comes"), ("latency", "The answer is late"),
                        ("status", "An error of a status"), ("reset", "The connection breaks"),
                        ("malformed", "The answer makes no sense"), ("empty", "The answer is empty"),
                        ("rate-limit", "Too many requests"),
                    ]
                ),
                line("count", "How many times", "Once, unless there is a number or a share."),
                line("rate", "Share of the calls", "Above 0 and up to 1, in place of a number."),
                line("seed", "Seed of the share", "Decides which calls: the same ones in every run."),
                line("latency", "Late by", "For an answer that is late, such as \(code: "250ms") or \(code: "3s")."),
                line("status", "Status", "For an error of a status: 400 to 599."),
                line("retry_after", "Again after", "For too many requests; \(code: "1s") unless there is one."),
            ],
            values: [.init("counter", String(try world.counter()))],
            submit: "Add fault"
        )
    }
}
