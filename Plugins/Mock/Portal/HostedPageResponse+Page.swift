import BillingHTTP
import HTTPTypes
import PageKit

extension HostedPageResponse {
    /// A page.
    ///
    /// - Parameter allow: the methods that the path has, where the request's is none of them.
    init(_ page: Page, allow: [HTTPRequest.Method] = []) {
        var fields = HTTPFields(page.fields)
        if !allow.isEmpty { fields[.allow] = allow.map(\.rawValue).joined(separator: ", ") }
        self.init(
            head: HTTPResponse(status: HTTPResponse.Status(code: page.status), headerFields: fields),
            body: Array(page.html().utf8)
        )
    }

    init(_ asset: PageAsset) {
        self.init(
            head: HTTPResponse(status: .ok, headerFields: HTTPFields(asset.fields)),
            body: Array(asset.body.utf8)
        )
    }

    /// To another page, which the browser gets with `GET`.
    static func seeOther(_ path: String) -> HostedPageResponse {
        // The address holds the session's token, so that no cache and no other site may learn it.
        let fields = [("Location", path), ("Cache-Control", "no-store"), ("Referrer-Policy", "no-referrer")]
        return HostedPageResponse(head: HTTPResponse(status: .seeOther, headerFields: HTTPFields(fields)))
    }

    /// The same without its body, for `HEAD`.
    var withoutBody: HostedPageResponse { HostedPageResponse(head: head) }
}

extension HTTPFields {
    fileprivate init(_ fields: [(name: String, value: String)]) {
        self.init()
        for field in fields {
            guard let name = HTTPField.Name(field.name) else {
                preconditionFailure("`\(field.name)` is not a field name")
            }
            append(HTTPField(name: name, value: field.value))
        }
    }
}
