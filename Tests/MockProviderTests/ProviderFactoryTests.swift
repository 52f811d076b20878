import BillingCore
import BillingHTTP
import BillingTesting
import Foundation
import MockProvider
import Testing

struct ProviderFactoryTests {
    private func context() throws -> ProviderContext {
        ProviderContext(instance: try ProviderID("sandbox"), environment: .development, clock: try makeClock())
    }

    @Test("the mock is for development and staging")
    func environments() {
        let factory = ProviderFactory.mock()
        #expect(factory.kind.rawValue == "mock")
        #expect(factory.environments == [.development, .staging])
        #expect(factory.settings.map(\.name) == ["state", "seed", "after_failed_payments", "catalogue"])
    }

    @Test("an instance without settings keeps its world in memory and hosts its pages")
    func make() async throws {
        let built = try ProviderFactory.mock().make(ProviderSettings(), context())
        #expect(built.mode == .test)
        #expect(built.extensions.contains { $0 is any HostedPages })
        let snapshot = try await built.provider.fetchSubscription(customer("ada"), makeContext())
        #expect(snapshot.current?.status == .active)
    }

    @Test("making an instance opens nothing; its first call does")
    func makeDoesNoIO() async throws {
        let folder = try TemporaryFolder()
        let built = try ProviderFactory.mock().make(ProviderSettings(["state": .text(folder.state)]), context())
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        _ = try await built.provider.fetchSubscription(customer("ada"), makeContext())
        #expect(FileManager.default.fileExists(atPath: folder.state))
    }

    @Test("an instance that may keep nothing leaves nothing behind")
    func keepsNothing() async throws {
        let folder = try TemporaryFolder()
        let context = ProviderContext(
            instance: try ProviderID("sandbox"),
            environment: .development,
            clock: try makeClock(),
            keepsState: false
        )
        let built = try ProviderFactory.mock().make(ProviderSettings(["state": .text(folder.state)]), context)
        #expect(try await built.provider.fetchSubscription(customer("ada"), makeContext()).current?.status == .active)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test("a wrong price is a problem of the settings")
    func problems() throws {
        let price: [String: SettingValue] = [
            "name": .text("A"), "amount": .text("0.001"), "currency": .text("usd"), "interval": .text("month"),
        ]
        let settings = ProviderSettings(["catalogue": .map(["a": .map(price)])])
        let context = try context()
        #expect(ProviderFactory.mock().check(settings, context).map(\.path) == [["catalogue", "a", "amount"]])
        #expect(throws: SettingsProblem.self) { try ProviderFactory.mock().make(settings, context) }
    }
}
