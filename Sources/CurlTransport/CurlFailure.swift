import BillingHTTP
import CCurl

/// What became of a transfer that libcurl gave up, and what was known of it then.
struct CurlFailure {
    let code: CURLcode
    /// Whether the request was about to be sent.
    let hasBegun: Bool
    let usesProxy: Bool
    /// What libcurl wrote about it; may be empty.
    let message: String
    /// What a callback of ours stopped it for.
    let refusal: HTTPTransportError.Code?

    var error: HTTPTransportError {
        HTTPTransportError(transportCode, mayHaveBeenSent: hasBegun, detail)
    }

    private var transportCode: HTTPTransportError.Code {
        if let refusal { return refusal }
        switch code {
        case CURLE_URL_MALFORMAT:
            return .invalidRequest
        case CURLE_UNSUPPORTED_PROTOCOL:
            // Also what libcurl says of an answer without a status line.
            return hasBegun ? .malformedResponse : .invalidRequest
        case CURLE_COULDNT_RESOLVE_HOST:
            return .resolveFailed
        case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY:
            return .proxyFailed
        case CURLE_COULDNT_CONNECT:
            return usesProxy ? .proxyFailed : .connectFailed
        case CURLE_OPERATION_TIMEDOUT:
            return .timeout
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_USE_SSL_FAILED, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS,
            CURLE_SSL_CLIENTCERT, CURLE_SSL_SHUTDOWN_FAILED:
            return .tlsFailed
        case CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE:
            return .trustUnavailable
        case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING:
            return .malformedResponse
        case CURLE_FILESIZE_EXCEEDED:
            return .responseTooLarge
        case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_HTTP2,
            CURLE_HTTP2_STREAM, CURLE_SEND_FAIL_REWIND:
            // Before the request there is only the proxy that could have hung up, or refused.
            return usesProxy && !hasBegun ? .proxyFailed : .connectionLost
        default:
            // Nothing that this transport asks libcurl for: out of memory, a missing feature, a callback that failed.
            return hasBegun ? .connectionLost : .transportUnavailable
        }
    }

    private var detail: String {
        let general = String(cString: curl_easy_strerror(code))
        // Hosts and certificates may be named, but never a URL: its path and query may hold a secret.
        let namesURL = message.contains("://") || message.contains("?") || message.contains("/v")
        if message.isEmpty || namesURL { return general }
        return String(message.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0) })
    }
}
