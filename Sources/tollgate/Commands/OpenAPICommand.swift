import ArgumentParser
import BillingServer

/// `tollgate openapi`.
struct OpenAPICommand: GatewayCommand {
    static let configuration = CommandConfiguration(
        commandName: "openapi",
        abstract: "Print the OpenAPI description of the HTTP API.",
        discussion: """
            Example:
              tollgate openapi > openapi.json
            """
    )

    @OptionGroup var output: OutputOptions

    func perform(_ console: Console) async throws {
        if let field = output.field {
            console.data(try JSONPointer.value(at: field, in: OpenAPI.bytes))
        } else {
            console.data(String(decoding: OpenAPI.bytes, as: UTF8.self))
        }
    }
}
