import BillingCore
import BillingHTTP
import BillingRouter
import HTTPTypes
import PageKit

/// The pages of those who are not signed in.
struct StrangerPages {
    let look: TenantLook

    /// - Parameter login: where to sign in; nil where the tenant has no such place.
    func notSignedIn(login: String?) -> Page {
        var actions: [PageAction] = []
        if let login { actions.append(.link("Sign in", to: login, style: .primary)) }
        let app = look.tenant.returnURLs.app
        if login == nil, let app {
            actions.append(.link("Go to \(look.tenant.name)", to: app.description, style: .primary))
        }
        let text: PageText =
            login == nil
            ? "Open billing from \(look.tenant.name), where you are signed in."
            : "Sign in to see your billing."
        return page("You are not signed in", status: 401, [.notice(PageNotice(.info, text, actions: actions))])
    }

    func signedOut(login: String?) -> Page {
        let link = PageAction.link("Sign in again", to: login ?? look.billing, style: .primary)
        return page(
            "You are signed out",
            [.text("Nobody can see your billing in this browser now."), .actions([link])]
        )
    }

    /// For somebody who is signed in still.
    func notSignedOut(formToken: String) -> Page {
        let token = PageFormValue("csrf", formToken)
        return page(
            "You were not signed out",
            status: 403,
            [
                .text("We could not tell that it was you who asked. Please try again."),
                .actions([
                    .post("Sign out", to: look.signOut, values: [token], style: .primary),
                    .link("Go to billing", to: look.billing),
                ]),
            ]
        )
    }

    /// - Parameters:
    ///   - typed: what is no customer's id.
    ///   - problem: why it is none.
    func developmentLogin(
        _ customers: [DevelopmentLogin.Customer],
        typed: String? = nil,
        problem: String? = nil
    ) -> Page {
        let field = PageField(
            "as",
            "Customer",
            hint:
                "Any id that the tenant or its provider knows. There is no password: this is a gateway for development.",
            error: problem,
            .line(.init(typed ?? "", limit: 255))
        )
        var blocks: [PageBlock] = [.form(PageForm(method: .get, [field], submit: "Sign in"))]
        if !customers.isEmpty {
            let rows = customers.map { customer in
                PageTable.Row(
                    ["\(strong: customer.id)", "\(customer.note)"],
                    actions: [
                        .link(
                            "Sign in",
                            object: "as \(customer.id)",
                            to: "?as=" + PercentEncoding.encode(customer.id),
                            style: .secondary
                        )
                    ]
                )
            }
            let table = PageTable(
                caption: "Customers",
                isCaptionHidden: true,
                columns: [.init("Customer"), .init("Billing")],
                rows: rows
            )
            blocks.append(.section(PageSection("Customers", [.table(table)])))
        }
        return page("Sign in", status: problem == nil ? 200 : 422, blocks)
    }

    private func page(_ title: String, status: Int = 200, _ blocks: [PageBlock]) -> Page {
        var site = look.site
        site.home = nil
        return Page(status: status, title: title, site: site, blocks: blocks)
    }
}

/// The pages of no tenant.
enum NobodysPages {
    /// Where their style sheets are: no tenant has this name.
    static let folder = "-"

    static func site(named name: String, in place: PublicPlace) -> PageSite {
        PageSite(name: name, basePath: "\(place.prefix)/t/\(folder)")
    }

    static func notFound(in place: PublicPlace) -> Page {
        Page(
            status: 404,
            title: "Page not found",
            site: site(named: "Billing", in: place),
            blocks: [.text("There is nothing at this address. Please check it, or go back to where you came from.")]
        )
    }
}
