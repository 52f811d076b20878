import HTTPTypes
import PageKit

extension ServerResponse {
    /// A page.
    init(_ page: Page, _ added: HTTPFields = [:]) {
        var fields = HTTPFields(page.fields)
        fields[.vary] = "Accept, Cookie"
        fields.append(contentsOf: added)
        self.init(HTTPResponse.Status(code: page.status), fields: fields, body: Array(page.html().utf8))
    }

    init(_ asset: PageAsset) {
        self.init(.ok, fields: HTTPFields(asset.fields), body: Array(asset.body.utf8))
    }

    /// To another place, which the browser gets with `GET`.
    ///
    /// The place may be a secret: no cache and no other site learns it.
    static func seeOther(_ location: String) -> ServerResponse {
        ServerResponse(
            .seeOther,
            fields: [.location: location, .cacheControl: "no-store", .referrerPolicy: "no-referrer"]
        )
    }
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
