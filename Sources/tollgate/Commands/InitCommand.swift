import ArgumentParser
import BillingConfiguration
import BillingRouter
import CurlTransport
import Foundation

/// `tollgate init`.
struct InitCommand: GatewayCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a providers.yaml to start with, and the schema that editors complete it from.",
        discussion: """
            It never overwrites a file.

            Examples:
              tollgate init
              tollgate init --provider stripe
            """
    )

    @Option(
        help: ArgumentHelp(
            "The kind of provider to set up beside the mock: \(InitCommand.kinds).",
            valueName: "kind"
        ),
        completion: .list(StarterConfiguration.allCases.map(\.rawValue)),
        transform: { text in
            guard let starter = StarterConfiguration(rawValue: text) else {
                throw ValidationError("there is a template for \(InitCommand.kinds) only")
            }
            return starter
        }
    )
    var provider: StarterConfiguration = .mock

    @OptionGroup var output: OutputOptions

    private static let kinds = StarterConfiguration.allCases.map(\.rawValue).joined(separator: ", ")

    func perform(_ console: Console) async throws {
        let registry = StandardProviders.registry(transport: try CurlTransport())
        let files = [
            ("providers.yaml", provider.text), ("providers.schema.json", JSONSchema(registry: registry).render()),
        ]
        let existing = files.map(\.0).filter(FileManager.default.fileExists(atPath:))
        guard existing.isEmpty else {
            let verb = existing.count == 1 ? "is" : "are"
            throw CommandFailure(
                .failure,
                "\(existing.joined(separator: " and ")) \(verb) here already, and nothing is overwritten"
            )
        }
        for (name, content) in files {
            do {
                try Data(content.utf8).write(to: URL(fileURLWithPath: name), options: .withoutOverwriting)
            } catch {
                throw CommandFailure(.failure, "`\(name)` cannot be written here")
            }
        }
        try await show(FilesListing(files: files.map(\.0)), console) { files.map(\.0).joined(separator: "\n") }
        console.message("\nNext:\n" + steps.map { "  " + $0 }.joined(separator: "\n"))
    }

    private var steps: [String] {
        var steps: [(command: String, purpose: String)] = []
        switch provider {
        case .mock: break
        case .stripe:
            steps.append(("export STRIPE_TEST_KEY=…", "a restricted key of test mode"))
            steps.append(("$EDITOR providers.yaml", "your price ids, and a customer of yours"))
        }
        steps.append(("tollgate config check", "what is wrong with it, and where"))
        steps.append(("tollgate dev", "a gateway on this machine"))
        if !isStateIgnored { steps.append(("echo .tollgate/ >> .gitignore", "the mock keeps its customers there")) }
        let width = steps.map(\.command.count).max() ?? 0
        return steps.map { $0.command + String(repeating: " ", count: width - $0.command.count) + "   # " + $0.purpose }
    }

    private var isStateIgnored: Bool {
        guard let ignored = try? String(contentsOfFile: ".gitignore", encoding: .utf8) else { return false }
        return ignored.split(whereSeparator: \.isNewline).contains { $0.trimmingPrefix("/").hasPrefix(".tollgate") }
    }
}

/// What was written, as a document.
private struct FilesListing: JSONDocument {
    let files: [String]

    func write(into json: inout JSONWriter) { json.object { $0.member("files", files) } }
}
