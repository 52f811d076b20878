/// The settings of one provider instance, in the shapes that its ``ProviderFactory/settings`` ask for.
///
/// They are format-neutral: a provider knows nothing of YAML. Each accessor takes the keys down to a value, such as
/// `settings.text("portal", "configuration")`.
public struct ProviderSettings: Sendable {
    private let values: [String: SettingValue]

    /// Settings by their keys; groups are ``SettingValue/map(_:)`` values.
    public init(_ values: [String: SettingValue] = [:]) { self.values = values }

    /// The value at a path; nil where nothing is configured.
    public subscript(path: String...) -> SettingValue? { value(path) }

    /// The text at a path; nil where nothing is configured or the value is not a text.
    public func text(_ path: String...) -> String? {
        if case .text(let text) = value(path) { text } else { nil }
    }

    /// The flag at a path; nil where nothing is configured or the value is not a flag.
    public func flag(_ path: String...) -> Bool? {
        if case .flag(let flag) = value(path) { flag } else { nil }
    }

    /// The integer at a path; nil where nothing is configured or the value is not an integer.
    public func integer(_ path: String...) -> Int? {
        if case .integer(let integer) = value(path) { integer } else { nil }
    }

    /// The duration at a path; nil where nothing is configured or the value is not a duration.
    public func duration(_ path: String...) -> Duration? {
        if case .duration(let duration) = value(path) { duration } else { nil }
    }

    /// The secret at a path.
    ///
    /// Nil where nothing is configured, or where secrets were not read: see ``ProviderFactory/check``.
    public func secret(_ path: String...) -> Secret? {
        if case .secret(let secret) = value(path) { secret } else { nil }
    }

    /// The list at a path; empty where nothing is configured or the value is not a list.
    public func list(_ path: String...) -> [SettingValue] {
        if case .list(let list) = value(path) { list } else { [] }
    }

    /// The map or group at a path; empty where nothing is configured or the value is neither.
    public func map(_ path: String...) -> [String: SettingValue] {
        if case .map(let map) = value(path) { map } else { [:] }
    }

    private func value(_ path: [String]) -> SettingValue? {
        path.reduce(SettingValue.map(values)) { value, key in
            if case .map(let map) = value { map[key] } else { nil }
        }
    }
}

/// A configured value.
///
/// A key's ``SettingType`` says which of these it has.
public enum SettingValue: Sendable, Equatable {
    /// For `text`, `pattern`, `decimal`, `choice` and `url` as it stands; for `path` the absolute path.
    case text(String)
    /// For `flag`.
    case flag(Bool)
    /// For `integer`.
    case integer(Int)
    /// For `duration`.
    case duration(Duration)
    /// For `secret`: what the reference leads to.
    case secret(Secret)
    /// For `list`, in the order of the configuration.
    case list([SettingValue])
    /// For `map` and `group`.
    case map([String: SettingValue])

    /// The text, where the value is one.
    public var text: String? {
        if case .text(let text) = self { text } else { nil }
    }
}

/// What is wrong with a setting, and where: the configuration turns the path into a line and a column.
public struct SettingsProblem: Error, Hashable {
    /// The keys down to the value, such as `["portal", "configuration"]`.
    ///
    /// Empty for the instance as a whole.
    public let path: [String]

    /// What is wrong, in one clause without a full stop.
    ///
    /// It never quotes a secret.
    public let message: String

    /// What to do about it.
    public let help: String?

    /// Names what is wrong with the value at a path.
    public init(_ path: [String], _ message: String, help: String? = nil) {
        self.path = path
        self.message = message
        self.help = help
    }
}
