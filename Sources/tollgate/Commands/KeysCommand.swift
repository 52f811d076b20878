import ArgumentParser
import BillingCore
import BillingRouter

/// `tollgate keys`.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Server keys: what a tenant's backend authenticates with.",
        subcommands: [Create.self]
    )

    /// `tollgate keys create`.
    struct Create: GatewayCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a server key, and print it once with the hash to configure.",
            discussion: """
                The key is stored nowhere: give it to the tenant's backend, and put the hash below the tenant's
                `auth.api_keys`.

                Example:
                  tollgate keys create --id backend --scope billing:read --scope portal:create
                """
        )

        @Option(
            help: ArgumentHelp("The key's name in the configuration and in logs.", valueName: "name"),
            transform: { text in
                let isName = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || ".-_".contains($0)) }
                guard isName, (1...63).contains(text.utf8.count) else {
                    throw ValidationError("a key's name has 1 to 63 letters, digits, points, hyphens and underscores")
                }
                return text
            }
        )
        var id = "backend"

        @Option(help: ArgumentHelp("What the key is good for; may be repeated.", valueName: "scope"))
        var scope: [APIKey.Scope] = [.billingRead, .portalCreate]

        @OptionGroup var output: OutputOptions

        func perform(_ console: Console) async throws {
            let key = APIKey.generate()
            let digest = APIKey.Digest(of: key.reveal())
            try await show(KeyListing(id: id, key: key.reveal(), digest: digest, scopes: scope), console) {
                let scopes = scope.map(\.rawValue).joined(separator: ", ")
                return """
                    key:  \(key.reveal())
                    hash: \(digest)

                    auth:
                      api_keys:
                        - { id: "\(id)", hash: "\(digest)", scopes: [\(scopes)] }
                    """
            }
            console.message("The key is shown this once.")
        }
    }
}

extension APIKey.Scope: ExpressibleByArgument {}

/// A new key, as a document.
private struct KeyListing: JSONDocument {
    let id: String
    let key: String
    let digest: APIKey.Digest
    let scopes: [APIKey.Scope]

    func write(into json: inout JSONWriter) {
        json.object { json in
            json.member("id", id)
            json.member("key", key)
            json.member("hash", digest.description)
            json.member("scopes", scopes.map(\.rawValue))
        }
    }
}
