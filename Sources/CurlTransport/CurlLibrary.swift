import BillingHTTP
import CCurl

/// libcurl itself, set up once in a process.
enum CurlLibrary {
    /// A global constant's initial value is computed once, whichever threads ask first.
    private static let initialization = tollgate_global_init()

    /// Whether libcurl has a file of the system's certificate authorities, beside the folder.
    static let hasBundle = tollgate_default_bundle() != nil

    static func initialize() throws(HTTPTransportError) {
        guard initialization == CURLE_OK else {
            throw HTTPTransportError(
                .transportUnavailable,
                mayHaveBeenSent: false,
                "libcurl cannot start: \(String(cString: curl_easy_strerror(initialization)))"
            )
        }
    }
}
