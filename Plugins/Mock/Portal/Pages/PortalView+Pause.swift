import FoundationEssentials
import PageKit

/// For how long a plan is to stand still.
enum PauseLength: String, CaseIterable {
    case oneMonth = "1"
    case twoMonths = "2"
    case threeMonths = "3"
    case untilResumed = "until_resumed"

    /// Nil: until somebody ends it.
    var months: Int? { Int(rawValue) }

    var title: String {
        switch self {
        case .oneMonth: "1 month"
        case .twoMonths: "2 months"
        case .threeMonths: "3 months"
        case .untilResumed: "Until I resume it"
        }
    }
}

extension PortalView {
    static let pauseError = "Choose for how long your plan is to be paused."

    func pausePage(_ subscription: MockSubscription, error: String? = nil) -> Page {
        let options = PauseLength.allCases.map { length in
            PageOption(
                length.rawValue,
                length.title,
                text: goesOn(length),
                isChosen: length == .oneMonth && error == nil
            )
        }
        return page(
            "Pause plan",
            status: error == nil ? 200 : 422,
            lead:
                "While your plan is paused you pay nothing and have no access. The rest of the period is kept for later.",
            [
                .form(
                    PageForm(
                        to: path(.confirmPause(subscription.id)),
                        method: .get,
                        [PageField("for", "For how long?", error: error, .choices(options))],
                        submit: "Continue",
                        cancel: PageLink("Cancel", path(.overview))
                    )
                )
            ]
        )
    }

    func pauseConfirmation(_ subscription: MockSubscription, _ query: URLForm) -> Page {
        guard let length = query["for"].flatMap(PauseLength.init(rawValue:)) else {
            return pausePage(subscription, error: PortalView.pauseError)
        }
        let form = PageForm(
            to: path(.confirmPause(subscription.id)),
            values: [PageFormValue("for", length.rawValue), PageFormValue("state", subscription.fingerprint)],
            submit: "Pause plan",
            cancel: PageLink("Cancel", path(.overview))
        )
        return page(
            "Confirm the pause",
            back: .pause(subscription.id),
            [
                .section(
                    PageSection(
                        "Your pause",
                        [
                            .details([
                                PageDetail("Plan", "\(strong: subscription.price.name)"),
                                PageDetail("Paused", "\(length.title)"),
                                PageDetail("Goes on", goesOn(length)),
                            ]),
                            .form(form),
                        ]
                    )
                )
            ]
        )
    }

    private func goesOn(_ length: PauseLength) -> PageText {
        length.months.map { "By itself on \(date: now.addingMonths($0))" } ?? "When you say so"
    }
}
