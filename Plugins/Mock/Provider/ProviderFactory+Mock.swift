public import BillingCore

extension ProviderFactory {
    /// The mock: a small billing world in a file or in memory, where no real money moves.
    ///
    /// It runs in development and staging; in production only where an instance's `allow_in` names it.
    public static func mock() -> ProviderFactory {
        let kind: ProviderKind
        do {
            kind = try ProviderKind("mock")
        } catch {
            preconditionFailure(error.reason)
        }
        return ProviderFactory(
            kind: kind,
            summary: "A billing world of its own for development: no account, no network, no real money",
            settings: [
                Setting("state", .path, "The file that keeps the world; without it the world ends with the process"),
                Setting(
                    "seed",
                    .path,
                    "A file with the world to begin with, in place of the built-in customers; it is never written"
                ),
                Setting(
                    "after_failed_payments",
                    .choice(MockPolicy.Outcome.allCases.map(\.rawValue)),
                    "What becomes of a subscription when the last attempt to charge it failed; `cancel` without it"
                ),
                Setting("catalogue", .map(.group(MockCatalogue.settings)), "Prices beside the built-in ones, by id"),
            ],
            environments: [.development, .staging],
            check: { settings, _ in MockCatalogue.read(settings).problems },
            make: { settings, context throws(SettingsProblem) in
                let (catalogue, problems) = MockCatalogue.read(settings)
                if let problem = problems.first { throw problem }
                let world = MockWorld(
                    place: (context.keepsState ? settings.text("state") : nil).map(MockStore.Place.file) ?? .memory,
                    catalogue: catalogue,
                    seeds: settings.text("seed").map(MockSeeds.file) ?? .builtIn,
                    policy: MockPolicy(
                        afterFailedPayments: settings.text("after_failed_payments")
                            .flatMap(MockPolicy.Outcome.init(rawValue:)) ?? .cancel
                    ),
                    clock: context.clock
                )
                return BuiltProvider(
                    provider: MockProvider(world: world),
                    mode: .test,
                    extensions: [
                        MockPages(
                            world: world,
                            instance: context.instance,
                            environment: context.environment,
                            door: StripeDoor(world: world, environment: context.environment)
                        )
                    ]
                )
            }
        )
    }
}
