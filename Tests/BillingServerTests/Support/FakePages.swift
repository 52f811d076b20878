import BillingHTTP
import HTTPTypes
import Synchronization

@testable import BillingServer

/// Pages that say what they were asked.
final class FakePages: HostedPages {
    private let seen = Mutex<[HostedPageRequest]>([])

    var requests: [HostedPageRequest] { seen.withLock { $0 } }

    func respond(to request: HostedPageRequest) async -> HostedPageResponse {
        seen.withLock { $0.append(request) }
        if request.head.path == "/styled" {
            let fields: HTTPFields = [
                .contentType: "text/html", .contentSecurityPolicy: "default-src 'self'", .cacheControl: "max-age=60",
                .connection: "upgrade", .server: "fake/1.0",
            ]
            return HostedPageResponse(head: HTTPResponse(status: .ok, headerFields: fields), body: Array("styled".utf8))
        }
        let text = "\(request.head.method) \(request.head.path ?? "") \(request.audience) \(request.body.count)"
        return HostedPageResponse(
            head: HTTPResponse(status: .ok, headerFields: [.contentType: "text/plain"]),
            body: Array(text.utf8)
        )
    }
}
