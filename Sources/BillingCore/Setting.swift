/// One key of a configuration, and what may stand at it.
///
/// The validator, the JSON Schema and the documentation of `providers.yaml` all come from these.
public struct Setting: Sendable {
    /// The key.
    public let name: String

    /// What may stand at it.
    public let type: SettingType

    /// Whether an entry without it is an error.
    public let isRequired: Bool

    /// One line, for the JSON Schema and for help.
    public let summary: String

    /// Accepted and checked, but acted on by a later version only: using it draws a warning.
    public let isReserved: Bool

    /// Describes a key; it is optional unless it says otherwise.
    public init(
        _ name: String,
        _ type: SettingType,
        required: Bool = false,
        reserved: Bool = false,
        _ summary: String
    ) {
        self.name = name
        self.type = type
        self.isRequired = required
        self.isReserved = reserved
        self.summary = summary
    }
}

/// What may stand at a key.
public indirect enum SettingType: Sendable {
    /// Any text of at least one character.
    case text
    /// A text of a certain shape: a regular expression for the JSON Schema, and what it means for people.
    case pattern(String, meaning: String, matches: @Sendable (String) -> Bool)
    /// `true` or `false`.
    case flag
    /// A whole number in a range.
    case integer(ClosedRange<Int>)
    /// A number in decimal notation without an exponent. It stays text, because money is never a binary fraction.
    case decimal
    /// Such as `500ms`, `60s`, `10m`, `24h`, `7d`.
    case duration(ClosedRange<Duration>)
    /// One of these words.
    case choice([String])
    /// An absolute `https` or `http` URL. Who may use `http` is a rule of the one who reads it.
    case url
    /// A file, relative to the configuration file that names it.
    case path
    /// A reference to a secret: `{ env: … }`, `{ file: … }` or `{ credential: … }`. Never the secret itself.
    case secret
    /// Any number of values of one type.
    case list(SettingType)
    /// Names chosen by the operator, each with a value of this type.
    case map(SettingType)
    /// Keys of its own.
    case group([Setting])
}
