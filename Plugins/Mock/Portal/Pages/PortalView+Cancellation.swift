import PageKit

extension PortalView {
    /// When a plan is to end, and why.
    struct CancelChoice {
        let isNow: Bool
        let details: MockSubscription.CancellationDetails
    }

    /// What is wrong with the fields of a cancellation.
    struct CancelProblems: Error {
        var when: String?
        var reason: String?
        var comment: String?
    }

    private static let commentLimit = 500
    private static let now = "now"
    private static let periodEnd = "period_end"

    func cancelChoice(_ subscription: MockSubscription, _ form: URLForm) -> Result<CancelChoice, CancelProblems> {
        var problems = CancelProblems()
        let when = form["when"]
        // One that is planned already may be asked for again: forms are sent twice.
        let isLaterPossible = subscription.canCancelLater || subscription.plannedEnd != nil
        let possible = isLaterPossible ? [PortalView.periodEnd, PortalView.now] : [PortalView.now]
        if !possible.contains(when ?? "") { problems.when = "Choose when your plan is to end." }
        let reason = form["reason"] ?? ""
        let feedback = MockSubscription.CancellationDetails.Feedback(rawValue: reason)
        if feedback == nil, !reason.isEmpty { problems.reason = "Choose one of the reasons, or none." }
        let comment = form.text("comment")
        if let comment, comment.count > PortalView.commentLimit {
            problems.comment = "Write at most \(PortalView.commentLimit) characters."
        }
        if problems.when != nil || problems.reason != nil || problems.comment != nil { return .failure(problems) }
        return .success(
            CancelChoice(
                isNow: when == PortalView.now,
                details: MockSubscription.CancellationDetails(feedback: feedback, comment: comment)
            )
        )
    }

    /// - Parameter form: what was sent, to be put right; nil: nothing was.
    func cancelPage(_ subscription: MockSubscription, _ form: URLForm? = nil) -> Page {
        var problems = CancelProblems()
        if let form, case .failure(let found) = cancelChoice(subscription, form) { problems = found }
        let chosen = form?["when"] ?? (subscription.canCancelLater ? PortalView.periodEnd : PortalView.now)
        var times = [
            PageOption(
                PortalView.now,
                "Now",
                text: "You lose access at once. Nothing is paid back.",
                isChosen: chosen == PortalView.now
            )
        ]
        if subscription.canCancelLater {
            times.insert(
                PageOption(
                    PortalView.periodEnd,
                    subscription.status == .trialing ? "When the trial ends" : "At the end of the period",
                    text: "You keep access until \(date: subscription.periodEnd).",
                    isChosen: chosen == PortalView.periodEnd
                ),
                at: 0
            )
        }
        let reasons =
            [PageOption("", "I’d rather not say", isChosen: (form?["reason"] ?? "").isEmpty)]
            + MockSubscription.CancellationDetails.Feedback.allCases.sorted { $0 != .other && $1 == .other }.map {
                PageOption($0.rawValue, PortalWords.title($0), isChosen: form?["reason"] == $0.rawValue)
            }
        let fields = [
            PageField("when", "When is your plan to end?", error: problems.when, .choices(times)),
            PageField("reason", "Why do you cancel?", error: problems.reason, isOptional: true, .menu(reasons)),
            PageField(
                "comment",
                "Anything else we should know?",
                error: problems.comment,
                isOptional: true,
                .lines(value: form?["comment"] ?? "", limit: PortalView.commentLimit)
            ),
        ]
        return page(
            "Cancel plan",
            status: form == nil ? 200 : 422,
            lead: PortalWords.state(subscription),
            [
                .form(
                    PageForm(
                        to: path(.confirmCancel(subscription.id)),
                        method: .get,
                        fields,
                        submit: "Continue",
                        cancel: PageLink("Keep my plan", path(.overview))
                    )
                )
            ]
        )
    }

    func cancelConfirmation(_ subscription: MockSubscription, _ query: URLForm) -> Page {
        guard case .success(let choice) = cancelChoice(subscription, query) else {
            return cancelPage(subscription, query)
        }
        var details = [PageDetail("Plan", "\(strong: subscription.price.name)")]
        details.append(
            PageDetail("Ends", choice.isNow ? "Now" : "\(date: subscription.periodEnd)")
        )
        if let feedback = choice.details.feedback {
            details.append(PageDetail("Reason", "\(PortalWords.title(feedback))"))
        }
        if let comment = choice.details.comment { details.append(PageDetail("Comment", "\(comment)")) }
        let form = PageForm(
            to: path(.confirmCancel(subscription.id)),
            values: [
                PageFormValue("when", choice.isNow ? PortalView.now : PortalView.periodEnd),
                PageFormValue("reason", choice.details.feedback?.rawValue ?? ""),
                PageFormValue("comment", choice.details.comment ?? ""),
                PageFormValue("state", subscription.fingerprint),
            ],
            submit: choice.isNow ? "Cancel plan now" : "Cancel plan",
            style: .danger,
            cancel: PageLink("Keep my plan", path(.overview))
        )
        let consequence: PageText =
            choice.isNow
            ? "You lose access at once, and nothing is paid back. This cannot be undone."
            : "You keep access until \(date: subscription.periodEnd), and can change your mind until then."
        return page(
            "Confirm the cancellation",
            back: .cancel(subscription.id),
            lead: consequence,
            [.section(PageSection("Your cancellation", [.details(details), .form(form)]))]
        )
    }
}

extension MockSubscription {
    /// Whether an end with the period lies ahead and is not planned yet.
    var canCancelLater: Bool {
        switch status {
        case .trialing, .active: plannedEnd == nil
        case .incomplete, .pastDue, .unpaid, .paused, .canceled, .incompleteExpired: false
        }
    }
}
