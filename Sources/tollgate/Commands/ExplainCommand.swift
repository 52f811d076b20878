import ArgumentParser
import BillingConfiguration
import BillingRouter

/// `tollgate explain`.
struct ExplainCommand: GatewayCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explain a code: of a problem, or of a configuration diagnostic.",
        discussion: """
            Examples:
              tollgate explain provider-timeout
              tollgate explain TG2003
            """
    )

    @Argument(help: ArgumentHelp("The code.", valueName: "code"))
    var code: String

    @OptionGroup var output: OutputOptions

    func perform(_ console: Console) async throws {
        if let problem = ProblemCode(rawValue: code.lowercased()) {
            let (title, meaning, remedy) = problem.explanation
            let document = Explanation(
                code: problem.rawValue,
                title: title,
                parts: [("meaning", meaning), ("remedy", remedy)]
            )
            try await show(document, console) {
                "\(console.emphasised(problem.rawValue)): \(title)\n\n\(meaning)\n\(remedy)"
            }
        } else if let diagnostic = DiagnosticCode(rawValue: code.uppercased()) {
            let explanation = diagnostic.explanation
            let parts = [("meaning", explanation.meaning), ("wrong", explanation.wrong), ("right", explanation.right)]
            let document = Explanation(code: diagnostic.rawValue, title: explanation.title, parts: parts)
            try await show(document, console) {
                """
                \(console.emphasised(diagnostic.rawValue)): \(explanation.title)

                \(explanation.meaning)

                Wrong:
                \(ExplainCommand.indented(explanation.wrong))

                Right:
                \(ExplainCommand.indented(explanation.right))
                """
            }
        } else {
            let known = ProblemCode.allCases.map(\.rawValue) + DiagnosticCode.allCases.map(\.rawValue)
            let help = Suggestion.help(for: code, among: known).map { ": \($0)" } ?? ""
            throw CommandFailure(.failure, "there is no code `\(code)`\(help)")
        }
    }

    private static func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }.joined(separator: "\n")
    }
}

/// An explanation, as a document.
private struct Explanation: JSONDocument {
    let code: String
    let title: String
    let parts: [(name: String, text: String)]

    func write(into json: inout JSONWriter) {
        json.object { json in
            json.member("code", code)
            json.member("title", title)
            for part in parts { json.member(part.name, part.text) }
        }
    }
}
