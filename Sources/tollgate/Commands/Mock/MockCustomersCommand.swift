import ArgumentParser
import BillingServer
import HTTPTypes

/// `tollgate mock customers`.
struct MockCustomersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "customers",
        abstract: "The mock's customers.",
        subcommands: [List.self, Show.self, Add.self, Remove.self]
    )

    /// `tollgate mock customers list`.
    struct List: GatewayCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the customers.",
            discussion: """
                Examples:
                  tollgate mock customers list
                  tollgate mock customers list --json
                """
        )

        @OptionGroup var mock: MockOptions
        @OptionGroup var output: OutputOptions

        func perform(_ console: Console) async throws {
            let json = try await mock.api(console).call(.get, "/customers")
            try show(json, console) {
                var table = TextTable(heading: ["ID", "NAME", "STATUS", "PRICE", "NEXT", "CARD"])
                for customer in try OperatorAPI.read(MockCustomers.self, json).customers {
                    table.add([
                        customer.id, customer.name ?? "–", customer.statusText, customer.subscription?.priceText ?? "–",
                        customer.subscription?.next ?? "–", customer.paymentMethod?.text ?? "–",
                    ])
                }
                return table.text
            }
        }
    }

    /// `tollgate mock customers show`.
    struct Show: GatewayCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one customer.",
            discussion: """
                Example:
                  tollgate mock customers show ada
                """
        )

        @Argument(help: ArgumentHelp("The mock's own id of the customer.", valueName: "id")) var id: String
        @OptionGroup var mock: MockOptions
        @OptionGroup var output: OutputOptions

        func perform(_ console: Console) async throws {
            let json = try await mock.api(console).call(.get, "/customers/\(id.escaped)")
            try show(json, console) { try OperatorAPI.read(MockCustomer.self, json).text }
        }
    }

    /// `tollgate mock customers add`.
    struct Add: GatewayCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a customer, with a subscription where a price is given.",
            discussion: """
                Examples:
                  tollgate mock customers add
                  tollgate mock customers add hal --price mock_pro_m --trial-days 14
                  tollgate mock customers add ida --price mock_pro_y --card declines
                """
        )

        @Argument(help: ArgumentHelp("An id; the next free one unless given.", valueName: "id")) var id: String?
        @Option(help: ArgumentHelp("A name.", valueName: "name")) var name: String?
        @Option(help: ArgumentHelp("An e-mail address.", valueName: "address")) var email: String?
        @Option(help: ArgumentHelp("One of the mock's own prices, such as mock_pro_m.", valueName: "price"))
        var price: String?
        @Option(help: ArgumentHelp("How many of it.", valueName: "number")) var quantity: Int?
        @Option(help: ArgumentHelp("How long the trial is, in days.", valueName: "days")) var trialDays: Int?
        @Option(
            help: ArgumentHelp(
                "The card: visa, mastercard, amex, declines (every charge fails) or none.",
                valueName: "card"
            ),
            completion: .list(["visa", "mastercard", "amex", "declines", "none"])
        )
        var card: String?
        @OptionGroup var mock: MockOptions
        @OptionGroup var output: OutputOptions

        func perform(_ console: Console) async throws {
            var members = JSONMembers()
            members["id"] = id
            members["name"] = name
            members["email"] = email
            members["price"] = price
            members["quantity"] = quantity
            members["trial_days"] = trialDays
            members["card"] = card
            let json = try await mock.api(console).call(.post, "/customers", json: members.json())
            try show(json, console) { try OperatorAPI.read(MockCustomer.self, json).text }
        }
    }

    /// `tollgate mock customers rm`.
    struct Remove: GatewayCommand {
        static let configuration = CommandConfiguration(
            commandName: "rm",
            abstract: "Delete a customer, as the provider's own dashboard would.",
            discussion: """
                Example:
                  tollgate mock customers rm ada
                """
        )

        @Argument(help: ArgumentHelp("The mock's own id of the customer.", valueName: "id")) var id: String
        @OptionGroup var mock: MockOptions
        @OptionGroup var output: OutputOptions

        func perform(_ console: Console) async throws {
            let json = try await mock.api(console).call(.delete, "/customers/\(id.escaped)")
            try show(json, console) { "Deleted \(id.printable)." }
        }
    }
}

extension MockCustomer {
    fileprivate var statusText: String { subscription?.status.replacing("_", with: " ") ?? "no subscription" }

    /// All of it, for people.
    fileprivate var text: String {
        var table = TextTable()
        table.add(["Customer", id])
        if let name { table.add(["Name", name]) }
        if let email { table.add(["E-mail", email]) }
        table.add(["Card", paymentMethod.map { "\($0.text), expires \($0.expires)" } ?? "none"])
        table.add(["Status", ([statusText] + [subscription?.next].compactMap(\.self)).joined(separator: ", ")])
        if let subscription { table.add(["Price", subscription.priceText]) }
        if let subscription { table.add(["Subscription", subscription.id]) }
        return table.text
    }
}
