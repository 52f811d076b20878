import BillingCore

/// Fetches secrets from where they are.
struct SecretResolver: Sendable {
    /// No secret is longer than this.
    static let maximumSize = 64 * 1024

    let variables: [String: String]

    /// Why there is no secret, without a word of it.
    struct Failure: Error {
        let code: DiagnosticCode
        let message: String
        let help: String?
    }

    /// - Parameters:
    ///   - written: the name as it stands in the file, before interpolation.
    ///   - directory: what relative paths start from.
    ///   - isPrivate: whether a file that others may read is refused.
    func resolve(
        _ reference: SecretReference,
        written: String,
        directory: String,
        isPrivate: Bool = true
    ) throws(Failure) -> Secret {
        let name = written.inCode
        switch reference.place {
        case .env:
            guard let value = variables[reference.name] else {
                throw Failure(
                    code: .secretNotFound,
                    message: "the environment variable \(name) is not set",
                    help: "set it to the secret"
                )
            }
            return try checked(Array(value.utf8), "the environment variable \(name)")
        case .file:
            let path = Paths.absolute(reference.name, from: directory)
            return try read(path, "the secret's file \(name)", isPrivate: isPrivate)
        case .credential:
            guard let directory = variables["CREDENTIALS_DIRECTORY"], !directory.isEmpty else {
                throw Failure(
                    code: .noCredentialsDirectory,
                    message: "there are no credentials: `CREDENTIALS_DIRECTORY` is not set",
                    help: "systemd sets it for units with `LoadCredential=`; elsewhere use `file` or `env`"
                )
            }
            // The directory itself is closed to others.
            return try read(Paths.absolute(reference.name, from: directory), "the credential \(name)", isPrivate: false)
        }
    }

    private func read(_ path: String, _ noun: String, isPrivate: Bool) throws(Failure) -> Secret {
        let content: FileContent
        do {
            content = try FileContent(path: path, maximumSize: SecretResolver.maximumSize)
        } catch {
            switch error {
            case .tooLarge:
                throw Failure(
                    code: .secretTooLarge,
                    message: "\(noun) has more than \(SecretResolver.maximumSize / 1024) KiB",
                    help: "is it the right file?"
                )
            default:
                throw Failure(code: .secretNotFound, message: "\(noun) \(error.clause)", help: error.help)
            }
        }
        guard !isPrivate || content.mode & 0o077 == 0 else {
            throw Failure(
                code: .secretNotPrivate,
                message: "\(noun) is open to its group or to everybody",
                help: "`chmod 600` it, and keep it the gateway's own"
            )
        }
        return try checked(content.bytes, noun)
    }

    private func checked(_ bytes: [UInt8], _ noun: String) throws(Failure) -> Secret {
        var bytes = bytes[...]
        if bytes.last == 0x0A { bytes = bytes.dropLast() }
        if bytes.last == 0x0D { bytes = bytes.dropLast() }
        guard !bytes.isEmpty else {
            throw Failure(code: .secretEmpty, message: "\(noun) is empty", help: "put the secret in it")
        }
        guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(code: .secretNotText, message: "\(noun) is not UTF-8 text", help: "is it the right file?")
        }
        return Secret(text)
    }
}
