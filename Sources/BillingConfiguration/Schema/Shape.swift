import BillingCore

/// What may stand at a place of the file: ``SettingType``, the vocabulary of the plug-ins, and the little that only the
/// file itself needs.
///
/// The validator and the JSON Schema both read these.
indirect enum Shape: Sendable {
    /// A scalar or a secret, as plug-ins have them.
    case leaf(SettingType)
    /// A URL of a tenant. What it may be depends on the environment, so the one who reads it judges it.
    case webURL
    /// `sha256:…`, or a reference to a place that has it.
    case keyHash
    case list(Shape)
    case map(Shape, keys: KeyRule)
    case group(Group)
    /// A provider's entry: its `kind` says which keys it has.
    case provider

    init(_ type: SettingType, name: String) {
        self =
            switch type {
            case .list(let element): .list(Shape(element, name: name))
            case .map(let value): .map(Shape(value, name: name), keys: .any)
            case .group(let settings): .group(Group("`\(name)`", settings.map(Key.init)))
            default: .leaf(type)
            }
    }

    /// Whether it is a tenant's entry, in which `null` takes a default away.
    var isTenant: Bool { if case .group(let group) = self { group.isTenant } else { false } }

    /// In words, after "must be".
    var noun: String {
        switch self {
        case .leaf(let type): type.noun
        case .webURL: "a URL"
        case .keyHash: "`sha256:` and 64 hexadecimal digits, or a reference"
        case .list: "a list"
        case .map, .group, .provider: "a map"
        }
    }
}

/// One key of a group.
struct Key: Sendable {
    let name: String
    let shape: Shape
    let isRequired: Bool
    let isReserved: Bool
    let summary: String

    init(_ name: String, _ shape: Shape, required: Bool = false, reserved: Bool = false, _ summary: String) {
        self.name = name
        self.shape = shape
        isRequired = required
        isReserved = reserved
        self.summary = summary
    }

    init(_ name: String, _ type: SettingType, required: Bool = false, reserved: Bool = false, _ summary: String) {
        self.init(name, Shape(type, name: name), required: required, reserved: reserved, summary)
    }

    init(_ setting: Setting) {
        self.init(
            setting.name,
            setting.type,
            required: setting.isRequired,
            reserved: setting.isReserved,
            setting.summary
        )
    }
}

/// A map with keys of its own.
final class Group: Sendable {
    /// What it is, in words: "a tenant".
    let noun: String
    let keys: [Key]
    /// Those of the keys once more, to be compared with.
    private let names: [[UInt8]]
    let requiredCount: Int
    let isTenant: Bool

    init(_ noun: String, _ keys: [Key], isTenant: Bool = false) {
        self.noun = noun
        self.keys = keys
        names = keys.map { Array($0.name.utf8) }
        requiredCount = keys.count(where: \.isRequired)
        self.isTenant = isTenant
    }

    subscript(name: String) -> Key? { keys.first { $0.name == name } }

    func key(of node: YAMLNode) -> Key? { names.firstIndex(where: node.equals).map { keys[$0] } }
}

/// What the operator's own names at a map may be.
struct KeyRule: Sendable {
    /// A regular expression for the JSON Schema.
    ///
    /// Nil: anything.
    let pattern: String?
    /// Nil where the one who reads the map judges its names.
    let check: (@Sendable (String) -> String?)?

    static let any = KeyRule(pattern: nil, check: nil)
    /// Read as a ``TenantID`` or a ``ProviderID``.
    static let identifier = KeyRule(pattern: "^[a-z0-9][a-z0-9-]{0,62}$", check: nil)
    /// Plans and prices.
    static let catalogue = KeyRule(pattern: "^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$") { name in
        let isFine =
            name.utf8.count <= 63
            && name.utf8.allSatisfy {
                $0.isAlphanumeric || [UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-")].contains($0)
            }
            && name.utf8.first?.isAlphanumeric == true
        return isFine ? nil : "a name in the catalogue has letters, digits, `_`, `.` and `-` only"
    }
}

extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    var isHexDigit: Bool {
        isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self)
            || (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(self)
    }
    var isAlphanumeric: Bool {
        isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self)
            || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
    }
}

extension SettingType {
    var noun: String {
        switch self {
        case .text: "a text"
        case .pattern(_, let meaning, _): meaning
        case .flag: "`true` or `false`"
        case .integer(let range):
            range.lowerBound == range.upperBound
                ? "\(range.lowerBound)" : "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .decimal: "a number such as `15.00`"
        case .duration(let range):
            "a duration from \(ScalarRules.text(range.lowerBound)) to \(ScalarRules.text(range.upperBound)), such as `60s`, `10m` or `24h`"
        case .choice(let words):
            words.count == 1 ? "`\(words[0])`" : "one of " + words.map { "`\($0)`" }.joined(separator: ", ")
        case .url: "a URL"
        case .path: "the path of a file"
        case .secret: "a reference to a secret"
        case .list: "a list"
        case .map, .group: "a map"
        }
    }
}
