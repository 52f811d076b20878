/// How instances of one kind of provider are made: a value, listed where the program is put together.
///
/// What else a provider needs (a transport, say) is given to the function that makes the factory, so that this module
/// stays free of it: `.stripe(transport: transport)`.
public struct ProviderFactory: Sendable {
    /// The `kind` in `providers.yaml`.
    public let kind: ProviderKind

    /// One line for `tollgate providers list`.
    public let summary: String

    /// The keys of an instance's entry, besides those that every entry has (`kind`, `allow_in`).
    public let settings: [Setting]

    /// Where an instance may run unless its entry says otherwise with `allow_in`.
    public let environments: Set<DeploymentEnvironment>

    /// The rules beyond the shape of each setting, all of them at once.
    ///
    /// Called with the settings in the right shape. Secrets may be absent, because `config check --skip-secrets` reads
    /// none: a rule on a secret holds when there is none. Does no I/O.
    public let check: @Sendable (ProviderSettings, ProviderContext) -> [SettingsProblem]

    /// Makes an instance from settings that ``check`` has nothing against, with every secret there.
    ///
    /// Does no I/O: files and connections are opened by the first call that needs them.
    public let make: @Sendable (ProviderSettings, ProviderContext) throws(SettingsProblem) -> BuiltProvider

    /// Describes a kind of provider; it runs in every environment unless some are named.
    public init(
        kind: ProviderKind,
        summary: String,
        settings: [Setting],
        environments: Set<DeploymentEnvironment> = Set(DeploymentEnvironment.allCases),
        check: @escaping @Sendable (ProviderSettings, ProviderContext) -> [SettingsProblem] = { _, _ in [] },
        make: @escaping @Sendable (ProviderSettings, ProviderContext) throws(SettingsProblem) -> BuiltProvider
    ) {
        self.kind = kind
        self.summary = summary
        self.settings = settings
        self.environments = environments
        self.check = check
        self.make = make
    }
}

/// What an instance is told of the gateway it runs in.
public struct ProviderContext: Sendable {
    /// The name of the instance in the configuration, such as `stripe-eu`.
    public let instance: ProviderID

    /// What the gateway is run for.
    public let environment: DeploymentEnvironment

    /// The time of day: the only place to ask for it.
    public let clock: any WallClock

    /// Whether the instance may keep anything beyond the process.
    ///
    /// With `false` it writes nothing to the disk, whatever its settings say.
    public let keepsState: Bool

    /// Puts together what one instance is told.
    public init(
        instance: ProviderID,
        environment: DeploymentEnvironment,
        clock: any WallClock,
        keepsState: Bool = true
    ) {
        self.instance = instance
        self.environment = environment
        self.clock = clock
        self.keepsState = keepsState
    }
}

/// An instance, ready to be called.
public struct BuiltProvider: Sendable {
    /// What answers the gateway's calls.
    public let provider: any BillingProvider

    /// Whether real money moves on this instance.
    public let mode: ProviderMode

    /// What only some providers can do, each a small protocol of its own, such as `HostedPages` in BillingHTTP.
    ///
    /// They stay beside the provider because a provider that policies are wrapped around cannot be cast.
    public let extensions: [any Sendable]

    /// Hands over a provider, and what else it can do.
    public init(provider: any BillingProvider, mode: ProviderMode, extensions: [any Sendable] = []) {
        self.provider = provider
        self.mode = mode
        self.extensions = extensions
    }
}

/// Whether real money moves.
public enum ProviderMode: String, Hashable, Sendable, Codable, CaseIterable {
    case live, test
}
