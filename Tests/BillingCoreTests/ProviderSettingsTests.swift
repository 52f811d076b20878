import BillingCore
import Testing

@Suite("The settings of an instance")
struct ProviderSettingsTests {
    static let settings = ProviderSettings([
        "name": .text("acme"),
        "live": .flag(false),
        "limit": .integer(0),
        "timeout": .duration(.seconds(4)),
        "key": .secret(Secret("hush")),
        "hosts": .list([.text("a.example"), .text("b.example")]),
        "portal": .map(["configuration": .text("bpc_1"), "deep": .map(["flag": .flag(true)])]),
    ])

    @Test("are read in their own shapes, false and zero too")
    func shapes() {
        let settings = Self.settings
        #expect(settings.text("name") == "acme")
        #expect(settings.flag("live") == false)
        #expect(settings.integer("limit") == 0)
        #expect(settings.duration("timeout") == .seconds(4))
        #expect(settings.secret("key")?.reveal() == "hush")
        #expect(settings.list("hosts").compactMap(\.text) == ["a.example", "b.example"])
        #expect(settings.map("portal", "deep") == ["flag": .flag(true)])
    }

    @Test("are reached by paths")
    func paths() {
        let settings = Self.settings
        #expect(settings.text("portal", "configuration") == "bpc_1")
        #expect(settings.flag("portal", "deep", "flag") == true)
        #expect(settings["portal", "configuration"] == .text("bpc_1"))
        #expect(settings["name"] == .text("acme"))
        #expect(settings.map().keys.sorted() == ["hosts", "key", "limit", "live", "name", "portal", "timeout"])
    }

    @Test(
        "are nil where nothing is",
        arguments: [
            ["missing"], ["portal", "missing"], ["portal", "configuration", "beyond"], ["name", "beyond"], [""],
        ]
    )
    func nothing(path: [String]) {
        // A path is variadic, so the longest one here is spelled out.
        let value =
            switch path.count {
            case 1: Self.settings[path[0]]
            case 2: Self.settings[path[0], path[1]]
            default: Self.settings[path[0], path[1], path[2]]
            }
        #expect(value == nil)
    }

    @Test("are nil in another shape than their own", arguments: ["name", "live", "limit", "timeout", "key", "hosts"])
    func otherShapes(key: String) {
        let settings = Self.settings
        #expect((settings.text(key) != nil) == (key == "name"))
        #expect((settings.flag(key) != nil) == (key == "live"))
        #expect((settings.integer(key) != nil) == (key == "limit"))
        #expect((settings.duration(key) != nil) == (key == "timeout"))
        #expect((settings.secret(key) != nil) == (key == "key"))
        #expect(settings.list(key).isEmpty == (key != "hosts"))
        #expect(settings.map(key).isEmpty)
        #expect((settings[key]?.text != nil) == (key == "name"))
    }

    @Test("are all nil when there are none")
    func empty() {
        let settings = ProviderSettings()
        #expect(settings["key"] == nil)
        #expect(settings.list("hosts").isEmpty)
        #expect(settings.map().isEmpty)
    }
}
