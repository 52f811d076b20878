package import HTTPTypes

/// An answer, whole. `Content-Length`, `Date` and `Connection` are added where it is written.
package struct ServerResponse: Sendable {
    package var status: HTTPResponse.Status
    package var fields: HTTPFields
    package var body: [UInt8]
    /// Set for an answer to `HEAD`: how long the body would have been.
    package var omittedBodyLength: Int?

    package init(_ status: HTTPResponse.Status, fields: HTTPFields = [:], body: [UInt8] = []) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// The same answer as `HEAD` has it.
    var withoutBody: ServerResponse {
        var response = self
        response.omittedBodyLength = body.count
        response.body = []
        return response
    }
}
