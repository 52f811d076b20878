import BillingCore
import FoundationEssentials
import PageKit

extension ConsoleView {
    func clock() throws -> Page {
        let deed = ConsoleDeed.moveClock
        let target = link("/clock/move")
        let from = PageFormValue("from", RFC3339.string(from: world.time.world))
        func move(_ label: String, _ name: String, _ value: String, _ style: PageButtonStyle = .secondary) -> PageAction
        {
            .post(label, to: target, values: [.init(name, value)] + (name == "advance" ? [from] : []), style: style)
        }
        let isFrozen = world.time.isFrozen
        return try page(
            "Clock",
            in: "Clock",
            lead: "Renewals, ends of trials and cancellations happen as it passes them.",
            [
                .details([
                    PageDetail("World time", "\(time: world.time.world)"),
                    PageDetail("Wall time", "\(time: world.time.wall)"),
                    PageDetail("Ahead by", PageText(ahead)),
                    PageDetail("Runs", isFrozen ? "No, it is frozen" : "Yes"),
                ]),
                .section(
                    PageSection(
                        "Move on",
                        [
                            .actions([
                                move("1 day", "advance", "1d", .primary), move("1 week", "advance", "7d"),
                                move("32 days", "advance", "32d"),
                            ]),
                            .form(
                                PageForm(
                                    to: target,
                                    [
                                        field(
                                            "custom",
                                            "By",
                                            hint: "Such as \(code: "12h"), \(code: "90m") or \(code: "400d").",
                                            deed
                                        )
                                    ],
                                    values: [from],
                                    submit: "Move on",
                                    style: .secondary
                                )
                            ),
                            .form(
                                PageForm(
                                    to: target,
                                    [field("set", "To", hint: "Such as \(code: "2027-01-01T00:00:00Z").", deed)],
                                    submit: "Set",
                                    style: .secondary
                                )
                            ),
                        ]
                    )
                ),
                .section(
                    PageSection(
                        "Stop and put back",
                        [
                            .text("Put back on the wall clock, what has happened stays."),
                            .actions([
                                move(isFrozen ? "Let it run" : "Freeze", "frozen", isFrozen ? "no" : "yes"),
                                move("Put back", "reset", "yes", .danger),
                            ]),
                        ]
                    )
                ),
            ]
        )
    }

    private var ahead: String {
        let seconds = world.time.world.stored - world.time.wall.stored
        guard seconds != 0 else { return "Nothing" }
        let (days, rest) = abs(seconds).quotientAndRemainder(dividingBy: 86_400)
        let parts = [(days, "d"), (rest / 3600, "h"), (rest / 60 % 60, "min"), (rest % 60, "s")]
        return (seconds < 0 ? "−" : "") + parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: " ")
    }

    private func field(_ name: String, _ label: String, hint: PageText, _ deed: ConsoleDeed) -> PageField {
        PageField(
            name,
            label,
            hint: hint,
            error: error(name, in: deed),
            .line(.init(typed(name, in: deed) ?? "", limit: 32, width: .medium))
        )
    }
}
