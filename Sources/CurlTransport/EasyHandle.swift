import BillingHTTP
import CCurl

/// An option that libcurl does not take.
struct OptionFailure: Error {
    let code: CURLcode
}

/// One of libcurl's easy handles: options before, facts afterwards.
///
/// It is reused for request after request.
final class EasyHandle {
    let pointer: UnsafeMutableRawPointer
    private let message: UnsafeMutablePointer<CChar>
    private var headerLines: UnsafeMutablePointer<curl_slist>?

    /// - Returns: nil when memory is short.
    init?() {
        guard let pointer = curl_easy_init() else { return nil }
        self.pointer = pointer
        message = .allocate(capacity: Int(CURL_ERROR_SIZE))
        message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        curl_easy_cleanup(pointer)
        curl_slist_free_all(headerLines)
        message.deallocate()
    }

    /// Forgets the request.
    ///
    /// The handle must not be in the multi handle any more.
    func reset() {
        curl_easy_reset(pointer)
        curl_slist_free_all(headerLines)
        headerLines = nil
        message.pointee = 0
    }

    /// Sets every option that the request and this transport's promises need.
    ///
    /// Until ``reset()``, the callbacks refer to `transfer`, which must live as long.
    func prepare(_ request: PreparedRequest, for transfer: Transfer) throws(OptionFailure) {
        try check(tollgate_set_error_buffer(pointer, message))
        try setCallbacks(for: transfer)
        try setMessage(request)
        try setLimits(request)
        try setConnection(request)
        try setTrust(request)
    }

    private func setMessage(_ request: PreparedRequest) throws(OptionFailure) {
        try check(
            request.lines.withUnsafeBytes { bytes in
                guard let start = bytes.bindMemory(to: CChar.self).baseAddress else { return CURLE_URL_MALFORMAT }
                var offset = 0
                while offset < bytes.count {
                    let line = start + offset
                    if offset == 0 {
                        let code = tollgate_set_string(pointer, CURLOPT_URL, line)
                        if code != CURLE_OK { return code }
                    } else {
                        guard let longer = curl_slist_append(headerLines, line) else { return CURLE_OUT_OF_MEMORY }
                        headerLines = longer
                    }
                    offset += (bytes[offset...].firstIndex(of: 0) ?? bytes.count) - offset + 1
                }
                return tollgate_set_header_lines(pointer, headerLines)
            }
        )
        switch request.method {
        case .get:
            break
        case .head:
            try set(CURLOPT_NOBODY, 1)
        case .other(let method):
            // The form for posting makes libcurl announce the length, also of an empty body; the name is ours.
            if !request.body.isEmpty || !Self.methodsWithoutBody.contains(method) {
                try set(CURLOPT_POST, 1)
                try check(
                    request.body.withUnsafeBytes { tollgate_set_body(pointer, $0.baseAddress, curl_off_t($0.count)) }
                )
            }
            try set(CURLOPT_CUSTOMREQUEST, method)
        }
    }

    private static let methodsWithoutBody: Set<String> = ["GET", "DELETE", "OPTIONS", "TRACE"]

    private func setLimits(_ request: PreparedRequest) throws(OptionFailure) {
        try set(CURLOPT_CONNECTTIMEOUT_MS, request.connection.connectTimeout.wholeMilliseconds)
        // A HEAD's length is that of a body which does not come. Zero would mean no limit; the callback knows better.
        if case .head = request.method { return }
        if request.maximumResponseBytes > 0 {
            let limit = curl_off_t(request.maximumResponseBytes)
            try check(tollgate_set_offset(pointer, CURLOPT_MAXFILESIZE_LARGE, limit))
        }
    }

    private func setConnection(_ request: PreparedRequest) throws(OptionFailure) {
        try set(CURLOPT_PROTOCOLS_STR, request.isSecure ? "https" : "http")
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        try set(CURLOPT_PATH_AS_IS, 1)
        // Empty and not null: null would let the environment decide.
        try set(CURLOPT_PROXY, request.connection.proxy ?? "")
        try set(CURLOPT_NOPROXY, "")
        try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        // Not 2_0, which would try to upgrade plain http.
        try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        try set(CURLOPT_PIPEWAIT, 1)
        // The resolver has a thread of its own. Without signals, nothing interrupts it; and without a quick exit, the
        // engine would stand still until it ends.
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_QUICK_EXIT, 1)
    }

    private func setTrust(_ request: PreparedRequest) throws(OptionFailure) {
        try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        try set(CURLOPT_PROXY_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        try set(CURLOPT_PROXY_SSL_VERIFYPEER, 1)
        try set(CURLOPT_PROXY_SSL_VERIFYHOST, 2)
        if let file = request.connection.caFile {
            try set(CURLOPT_CAINFO, file)
            try set(CURLOPT_PROXY_CAINFO, file)
        }
        // The system's folder of authorities would be trusted beside the file; and only without it does libcurl keep
        // what it read of the file, instead of reading it again for each connection.
        if request.connection.caFile != nil || CurlLibrary.hasBundle {
            try check(tollgate_set_string(pointer, CURLOPT_CAPATH, nil))
            try check(tollgate_set_string(pointer, CURLOPT_PROXY_CAPATH, nil))
        }
    }

    private func set(_ option: CURLoption, _ value: Int) throws(OptionFailure) {
        try check(tollgate_set_long(pointer, option, value))
    }

    private func set(_ option: CURLoption, _ value: String) throws(OptionFailure) {
        try check(tollgate_set_string(pointer, option, value))
    }

    func check(_ code: CURLcode) throws(OptionFailure) {
        if code != CURLE_OK { throw OptionFailure(code: code) }
    }

    /// Of the final answer.
    var status: Int { tollgate_get_long(pointer, CURLINFO_RESPONSE_CODE) }

    /// As announced; nil where it was not.
    var contentLength: Int? {
        let length = tollgate_get_offset(pointer, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T)
        return length < 0 ? nil : Int(length)
    }

    /// What libcurl wrote about a failure.
    var failureMessage: String { String(cString: message) }
}

extension Duration {
    /// Rounded up, at least 1 (zero is no limit to libcurl) and at most a day.
    fileprivate var wholeMilliseconds: Int {
        if self >= .seconds(86_400) { return 86_400_000 }
        let (seconds, attoseconds) = components
        return max(1, Int(seconds) * 1000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
    }
}
