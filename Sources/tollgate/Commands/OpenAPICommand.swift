import ArgumentParser
import BillingServer

/// `tollgate openapi`.
struct OpenAPICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "openapi",
        abstract: "Print the OpenAPI description of the HTTP API.",
        discussion: """
            Example:
              tollgate openapi > openapi.json
            """
    )

    @OptionGroup var output: OutputOptions

    func run() async throws {
        output.console.data(String(decoding: OpenAPI.bytes, as: UTF8.self))
    }
}
