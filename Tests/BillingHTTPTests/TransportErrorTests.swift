import BillingCore
import BillingHTTP
import Foundation
import HTTPTypes
import Testing

@Suite("What silence means")
struct TransportErrorTests {
    private typealias Row = (
        HTTPTransportError.Code, read: BillingError.Code, notSent: BillingError.Code, sent: BillingError.Code
    )
    private static let rows: [Row] = [
        (.invalidRequest, .internal, .internal, .internal),
        (.resolveFailed, .providerUnavailable, .providerUnavailable, .outcomeUnknown),
        (.proxyFailed, .providerUnavailable, .providerUnavailable, .outcomeUnknown),
        (.connectFailed, .providerUnavailable, .providerUnavailable, .outcomeUnknown),
        (.tlsFailed, .providerTLSError, .providerTLSError, .outcomeUnknown),
        (.trustUnavailable, .providerMisconfigured, .providerMisconfigured, .providerMisconfigured),
        (.timeout, .providerTimeout, .providerTimeout, .outcomeUnknown),
        (.cancelled, .cancelled, .cancelled, .cancelled),
        (.connectionLost, .providerUnavailable, .providerUnavailable, .outcomeUnknown),
        (.responseTooLarge, .providerBadResponse, .providerBadResponse, .providerBadResponse),
        (.malformedResponse, .providerBadResponse, .providerBadResponse, .providerBadResponse),
        (.transportUnavailable, .providerUnavailable, .providerUnavailable, .outcomeUnknown),
    ]

    @Test("each transport error has a code for reads, and for writes that were and were not sent")
    func mapping() {
        #expect(Set(Self.rows.map(\.0)) == Set(HTTPTransportError.Code.allCases))
        for row in Self.rows {
            func code(createsSomething: Bool, sent: Bool) -> BillingError.Code {
                let error = HTTPTransportError(row.0, mayHaveBeenSent: sent, "detail")
                return BillingError(transport: error, createsSomething: createsSomething).code
            }
            #expect(code(createsSomething: false, sent: true) == row.read, "\(row.0)")
            #expect(code(createsSomething: false, sent: false) == row.read, "\(row.0)")
            #expect(code(createsSomething: true, sent: false) == row.notSent, "\(row.0)")
            #expect(code(createsSomething: true, sent: true) == row.sent, "\(row.0)")
        }
    }

    @Test(
        "Retry-After is read in both of its forms",
        arguments: [
            ("0", .zero), ("120", .seconds(120)), ("Sun, 06 Nov 1994 08:49:37 GMT", .seconds(37)),
            ("Sun, 06 Nov 1994 08:48:00 GMT", .zero), ("", nil), ("-1", nil), ("1.5", nil), ("soon", nil),
            ("99999999999999999999", nil), ("Sun, 06 Foo 1994 08:49:37 GMT", nil),
            ("Sun, 31 Feb 1994 08:49:37 GMT", nil),
            ("Sun, 06 Nov 1994 08:49:37 CET", nil),
        ] as [(String, Duration?)]
    )
    func retryAfter(_ value: String, _ expected: Duration?) {
        let response = HTTPResponse(status: .tooManyRequests, headerFields: [.retryAfter: value])
        #expect(RetryAfter.duration(in: response, now: Date(timeIntervalSince1970: 784_111_740)) == expected)
    }

    @Test("without the field there is nothing to wait for")
    func noRetryAfter() {
        #expect(RetryAfter.duration(in: HTTPResponse(status: .tooManyRequests), now: Date()) == nil)
    }
}
