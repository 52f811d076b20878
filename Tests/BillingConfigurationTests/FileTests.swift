import BillingCore
import BillingRouter
import Foundation
import Testing

@testable import BillingConfiguration

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A directory of its own, gone with the value.
final class TemporaryDirectory {
    let path: String

    init() {
        let folder = FileManager.default.temporaryDirectory.path
        var template = Array("\(folder)/tollgate-configuration-XXXXXX".utf8CString)
        path = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap(mkdtemp).map { String(cString: $0) } ?? "/nonexistent"
        }
    }

    deinit { remove(path) }

    func write(_ name: String, _ text: String, mode: mode_t = 0o600) throws {
        try write(name, Array(text.utf8), mode: mode)
    }

    func write(_ name: String, _ bytes: [UInt8], mode: mode_t = 0o600) throws {
        let file = try #require(fopen("\(path)/\(name)", "w"))
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
        chmod("\(path)/\(name)", mode)
    }

    func makeDirectory(_ name: String) { mkdir("\(path)/\(name)", 0o700) }

    private func remove(_ path: String) {
        if let directory = opendir(path) {
            while let entry = readdir(directory) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != "." && name != ".." { remove("\(path)/\(name)") }
            }
            closedir(directory)
            rmdir(path)
        } else {
            unlink(path)
        }
    }
}

@Suite("Files", .timeLimit(.minutes(1)))
struct FileTests {
    private let directory = TemporaryDirectory()

    private func load(
        _ name: String = "providers.yaml",
        environment: [String: String] = [:],
        secrets: SecretScope = .none
    ) -> LoadedConfiguration {
        ConfigurationLoader(registry: FakeProviders.registry, environment: environment)
            .load(.file("\(directory.path)/\(name)"), secrets: secrets)
    }

    @Test("what is no file ends at once with a clear error")
    func noFile() throws {
        #expect(load("none.yaml").diagnostics.map(\.code) == [.fileNotReadable])
        directory.makeDirectory("folder")
        #expect(load("folder").diagnostics.map(\.code) == [.notAFile])
        #expect(load("folder").diagnostics[0].message.hasSuffix("is a directory, not a file"))
        mkfifo("\(directory.path)/pipe", 0o600)
        #expect(load("pipe").diagnostics.map(\.code) == [.notAFile])
        let zero = ConfigurationLoader(registry: FakeProviders.registry, environment: [:]).load(.file("/dev/zero"))
        #expect(zero.diagnostics.map(\.code) == [.notAFile])
        #expect(zero.report.render(.human).hasSuffix("/dev/zero: 1 error\n"))
    }

    @Test("a file of 100 MB is refused without being read")
    func tooLarge() throws {
        try directory.write("large.yaml", "version: 1\n")
        #expect(truncate("\(directory.path)/large.yaml", 100_000_000) == 0)
        let loaded = load("large.yaml")
        #expect(loaded.diagnostics.map(\.code) == [.fileTooLarge])
        #expect(loaded.diagnostics[0].help == "a configuration has at most 64 MiB")
    }

    private static let main = """
        version: 1
        environment: development
        include: [tenants.d/*.yaml]
        providers: { sandbox: { kind: mock, state: ./state.sqlite } }
        defaults: { provider: sandbox }
        tenants: { main: {} }

        """

    @Test("tenants in files of their own come after those of the main file, by name of the file")
    func include() throws {
        directory.makeDirectory("tenants.d")
        try directory.write("providers.yaml", Self.main)
        try directory.write("tenants.d/b.yaml", "tenants: { bravo: {} }")
        try directory.write("tenants.d/a.yaml", "tenants: { zulu: {}, alpha: {} }")
        try directory.write("tenants.d/c.txt", "nonsense: [")
        let configuration = try #require(load().configuration)
        #expect(configuration.tenantIDs.map(\.rawValue) == ["main", "zulu", "alpha", "bravo"])
        let table = try configuration.makeRoutingTable(secrets: .all)
        let fake = try #require(table.route(TenantID("bravo")).1.provider as? FakeProvider)
        #expect(fake.settings.text("state") == "\(directory.path)/state.sqlite")
    }

    @Test("what is wrong in an included file is shown there, and a tenant in two files names both")
    func includedErrors() throws {
        directory.makeDirectory("tenants.d")
        try directory.write("providers.yaml", Self.main)
        try directory.write("tenants.d/a.yaml", "tenants:\n  alpha: { nam: x }\n")
        try directory.write("tenants.d/b.yaml", "version: 1\ntenants:\n  main: {}\n")
        let diagnostics = load().diagnostics
        #expect(diagnostics.map(\.code) == [.unknownKey, .unknownKey, .tenantTwice])
        #expect(diagnostics[0].place == "\(directory.path)/tenants.d/a.yaml:2:12")
        #expect(diagnostics[1].place == "\(directory.path)/tenants.d/b.yaml:1:1")
        #expect(diagnostics[1].label == "not a setting of an included file")
        #expect(diagnostics[2].place == "\(directory.path)/tenants.d/b.yaml:3:3")
        #expect(diagnostics[2].label == "first at \(directory.path)/providers.yaml:6:12")
    }

