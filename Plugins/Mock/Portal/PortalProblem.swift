import PageKit

/// Why a request is answered with a page that says what is wrong.
enum PortalProblem: Error, Hashable {
    case notFound
    case methodNotAllowed
    case malformed
    case notAForm
    case unavailable
    /// The session has ended.
    case expired
    /// No session is known by this link.
    case unknownLink

    /// - Parameter home: where there is a page to go on from.
    func page(in site: PageSite, home: String? = nil) -> Page {
        var actions: [PageAction] = []
        if let home { actions.append(.link("Back to the overview", to: home, style: .primary)) }
        if let back = site.returnLink {
            actions.append(.link(back.label, to: back.target, style: home == nil ? .primary : .secondary))
        }
        return Page(
            status: status,
            title: title,
            site: site,
            lead: PageText(text(hasWayBack: site.returnLink != nil)),
            blocks: actions.isEmpty ? [] : [.actions(actions)]
        )
    }

    private var status: Int {
        switch self {
        case .notFound, .unknownLink: 404
        case .methodNotAllowed: 405
        case .malformed: 400
        case .notAForm: 415
        case .unavailable: 503
        case .expired: 410
        }
    }

    private var title: String {
        switch self {
        case .notFound: "Page not found"
        case .methodNotAllowed: "This page cannot do that"
        case .malformed: "We could not read that"
        case .notAForm: "That was not a form"
        case .unavailable: "Billing is temporarily unavailable"
        case .expired: "This page has expired"
        case .unknownLink: "This link does not work"
        }
    }

    private func text(hasWayBack: Bool) -> String {
        switch self {
        case .notFound: "There is nothing here. It may have moved, or belong to somebody else."
        case .methodNotAllowed: "Go back and use the buttons of the page. Nothing was changed."
        case .malformed: "Something in the address or the form was not as it should be. Nothing was changed."
        case .notAForm: "Only the forms of these pages can be sent here. Nothing was changed."
        case .unavailable: "Nothing was changed. Try again in a moment."
        case .expired:
            hasWayBack
                ? "For your safety billing pages close after a while. Go back and open billing again."
                : "For your safety billing pages close after a while. Open billing again where you came from."
        case .unknownLink:
            "Links to billing pages work for a short time, and this one is not known. Open billing again where you came from."
        }
    }
}
