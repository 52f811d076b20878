package import HTTPTypes

/// An answer, whole.
///
/// `Content-Length`, `Date` and `Connection` are added where it is written.
package struct ServerResponse: Sendable {
    package var status: HTTPResponse.Status
    package var fields: HTTPFields
    package var body: [UInt8]
    /// Set for an answer to `HEAD`: how long the body would have been.
    package var omittedBodyLength: Int?
    /// Whether the connection is reset instead: then there is no answer, whatever else is here.
    private(set) var hangsUp = false

    /// The end of the connection, instead of an answer.
    static var hangUp: ServerResponse {
        var response = ServerResponse(.noContent)
        response.hangsUp = true
        return response
    }

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
