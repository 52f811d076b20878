import BillingCore
import FoundationEssentials
import Testing

@Suite("A secret")
struct SecretTests {
    static let text = "sk_live_51Qx7hushhush"

    struct Holder {
        let name = "stripe-eu"
        let key = Secret(SecretTests.text)
        let optional: Secret? = Secret(SecretTests.text)
        let none: Secret? = nil
        let list = [Secret(SecretTests.text), Secret(SecretTests.text)]
        let map = ["key": Secret(SecretTests.text)]
        let pair = (Secret(SecretTests.text), 1)
        let setting = SettingValue.map(["portal": .list([.secret(Secret(SecretTests.text))])])
        let settings = ProviderSettings(["api_key": .secret(Secret(SecretTests.text))])
    }

    enum Envelope {
        case sealed(Secret)
        case labelled(key: Secret, Holder)
    }

    final class Keeper {
        let holder = Holder()
        let envelope = Envelope.labelled(key: Secret(SecretTests.text), Holder())
    }

    static let session = PortalSession(
        id: "bps_1",
        url: .absolute(Secret("https://billing.example.com/p/\(text)")),
        kind: .session,
        expiresAt: nil,
        returnURLHonoured: true,
        flow: .home
    )
    static let hosted = PortalSession(
        id: nil,
        url: .hosted(path: Secret("/portal/\(text)")),
        kind: .signedLink,
        expiresAt: noon,
        returnURLHonoured: false,
        flow: .home
    )

    /// Values that hold the secret somewhere, and how they are called.
    static var holders: [(String, Any)] {
        [
            ("the secret itself", Secret(text)),
            ("an optional", Secret(text) as Secret? as Any),
            ("an optional of an optional", Secret(text) as Secret?? as Any),
            ("an array", [Secret(text)]),
            ("a dictionary", ["key": Secret(text)]),
            ("a tuple", (Secret(text), Secret(text))),
            ("a struct", Holder()),
            ("an enum", Envelope.sealed(Secret(text))),
            ("an enum with labels", Envelope.labelled(key: Secret(text), Holder())),
            ("a class", Keeper()),
            ("a result", Result<Secret, BillingError>.success(Secret(text))),
            ("settings", ProviderSettings(["portal": .map(["key": .secret(Secret(text))])])),
            ("a portal session at the provider", session),
            ("a portal session on a hosted page", hosted),
        ]
    }

    @Test("is not in a description, an interpolation or a dump of anything that holds it", arguments: 0..<holders.count)
    func textual(index: Int) {
        let (name, value) = Self.holders[index]
        var dumped = ""
        dump(value, to: &dumped)
        var printed = ""
        print(value, to: &printed)
        debugPrint(value, to: &printed)
        for shown in ["\(value)", String(describing: value), String(reflecting: value), dumped, printed] {
            #expect(!shown.contains(Self.text), "\(name)")
        }
        #expect(dumped.contains("[secret]"), "\(name): what is hidden is still seen to be there")
    }

    @Test("is not in any child that reflection reaches", arguments: 0..<holders.count)
    func reflection(index: Int) {
        let (name, value) = Self.holders[index]
        var count = 0
        visit(value, depth: 0) { child in
            count += 1
            #expect((child as? String)?.contains(Self.text) != true, "\(name)")
            #expect(!"\(child)".contains(Self.text), "\(name)")
        }
        #expect(count > 0)
    }

    @Test("shows itself only to the one who asks, and has no parts")
    func reveal() {
        let secret = Secret(Self.text)
        #expect(secret.reveal() == Self.text)
        #expect(secret.description == "[secret]")
        #expect(secret.debugDescription == "[secret]")
        #expect("\(secret)" == "[secret]")
        #expect(Mirror(reflecting: secret).children.isEmpty)
    }

    @Test("encodes as a placeholder, alone and in other values")
    func encoding() throws {
        struct Document: Encodable {
            let key = Secret(SecretTests.text)
            let keys = ["a": Secret(SecretTests.text)]
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(String(decoding: try encoder.encode([Secret(Self.text)]), as: UTF8.self) == #"["[secret]"]"#)
        #expect(
            String(decoding: try encoder.encode(Document()), as: UTF8.self)
                == #"{"key":"[secret]","keys":{"a":"[secret]"}}"#
        )
    }

    @Test(
        "is equal to one of the same bytes, and to no other",
        arguments: [
            ("", "", true), ("a", "a", true), ("a", "b", false), ("a", "ab", false), ("", "a", false),
            ("\u{E9}", "e\u{301}", false), ("key-1", "key-2", false),
        ]
    )
    func equality(left: String, right: String, isEqual: Bool) {
        #expect((Secret(left) == Secret(right)) == isEqual)
        #expect((Secret(right) == Secret(left)) == isEqual)
    }

    private func visit(_ value: Any, depth: Int, _ body: (Any) -> Void) {
        body(value)
        guard depth < 12 else { return }
        var mirror: Mirror? = Mirror(reflecting: value)
        while let current = mirror {
            for child in current.children { visit(child.value, depth: depth + 1, body) }
            mirror = current.superclassMirror
        }
    }
}
