import BillingHTTP
import HTTPTypes
import Synchronization

@testable import BillingServer

/// Pages that say what they were asked.
final class FakePages: HostedPages {
    private let seen = Mutex<[HostedPageRequest]>([])
    private let left = Mutex(0)

    var requests: [HostedPageRequest] { seen.withLock { $0 } }
    /// How many callers went away while a page was held back.
    var cancelled: Int { left.withLock { $0 } }

    func respond(to request: HostedPageRequest) async -> HostedPageResponse {
        seen.withLock { $0.append(request) }
        if request.head.path == "/reset" { return .hangUp }
        if let milliseconds = request.head.path.flatMap({ Int($0.drop { !$0.isNumber }) }) {
            do { try await Task.sleep(for: .milliseconds(milliseconds)) } catch { left.withLock { $0 += 1 } }
        }
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
