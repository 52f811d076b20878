import BillingHTTP
import CCurl
import Testing

@testable import CurlTransport

@Suite("libcurl's errors")
struct CurlFailureTests {
    private func error(
        _ code: CURLcode,
        hasBegun: Bool = false,
        usesProxy: Bool = false,
        message: String = "",
        refusal: HTTPTransportError.Code? = nil
    ) -> HTTPTransportError {
        CurlFailure(code: code, hasBegun: hasBegun, usesProxy: usesProxy, message: message, refusal: refusal).error
    }

    @Test(
        "each has a name of ours",
        arguments: [
            (CURLE_URL_MALFORMAT, .invalidRequest), (CURLE_COULDNT_RESOLVE_HOST, .resolveFailed),
            (CURLE_COULDNT_RESOLVE_PROXY, .proxyFailed), (CURLE_PROXY, .proxyFailed),
            (CURLE_COULDNT_CONNECT, .connectFailed), (CURLE_OPERATION_TIMEDOUT, .timeout),
            (CURLE_SSL_CONNECT_ERROR, .tlsFailed), (CURLE_PEER_FAILED_VERIFICATION, .tlsFailed),
            (CURLE_SSL_CACERT_BADFILE, .trustUnavailable), (CURLE_WEIRD_SERVER_REPLY, .malformedResponse),
            (CURLE_FILESIZE_EXCEEDED, .responseTooLarge), (CURLE_PARTIAL_FILE, .connectionLost),
            (CURLE_GOT_NOTHING, .connectionLost), (CURLE_RECV_ERROR, .connectionLost),
            (CURLE_SEND_ERROR, .connectionLost), (CURLE_HTTP2, .connectionLost), (CURLE_HTTP2_STREAM, .connectionLost),
            (CURLE_OUT_OF_MEMORY, .transportUnavailable), (CURLE_NOT_BUILT_IN, .transportUnavailable),
        ] as [(CURLcode, HTTPTransportError.Code)]
    )
    func names(_ code: CURLcode, _ name: HTTPTransportError.Code) {
        #expect(error(code).code == name)
        #expect(!error(code).mayHaveBeenSent)
        #expect(error(code, hasBegun: true).mayHaveBeenSent)
    }

    @Test("none is without a name and a detail, whatever a later libcurl adds")
    func all() {
        for code in 1..<UInt32(200) {
            #expect(!error(CURLcode(rawValue: code)).detail.isEmpty)
        }
    }

    @Test("before the request, a lost connection is the proxy's where there is one")
    func proxies() {
        #expect(error(CURLE_RECV_ERROR, usesProxy: true).code == .proxyFailed)
        #expect(error(CURLE_RECV_ERROR, hasBegun: true, usesProxy: true).code == .connectionLost)
        #expect(error(CURLE_COULDNT_CONNECT, usesProxy: true).code == .proxyFailed)
    }

    @Test("what a callback stopped has the callback's reason")
    func refusals() {
        #expect(error(CURLE_WRITE_ERROR, hasBegun: true, refusal: .responseTooLarge).code == .responseTooLarge)
    }

    @Test("a message with a URL in it is not passed on")
    func details() {
        #expect(error(CURLE_RECV_ERROR, message: "lost it\r\nhere").detail == "lost it  here")
        #expect(!error(CURLE_RECV_ERROR, message: "no https://a.test/b").detail.contains("a.test"))
        #expect(!error(CURLE_RECV_ERROR, message: "no /b?token=x").detail.contains("token"))
    }
}
