import BillingCore
import BillingRouter
import FoundationEssentials
import HTTPTypes
import Testing

@testable import BillingServer

@Suite("Sessions")
struct SessionTests {
    private let now = FixedClock.start
    private let acme: TenantID
    private let ada: CustomerReference

    init() throws {
        acme = try TenantID("acme")
        ada = CustomerReference(tenant: acme, customer: try CustomerID("ada"))
    }

    private func cookies(isSecure: Bool = true) -> SessionCookies {
        SessionCookies(key: Fixture.sessionKey, isSecure: isSecure)
    }

    private func sent(_ field: HTTPField) -> String { String(field.value.prefix { $0 != ";" }) }

    @Test("by https the cookie is of this host alone, by http it does without", arguments: [true, false])
    func names(isSecure: Bool) {
        let field = cookies(isSecure: isSecure).signIn(ada, at: now).value
        #expect(field.hasPrefix(isSecure ? "__Host-tollgate-acme=1." : "tollgate-acme=1."))
        #expect(field.hasSuffix("; Path=/; Max-Age=28800; HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "")))
    }

    @Test("a session is its customer's until it ends, and only in its tenant") func whose() throws {
        let fields: HTTPFields = [.cookie: "a=b; " + sent(cookies().signIn(ada, at: now)) + "; c=d"]
        #expect(cookies().visitor(of: acme, in: fields, at: now)?.customer == ada)
        #expect(cookies().visitor(of: acme, in: fields, at: now + 28_799)?.customer == ada)
        #expect(cookies().visitor(of: acme, in: fields, at: now + 28_801) == nil)
        let globex = try TenantID("globex")
        let moved: HTTPFields = [.cookie: try #require(fields[.cookie]).replacing("acme", with: "globex")]
        #expect(cookies().visitor(of: globex, in: moved, at: now) == nil)
        #expect(cookies(isSecure: false).visitor(of: acme, in: fields, at: now) == nil)
        let other = SessionCookies(key: SessionKey(), isSecure: true)
        #expect(other.visitor(of: acme, in: fields, at: now) == nil)
    }

    @Test("a customer's id may be anything that one can be", arguments: ["org/7", "ü ;=.\u{1F600}", "a b"])
    func ids(id: String) throws {
        let customer = CustomerReference(tenant: acme, customer: try CustomerID(id))
        let fields: HTTPFields = [.cookie: sent(cookies().signIn(customer, at: now))]
        #expect(cookies().visitor(of: acme, in: fields, at: now)?.customer == customer)
    }

    @Test("whatever is changed in a cookie, it is nobody's") func tampered() throws {
        let cookie = sent(cookies().signIn(ada, at: now))
        let start = try #require(cookie.firstIndex(of: "="))
        for index in cookie.indices where index > start {
            for replacement in ["A", "0", ".", "", "_"] where replacement != String(cookie[index]) {
                let changed = String(cookie[..<index] + replacement + cookie[cookie.index(after: index)...])
                #expect(cookies().visitor(of: acme, in: [.cookie: changed], at: now) == nil)
            }
        }
        for value in ["", "1", "1...", "....", "2" + cookie.dropFirst(), String(repeating: "1.", count: 5000)] {
            #expect(cookies().visitor(of: acme, in: [.cookie: "__Host-tollgate-acme=" + value], at: now) == nil)
        }
    }

    @Test("a planted second cookie does not push the real one out") func planted() {
        let real = sent(cookies().signIn(ada, at: now))
        for text in ["__Host-tollgate-acme=x; " + real, real + "; __Host-tollgate-acme=x"] {
            #expect(cookies().visitor(of: acme, in: [.cookie: text], at: now)?.customer == ada)
        }
    }

    @Test("each session has a token of its own for its forms") func tokens() throws {
        let first = cookies().visitor(of: acme, in: [.cookie: sent(cookies().signIn(ada, at: now))], at: now)
        let later = cookies().visitor(of: acme, in: [.cookie: sent(cookies().signIn(ada, at: now + 1))], at: now)
        #expect(first != nil && first?.formToken != later?.formToken)
        #expect(first?.formToken.utf8.count == 43)
    }

    @Test("a key has at least 256 bits") func keys() {
        #expect(SessionKey(Array(repeating: 1, count: 31)) == nil)
        #expect(SessionKey(Array(repeating: 1, count: 32)) != nil)
        #expect(SessionKey().signature(for: .form, ["a"]) != SessionKey().signature(for: .form, ["a"]))
    }

    @Test("no two lists of parts, and no two purposes, have one signature") func parts() {
        let key = Fixture.sessionKey
        let signatures = [
            key.signature(for: .session, ["a", "b"]), key.signature(for: .session, ["ab", ""]),
            key.signature(for: .session, ["a,1:b"]), key.signature(for: .form, ["a", "b"]),
        ]
        #expect(Set(signatures).count == signatures.count)
    }

    @Test(
        "the gateway's cookies are told apart from others",
        arguments: [
            ("__Host-tollgate-acme=1", true), ("tollgate-acme=1", true), ("tollgate_login-acme=1", true),
            ("__Host-tollgate_login-acme=1", true), ("theirs=tollgate-", false), ("tollgate=1", false),
        ]
    )
    func own(cookie: String, isOwn: Bool) { #expect(SessionCookies.isOwn(cookie) == isOwn) }
}
