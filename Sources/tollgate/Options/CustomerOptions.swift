import ArgumentParser
import BillingCore
import BillingRouter

/// Whose billing a command is about.
struct CustomerOptions: ParsableArguments {
    @OptionGroup var tenantOptions: TenantOptions

    @Option(
        help: ArgumentHelp("The tenant's own id of the customer.", valueName: "id"),
        transform: { try parsed($0, CustomerID.init) }
    )
    var customer: CustomerID

    var tenant: TenantID { tenantOptions.tenant }

    var reference: CustomerReference { CustomerReference(tenant: tenant, customer: customer) }
}

/// Which tenant a command is about.
struct TenantOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The tenant.", valueName: "id"),
        transform: { try parsed($0, TenantID.init) }
    )
    var tenant: TenantID
}

/// Reads an identifier, and says what is wrong with one that is none.
func parsed<Identifier>(
    _ text: String,
    _ make: (String) throws(InvalidIdentifier) -> Identifier
) throws -> Identifier {
    do {
        return try make(text)
    } catch {
        throw ValidationError(error.reason)
    }
}
