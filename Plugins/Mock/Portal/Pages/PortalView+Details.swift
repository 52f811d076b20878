import PageKit

extension PortalView {
    /// What somebody wrote about themselves.
    struct DetailsInput {
        let name: String
        let email: String

        static let nameLimit = 100
        static let emailLimit = 254

        init(_ form: URLForm) {
            name = form.text("name") ?? ""
            email = form.text("email") ?? ""
        }

        var nameError: String? {
            if name.count > DetailsInput.nameLimit { return "Write at most \(DetailsInput.nameLimit) characters." }
            return DetailsInput.isPrintable(name) ? nil : "Write the name in one line, without control characters."
        }

        var emailError: String? {
            if email.isEmpty { return nil }
            let parts = email.split(separator: "@", omittingEmptySubsequences: false)
            let isAddress =
                parts.count == 2 && !parts.contains(where: \.isEmpty) && !email.contains(where: \.isWhitespace)
                && email.utf8.count <= DetailsInput.emailLimit && DetailsInput.isPrintable(email)
            return isAddress ? nil : "Enter an e-mail address, such as ada@example.com."
        }

        var isValid: Bool { nameError == nil && emailError == nil }

        private static func isPrintable(_ text: String) -> Bool {
            text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        }
    }

    /// - Parameter input: what was sent, to be put right; nil: nothing was.
    func detailsPage(_ input: DetailsInput? = nil) -> Page {
        let fields = [
            PageField(
                "name",
                "Name",
                error: input?.nameError,
                isOptional: true,
                .line(.init(input?.name ?? customer.name, autocomplete: "name", limit: DetailsInput.nameLimit))
            ),
            PageField(
                "email",
                "E-mail",
                hint: "The mock sends nothing.",
                error: input?.emailError,
                isOptional: true,
                .line(
                    .init(
                        input?.email ?? customer.email ?? "",
                        type: "email",
                        autocomplete: "email",
                        limit: DetailsInput.emailLimit
                    )
                )
            ),
        ]
        return page(
            "Your details",
            status: input == nil ? 200 : 422,
            [.form(PageForm(to: path(.details), fields, submit: "Save", cancel: PageLink("Cancel", path(.overview))))]
        )
    }
}
