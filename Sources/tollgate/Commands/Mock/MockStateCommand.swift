import ArgumentParser
import Foundation
import HTTPTypes

/// `tollgate mock state`.
struct MockStateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "state",
        abstract: "The mock's whole world: keep it, put it back, begin again.",
        subcommands: [Export.self, Import.self, Reset.self]
    )

    /// `tollgate mock state export`.
    struct Export: GatewayCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the whole world as one JSON document.",
            discussion: """
                Examples:
                  tollgate mock state export > world.json
                  tollgate mock state export -o world.json
                """
        )

        @Option(
            name: [.customShort("o"), .customLong("output")],
            help: ArgumentHelp("A file to write it to; one that is there is replaced.", valueName: "path"),
            completion: .file()
        )
        var file: String?
        @OptionGroup var mock: MockOptions
        @OptionGroup var output: OutputOptions

        func perform(_ console: Console) async throws {
            let json = try await mock.api(console).call(.get, "/state")
            guard let file else {
                // It is a document whether JSON is asked for or not.
                try show(json, console) { String(decoding: json, as: UTF8.self) }
                return
            }
            do {
                try Data(json).write(to: URL(fileURLWithPath: file), options: .atomic)
            } catch {
                throw CommandFailure(.failure, "`\(file)` cannot be written")
            }
            console.message("The world is in \(file).")
        }
    }

    /// `tollgate mock state import`.
    struct Import: GatewayCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put an exported world in the place of this one: all of it, or nothing.",
            discussion: """
                Examples:
                  tollgate mock state import world.json
                  generate-world | tollgate mock state import -
                """
        )

        @Argument(help: ArgumentHelp("The file; - for standard input.", valueName: "path"), completion: .file())
        var file: String
        @OptionGroup var mock: MockOptions
        @OptionGroup var output: OutputOptions

        func perform(_ console: Console) async throws {
            let handle = file == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: file)
            guard let handle, let content = try? handle.readToEnd() else {
                throw CommandFailure(.failure, "`\(file)` cannot be read, or is empty")
            }
            let json = try await mock.api(console).call(.put, "/state", json: Array(content))
            try show(json, console) { "Now there are \(try OperatorAPI.read(MockWorldSize.self, json).text)." }
        }
    }

    /// `tollgate mock state reset`.
    struct Reset: GatewayCommand {
        static let configuration = CommandConfiguration(
            abstract: "Begin again: the seeded customers, and the time of this machine.",
            discussion: """
                Example:
                  tollgate mock state reset
                """
        )

        @OptionGroup var mock: MockOptions
        @OptionGroup var output: OutputOptions

        func perform(_ console: Console) async throws {
            let json = try await mock.api(console).call(.post, "/state/reset", json: Array("{}".utf8))
            try show(json, console) { "Now there are \(try OperatorAPI.read(MockWorldSize.self, json).text)." }
        }
    }
}