    // MARK: Secrets

    private static func main(_ key: String) -> String {
        """
        version: 1
        providers:
          pay:
            kind: stripe
            mode: test
            api_key: \(key)
          other: { kind: stripe, api_key: { env: OTHER } }
        tenants: { acme: { provider: pay }, bravo: { provider: other } }
        """
    }

    private func secretCodes(_ key: String, environment: [String: String] = [:]) throws -> [DiagnosticCode] {
        try directory.write("providers.yaml", Self.main(key))
        let loaded = load(environment: environment, secrets: .tenant(try TenantID("acme")))
        // `api_key: ` and `{ place: ` stand before the name.
        let column = 14 + key.prefix { $0 != ":" }.count + 2
        for diagnostic in loaded.diagnostics {
            #expect(diagnostic.line == 6)
            #expect(diagnostic.column == column)
        }
        return loaded.diagnostics.map(\.code)
    }

    @Test("a secret that cannot be had says why, at its reference")
    func secrets() throws {
        try directory.write("good", "sk_test_planted0123\n")
        try directory.write("open", "sk_test_planted0123\n", mode: 0o644)
        try directory.write("group", "sk_test_planted0123\n", mode: 0o640)
        try directory.write("empty", "\n")
        try directory.write("large", String(repeating: "x", count: 70_000))
        try directory.write("binary", [0xFF, 0xFE, 0x00, 0x01])
        directory.makeDirectory("folder")
        #expect(try secretCodes("{ file: ./good }") == [])
        #expect(try secretCodes("{ file: \(directory.path)/good }") == [])
        #expect(try secretCodes("{ file: open }") == [.secretNotPrivate])
        #expect(try secretCodes("{ file: group }") == [.secretNotPrivate])
        #expect(try secretCodes("{ file: empty }") == [.secretEmpty])
        #expect(try secretCodes("{ file: large }") == [.secretTooLarge])
        #expect(try secretCodes("{ file: binary }") == [.secretNotText])
        #expect(try secretCodes("{ file: folder }") == [.secretNotFound])
        #expect(try secretCodes("{ file: none }") == [.secretNotFound])
        #expect(try secretCodes("{ env: NONE }") == [.secretNotFound])
        #expect(try secretCodes("{ env: KEY }", environment: ["KEY": ""]) == [.secretEmpty])
        #expect(try secretCodes("{ env: KEY }", environment: ["KEY": "sk_test_x"]) == [])
        #expect(try secretCodes("{ credential: good }") == [.noCredentialsDirectory])
        #expect(try secretCodes("{ credential: good }", environment: ["CREDENTIALS_DIRECTORY": directory.path]) == [])
        #expect(
            try secretCodes("{ credential: none }", environment: ["CREDENTIALS_DIRECTORY": directory.path]) == [
                .secretNotFound
            ]
        )
    }

    @Test("secrets are fetched for whom they are needed, and their end of line is not theirs")
    func scopes() throws {
        try directory.write("good", "sk_test_planted0123\r\n")
        try directory.write("providers.yaml", Self.main("{ file: good }"))
        #expect(load().diagnostics.isEmpty)
        #expect(load(secrets: .all).diagnostics.map(\.code) == [.secretNotFound])
        let configuration = try #require(load().configuration)
        #expect(throws: ConfigurationErrors.self) { try configuration.makeRoutingTable(secrets: .all) }
        let acme = try TenantID("acme")
        let table = try configuration.makeRoutingTable(publicURL: "https://a.example", secrets: .tenant(acme))
        #expect(table.instances.keys.map(\.rawValue) == ["pay"])
        #expect(table.tenants.count == 2)
        #expect(table.publicURL == "https://a.example")
        let fake = try #require(table.route(acme).1.provider as? FakeProvider)
        #expect(fake.settings.secret("api_key")?.reveal() == "sk_test_planted0123")
        #expect(try configuration.makeRoutingTable(secrets: .none).instances.isEmpty)
    }

    @Test("the hash of a server key may be in a file, which others may read")
    func hashInFile() throws {
        let digest = APIKey.Digest(of: "tg_x")
        try directory.write("hash", "\(digest)\n", mode: 0o644)
        try directory.write("key", "tg_planted012345\n")
        let text = """
            version: 1
            environment: development
            providers: { sandbox: { kind: mock } }
            tenants:
              acme:
                provider: sandbox
                auth: { api_keys: [{ id: k, hash: { file: hash }, scopes: [billing:read] }] }
            """
        try directory.write("providers.yaml", text)
        let table = try #require(load().configuration).makeRoutingTable(secrets: .all)
        #expect(table.keys[digest]?.keyID == "k")
        try directory.write("providers.yaml", text.replacing("file: hash", with: "file: key"))
        let loaded = load(secrets: .all)
        #expect(loaded.diagnostics.map(\.code) == [.invalidKeyHash])
        #expect(!loaded.report.render(.human).contains("planted"))
    }
}
