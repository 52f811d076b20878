import BillingCore
import BillingRouter
import FoundationEssentials
import HTTPTypes

/// Sessions without a store: a cookie says who it is and until when, and a signature says that it is ours.
struct SessionCookies: VisitorRecognition {
    let key: SessionKey
    /// Whether browsers reach the gateway by `https`.
    let isSecure: Bool

    /// How long a session lasts.
    static let lifetime = 8 * 3600

    /// For how long a visitor who was sent to log in is not sent there again.
    static let loginPause = 60

    /// The cookie of a customer.
    func signIn(_ customer: CustomerReference, at now: Date) -> HTTPField {
        let expiry = String(Int(now.timeIntervalSince1970) + SessionCookies.lifetime)
        let id = customer.customer.rawValue
        let signature = key.signature(for: .session, [customer.tenant.rawValue, expiry, id])
        let value = "1.\(expiry).\(Base64URL.encode(Array(id.utf8))).\(signature)"
        return cookie(sessionName(customer.tenant), value, lasting: SessionCookies.lifetime)
    }

    /// Ends the session.
    func signOut(of tenant: TenantID) -> HTTPField { cookie(sessionName(tenant), "", lasting: 0) }

    func visitor(of tenant: TenantID, in fields: HTTPFields, at now: Date) -> Visitor? {
        // Another site may have planted a second one.
        Cookies.values(of: sessionName(tenant), in: fields).lazy.compactMap { visitor($0, of: tenant, at: now) }.first
    }

    private func visitor(_ value: Substring, of tenant: TenantID, at now: Date) -> Visitor? {
        let parts = value.split(separator: ".", omittingEmptySubsequences: false)
        guard value.utf8.count <= 512, parts.count == 4, parts[0] == "1",
            let id = Base64URL.decode(parts[2]).flatMap({ String(validating: $0, as: UTF8.self) }),
            key.isSignature(parts[3], for: .session, [tenant.rawValue, String(parts[1]), id]),
            let expiry = Int(parts[1]), now.timeIntervalSince1970 < Double(expiry),
            let customer = try? CustomerID(id)
        else { return nil }
        return Visitor(
            customer: CustomerReference(tenant: tenant, customer: customer),
            formToken: key.signature(for: .form, [String(value)])
        )
    }

    // MARK: Log-in

    /// Marks a visitor as one who was sent to log in.
    func loginMark(_ tenant: TenantID) -> HTTPField {
        cookie(loginName(tenant), "1", lasting: SessionCookies.loginPause)
    }

    func removeLoginMark(_ tenant: TenantID) -> HTTPField { cookie(loginName(tenant), "", lasting: 0) }

    func hasLoginMark(_ tenant: TenantID, in fields: HTTPFields) -> Bool {
        Cookies.values(of: loginName(tenant), in: fields).contains("1")
    }

    // MARK: Names

    /// Whether a cookie is the gateway's own, and nobody else's business.
    static func isOwn(_ cookie: some StringProtocol) -> Bool {
        ["__Host-tollgate", "tollgate-", "tollgate_"].contains { cookie.hasPrefix($0) }
    }

    private func sessionName(_ tenant: TenantID) -> String { prefix + "tollgate-\(tenant)" }

    /// No tenant's name has a `_`.
    private func loginName(_ tenant: TenantID) -> String { prefix + "tollgate_login-\(tenant)" }

    /// Browsers take a cookie of this prefix from this host alone, by `https`.
    private var prefix: String { isSecure ? "__Host-" : "" }

    private func cookie(_ name: String, _ value: String, lasting seconds: Int) -> HTTPField {
        let secure = isSecure ? "; Secure" : ""
        return HTTPField(
            name: .setCookie,
            value: "\(name)=\(value); Path=/; Max-Age=\(seconds); HttpOnly; SameSite=Lax\(secure)"
        )
    }
}

/// The cookies of a request.
enum Cookies {
    static func values(of name: String, in fields: HTTPFields) -> [Substring] {
        fields[values: .cookie].flatMap { $0.split(separator: ";") }.compactMap { pair in
            let start = pair.firstIndex { $0 != " " && $0 != "\t" } ?? pair.startIndex
            guard pair[start...].hasPrefix(name + "=") else { return nil }
            return pair[start...].dropFirst(name.utf8.count + 1)
        }
    }
}
