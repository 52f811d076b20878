import ArgumentParser
import BillingRouter

/// `tollgate version`.
struct VersionCommand: GatewayCommand {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Print the version."
    )

    @OptionGroup var output: OutputOptions

    func perform(_ console: Console) async throws {
        try await show(VersionListing(), console) { "tollgate \(Version.number)" }
    }
}

/// The version, as a document.
private struct VersionListing: JSONDocument {
    func write(into json: inout JSONWriter) { json.object { $0.member("version", Version.number) } }
}
