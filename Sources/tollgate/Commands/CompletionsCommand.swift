import ArgumentParser

/// `tollgate completions`.
struct CompletionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Print the completion script of a shell.",
        discussion: """
            Examples:
              tollgate completions bash > /etc/bash_completion.d/tollgate
              tollgate completions zsh > "${fpath[1]}/_tollgate"
              tollgate completions fish > ~/.config/fish/completions/tollgate.fish
            """
    )

    /// The shells that there are scripts for.
    enum Shell: String, CaseIterable, ExpressibleByArgument {
        case bash, zsh, fish
    }

    @Argument(help: "The shell.") var shell: Shell

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let shell: CompletionShell =
            switch shell {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        output.console.data(Tollgate.completionScript(for: shell))
    }
}
