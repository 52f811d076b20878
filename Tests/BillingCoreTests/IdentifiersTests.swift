import BillingCore
import FoundationEssentials
import Testing

@Suite("Identifiers")
struct IdentifiersTests {
    static let slugs: [any ValidatedIdentifier.Type] = [TenantID.self, ProviderID.self, ProviderKind.self]
    static let texts: [any ValidatedIdentifier.Type] = [
        CustomerID.self, ProviderCustomerID.self, SubscriptionID.self, ProviderPriceID.self,
    ]

    @Test(
        "tenants, providers and kinds are lower-case slugs",
        arguments: slugs,
        ["a", "0", "acme", "stripe-eu", "4ever", "a-", "a--b", "xn--bcher-kva", String(repeating: "a", count: 63)]
    )
    func acceptsSlug(type: any ValidatedIdentifier.Type, text: String) throws {
        #expect(try type.init(text).rawValue == text)
    }

    @Test(
        "what is no slug is refused",
        arguments: slugs,
        [
            "", "-a", "A", "Acme", "acme_eu", "acme.eu", "a b", " acme", "acme ", "acme\n", "a/b", "%61cme", "é",
            "ａcme",
            "acme\u{0}", "аcme", "a\u{200D}b", "１", String(repeating: "a", count: 64),
        ]
    )
    func refusesSlug(type: any ValidatedIdentifier.Type, text: String) {
        #expect(throws: InvalidIdentifier.self) { try type.init(text) }
    }

    @Test(
        "ids of customers and at providers are printable text",
        arguments: texts,
        [
            "1", "user_42", "cus_NffrFeUfNV2Hib", "550e8400-e29b-41d4-a716-446655440000", "ada@example.com",
            "Ada Lovelace", "José", "Jose\u{301}", "顧客", "👩", "...", ".a", "a/b", "../x", "50%", "%2e%2e", "%6de",
            "a?b#c", "'\"<&>\\", "Me", "me2", String(repeating: "a", count: 255), String(repeating: "é", count: 127),
        ]
    )
    func acceptsText(type: any ValidatedIdentifier.Type, text: String) throws {
        #expect(try type.init(text).rawValue == text)
    }

    @Test(
        "empty, overlong and invisible text is refused",
        arguments: texts,
        [
            "", ".", "..", "a\u{0}", "a\tb", "a\nb", "a\r\nb", "\u{1B}[2J", "a\u{7F}", "a\u{85}b", "a\u{2028}b",
            "a\u{2029}b", "a\u{200B}b", "a\u{200D}b", "\u{FEFF}a", "a\u{202E}b", "a\u{2066}b", "a\u{2069}", "a\u{200F}",
            "a\u{AD}b", "a\u{E000}", "a\u{E0041}", "a\u{FFFF}", "a\u{0378}", String(repeating: "a", count: 256),
            String(repeating: "é", count: 128),
        ]
    )
    func refusesText(type: any ValidatedIdentifier.Type, text: String) {
        #expect(throws: InvalidIdentifier.self) { try type.init(text) }
    }

    @Test("`me` is whoever is signed in, so no customer is called that")
    func me() throws {
        let error = try #require(throws: InvalidIdentifier.self) { try CustomerID("me") }
        #expect(error.reason.contains("`me`"))
        #expect(try ProviderCustomerID("me").rawValue == "me")
        #expect(try SubscriptionID("me").rawValue == "me")
    }

    @Test(
        "a refusal says in one clause what is wrong with what",
        arguments: [
            ("", "a tenant id cannot be empty"),
            (String(repeating: "a", count: 64), "a tenant id has at most 63 characters"),
            (
                "Acme",
                "a tenant id has lower-case letters, digits and hyphens only, and starts with a letter or a digit"
            ),
        ]
    )
    func reason(text: String, reason: String) throws {
        let error = try #require(throws: InvalidIdentifier.self) { try TenantID(text) }
        #expect(error.reason == reason)
        #expect("\(error)" == reason)
    }

    @Test(
        "a refusal names the sort of id",
        arguments: zip(
            slugs + texts,
            [
                "a tenant id", "a provider id", "a provider kind", "a customer id", "a provider's customer id",
                "a subscription id", "a price id",
            ]
        )
    )
    func noun(type: any ValidatedIdentifier.Type, noun: String) throws {
        let error = try #require(throws: InvalidIdentifier.self) { try type.init("") }
        #expect(error.reason == "\(noun) cannot be empty")
    }

    @Test("ids that look alike but are other bytes are other ids")
    func canonicalEquivalence() throws {
        let composed = try CustomerID("Jos\u{E9}")
        let decomposed = try CustomerID("Jose\u{301}")
        #expect(composed.rawValue == decomposed.rawValue, "to Swift the texts are equal")
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
        #expect(Dictionary([(composed, 1), (decomposed, 2)], uniquingKeysWith: +)[composed] == 1)
        #expect((composed < decomposed) != (decomposed < composed), "one of two different ids comes first")
    }

    @Test("equal texts are equal ids with one hash, and sort by bytes")
    func equality() throws {
        #expect(try TenantID("acme") == TenantID("acme"))
        #expect(try TenantID("acme").hashValue == TenantID("acme").hashValue)
        #expect(try TenantID("acme") != TenantID("acme2"))
        let sorted = try ["b", "é", "a", "Z", "aa"].map { try CustomerID($0) }.sorted().map(\.rawValue)
        #expect(sorted == ["Z", "a", "aa", "b", "é"])
    }

    @Test("an id prints and encodes as its text")
    func text() throws {
        let id = try CustomerID("user_42")
        #expect("\(id)" == "user_42")
        #expect(String(decoding: try JSONEncoder().encode([id]), as: UTF8.self) == #"["user_42"]"#)
        #expect(try JSONDecoder().decode([CustomerID].self, from: Data(#"["user_42"]"#.utf8)) == [id])
    }

    @Test("decoding checks the shape too", arguments: [#"["me"]"#, #"[".."]"#, #"[""]"#, #"["a\u202eb"]"#, "[42]"])
    func decodingChecks(json: String) {
        #expect(throws: (any Error).self) { try JSONDecoder().decode([CustomerID].self, from: Data(json.utf8)) }
    }
}
