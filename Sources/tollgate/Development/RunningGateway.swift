import BillingCore
import BillingRouter
import Foundation

/// What a running `tollgate dev` says of itself, for scripts and for other commands.
struct RunningGateway: Codable {
    let url: String
    let adminURL: String
    /// A server key, where the configuration has the one that everybody knows.
    let apiKey: String?
    /// The key's tenant, or the first one.
    let tenant: String?
    /// The instance that serves it.
    let provider: String?
    /// The tenant's customers, as far as this gateway can name them.
    let customers: [String]
    let pid: Int32
    /// The absolute path of its configuration; nil for the built-in one.
    let configuration: String?

    private enum CodingKeys: String, CodingKey {
        case url, tenant, provider, customers, pid, configuration
        case adminURL = "admin_url"
        case apiKey = "api_key"
    }

    private static let folder = ".tollgate"
    private static let path = folder + "/dev.json"

    /// The one that runs in the working directory.
    static func here() -> RunningGateway? {
        PrivateFile.content(at: path).flatMap { try? JSONDecoder().decode(RunningGateway.self, from: $0) }
    }

    /// Whether a file is one that a gateway wrote for those who waited for it, or one that is still empty.
    static func isDocument(_ content: Data) -> Bool {
        content.isEmpty || (try? JSONDecoder().decode(ReadyDocument.self, from: content)) != nil
    }

    private struct ReadyDocument: Decodable {
        let url: String
        let adminURL: String

        private enum CodingKeys: String, CodingKey {
            case url
            case adminURL = "admin_url"
        }
    }

    /// For those who wait for it, at a place of their choice.
    func publish(at path: String) throws -> PrivateFile { try PrivateFile(document(isWhole: false), at: path) }

    /// For the other commands in the working directory.
    func publishHere() throws -> PrivateFile {
        do {
            try FileManager.default.createDirectory(
                atPath: RunningGateway.folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw CommandFailure(.failure, "the folder `\(RunningGateway.folder)` cannot be created here")
        }
        return try PrivateFile(document(isWhole: true), at: RunningGateway.path)
    }

    /// What a child process needs to ask it.
    var environment: [String: String] {
        var variables = ["TOLLGATE_URL": url, "TOLLGATE_ADMIN_URL": adminURL]
        variables["TOLLGATE_API_KEY"] = apiKey
        return variables
    }

    /// - Parameter isWhole: with the process and its configuration.
    private func document(isWhole: Bool) -> [UInt8] {
        var json = JSONWriter(indented: true)
        json.object { json in
            json.member("url", url)
            json.member("admin_url", adminURL)
            json.member("api_key", apiKey)
            json.member("tenant", tenant)
            json.member("provider", provider)
            json.member("customers", customers)
            if isWhole {
                json.member("pid", Int(pid))
                json.member("configuration", configuration)
            }
        }
        return json.bytes + Array("\n".utf8)
    }
}
