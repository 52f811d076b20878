/// The settings of one provider instance, in the shapes that its ``ProviderFactory/settings`` ask for: format-neutral,
/// so that a provider knows nothing of YAML.
public struct ProviderSettings: Sendable {
    private let values: [String: SettingValue]

    public init(_ values: [String: SettingValue] = [:]) { self.values = values }

    /// The value at a path, such as `["portal", "configuration"]`. Nil where nothing is configured.
    public subscript(path: String...) -> SettingValue? { value(path) }

    public func text(_ path: String...) -> String? {
        if case .text(let text) = value(path) { text } else { nil }
    }

    public func flag(_ path: String...) -> Bool? {
        if case .flag(let flag) = value(path) { flag } else { nil }
    }

    public func integer(_ path: String...) -> Int? {
        if case .integer(let integer) = value(path) { integer } else { nil }
    }

    public func duration(_ path: String...) -> Duration? {
        if case .duration(let duration) = value(path) { duration } else { nil }
    }

    public func secret(_ path: String...) -> Secret? {
        if case .secret(let secret) = value(path) { secret } else { nil }
    }

    public func list(_ path: String...) -> [SettingValue] {
        if case .list(let list) = value(path) { list } else { [] }
    }

    public func map(_ path: String...) -> [String: SettingValue] {
        if case .map(let map) = value(path) { map } else { [:] }
    }

    private func value(_ path: [String]) -> SettingValue? {
        path.reduce(SettingValue.map(values)) { value, key in
            if case .map(let map) = value { map[key] } else { nil }
        }
    }
}

/// A configured value. ``SettingType`` says which of these a key has.
public enum SettingValue: Sendable, Equatable {
    /// For `text`, `pattern`, `decimal`, `choice` and `url` as it stands; for `path` the absolute path.
    case text(String)
    case flag(Bool)
    case integer(Int)
    case duration(Duration)
    case secret(Secret)
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
    /// The keys down to the value, such as `["portal", "configuration"]`. Empty for the instance as a whole.
    public let path: [String]
    /// One clause without a full stop. It never quotes a secret.
    public let message: String
    /// What to do about it.
    public let help: String?

    public init(_ path: [String], _ message: String, help: String? = nil) {
        self.path = path
        self.message = message
        self.help = help
    }
}
