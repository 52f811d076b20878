import HTTPTypes

/// `/embed/v1/tollgate.js`: what makes the pages' buttons better, and the elements for tenants' own pages.
enum EmbedScript {
    static let path = "/embed/v1/tollgate.js"

    static func response(for request: ServerRequest) -> ServerResponse {
        var response = Documents.published(bytes, tag: tag, type: "text/javascript; charset=utf-8", for: request)
        // Pages of other sites load it.
        response.fields[.crossOriginResourcePolicy] = "cross-origin"
        return response
    }

    private static let bytes = Array(source.utf8)
    private static let tag = EntityTag(of: bytes)
}
