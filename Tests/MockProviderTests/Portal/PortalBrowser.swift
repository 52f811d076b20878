import BillingCore
import BillingHTTP
import BillingTesting
import Foundation
import HTTPTypes
import Testing

@testable import MockProvider

/// Opens a portal session, and goes through its pages as a browser does.
struct PortalBrowser {
    let clock: ManualClock
    let world: MockWorld
    let pages: MockPages
    /// The session's path, without the mount.
    let root: String

    static let base = "/providers/sandbox"

    init(_ request: PortalSessionRequest? = nil, in shared: (MockWorld, ManualClock)? = nil) async throws {
        clock = try shared?.1 ?? makeClock()
        world = shared?.0 ?? makeWorld(clock)
        pages = MockPages(world: world, instance: try ProviderID("sandbox"), patience: .seconds(60))
        let session = try await makeProvider(world).createPortalSession(
            request ?? makeRequest(),
            makeContext(UUID().uuidString)
        )
        root = try #require(session.path)
    }

    struct Answer {
        let status: Int
        let html: String
        let fields: HTTPFields

        init(_ response: HostedPageResponse) {
            status = response.head.status.code
            html = String(decoding: response.body, as: UTF8.self)
            fields = response.head.headerFields
        }

        var title: String? { html.firstMatch(of: /<title>([^<]*)<\/title>/).map { String($0.output.1) } }

        /// Below the session's path.
        func location(in browser: PortalBrowser) throws -> String {
            let location = try #require(fields[.location])
            #expect(location.hasPrefix(PortalBrowser.base + browser.root))
            return String(location.dropFirst(PortalBrowser.base.count + browser.root.count))
        }

        /// What is said, without the elements.
        var text: String {
            html.replacing(/<[^>]*>/, with: "").replacing("&amp;", with: "&").replacing("&#39;", with: "'")
        }

        /// The values that its forms send unseen.
        var hidden: [String: String] {
            Dictionary(
                html.matches(of: /<input type="hidden" name="([^"]*)" value="([^"]*)">/).map {
                    (String($0.output.1), String($0.output.2))
                },
                uniquingKeysWith: { one, _ in one }
            )
        }
    }

    func get(_ path: String = "", method: HTTPRequest.Method = .get) async -> Answer {
        Answer(await pages.respond(to: request(method, root + path)))
    }

    func post(
        _ path: String,
        _ values: [String: String] = [:],
        type: String? = "application/x-www-form-urlencoded"
    ) async -> Answer {
        var form = FormParameters()
        for (name, value) in values.sorted(by: { $0.key < $1.key }) { form.append(value, at: name) }
        return await post(path, raw: form.encoded, type: type)
    }

    func post(_ path: String, raw: String, type: String? = "application/x-www-form-urlencoded") async -> Answer {
        var request = request(.post, root + path)
        request.head.headerFields[.contentType] = type
        request.body = Array(raw.utf8)
        return Answer(await pages.respond(to: request))
    }

    /// Sends what a page's form holds, with some values of one's own, and follows to the next page.
    func send(_ page: Answer, to path: String, _ values: [String: String] = [:]) async throws -> Answer {
        let answer = await post(path, page.hidden.merging(values) { _, own in own })
        #expect(answer.status == 303, "\(answer.text)")
        return await get(try answer.location(in: self))
    }

    func subscription(_ name: String = "ada") async throws -> MockSubscription {
        try await world.act { try $0.subscription(SubscriptionID("sub_mock_\(name)")) }
    }

    func customer(_ name: String = "ada") async throws -> MockCustomer {
        try await world.act { try $0.customer(ProviderCustomerID(name)) }
    }

    private func request(_ method: HTTPRequest.Method, _ path: String) -> HostedPageRequest {
        HostedPageRequest(
            head: HTTPRequest(method: method, scheme: "https", authority: "billing.example.com", path: path),
            body: [],
            basePath: PortalBrowser.base,
            audience: .public
        )
    }
}
