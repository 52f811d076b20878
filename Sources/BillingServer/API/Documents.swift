import BillingRouter
import HTTPTypes

/// Answers that carry a document.
enum Documents {
    /// A read: the caller may keep it, but asks each time whether it still holds.
    ///
    /// - Parameter tag: nil: of the bytes.
    static func read(
        _ body: [UInt8],
        for request: ServerRequest,
        _ added: HTTPFields = [:],
        tag: EntityTag? = nil
    ) -> ServerResponse {
        let tag = tag ?? EntityTag(of: body)
        var fields: HTTPFields = [
            .cacheControl: "private, no-cache",
            .vary: "Authorization",
            .eTag: tag.value,
        ]
        fields.append(contentsOf: added)
        if tag.isKnown(to: request.fields) { return ServerResponse(.notModified, fields: fields) }
        fields[.contentType] = "application/json"
        return ServerResponse(.ok, fields: fields, body: body)
    }

    /// Something that is the same for everybody and holds for a while.
    static func published(_ body: [UInt8], tag: EntityTag, type: String, for request: ServerRequest) -> ServerResponse {
        var fields: HTTPFields = [.cacheControl: "public, max-age=300", .eTag: tag.value]
        if tag.isKnown(to: request.fields) { return ServerResponse(.notModified, fields: fields) }
        fields[.contentType] = type
        return ServerResponse(.ok, fields: fields, body: body)
    }

    /// What nobody may keep.
    static func unstored(_ body: [UInt8], status: HTTPResponse.Status = .ok) -> ServerResponse {
        ServerResponse(status, fields: [.contentType: "application/json", .cacheControl: "no-store"], body: body)
    }
}
