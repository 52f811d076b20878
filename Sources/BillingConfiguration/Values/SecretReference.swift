/// Where a secret is: the file never has the secret itself.
struct SecretReference: Hashable, Sendable {
    let place: Place
    let name: String

    enum Place: String, CaseIterable, Sendable {
        /// An environment variable.
        case env
        /// A file, relative to the configuration.
        case file
        /// One of systemd's credentials, a file in `$CREDENTIALS_DIRECTORY`.
        case credential

        var noun: String {
            switch self {
            case .env: "the name of an environment variable"
            case .file: "the path of a file"
            case .credential: "the name of a credential"
            }
        }

        func accepts(_ text: String) -> Bool {
            switch self {
            case .env: Interpolation.isName(text)
            case .file: !text.isEmpty && !text.utf8.contains(0)
            case .credential:
                !text.isEmpty && !text.contains("/") && text != "." && text != ".." && !text.utf8.contains(0)
            }
        }
    }

    /// Reads a reference.
    ///
    /// Nil where the shape check has refused it.
    init?(_ node: YAMLNode, _ interpolation: Interpolation) {
        for (key, value) in node.pairs {
            guard let place = Place(rawValue: key.text), let name = interpolation.text(value) else { return nil }
            self.init(place: place, name: name)
            return
        }
        return nil
    }

    private init(place: Place, name: String) {
        self.place = place
        self.name = name
    }
}
