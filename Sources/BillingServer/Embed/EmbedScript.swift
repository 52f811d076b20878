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

    /// Without the indentation and the lines of comment, which are for who reads the source.
    private static let bytes = Array(
        source.split(separator: "\n").map { $0.drop { $0 == " " } }.filter { !$0.hasPrefix("/*") }
            .joined(separator: "\n").utf8
    )
    private static let tag = EntityTag(of: bytes)
}
