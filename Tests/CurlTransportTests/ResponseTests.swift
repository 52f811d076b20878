import BillingHTTP
import CurlTransport
import HTTPTypes
import Testing

@Suite("What is answered", .timeLimit(.minutes(1)))
struct ResponseTests {
    /// Sends one request to a server that answers with these bytes and ends the connection.
    private func answer(
        to method: HTTPRequest.Method = .get,
        _ text: String,
        maximumResponseBytes: Int = 1 << 20
    ) async throws -> Result<InboundResponse, HTTPTransportError> {
        let server = try LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.write(text)
        }
        let transport = try CurlTransport()
        let outbound = request(method, port: server.port, maximumResponseBytes: maximumResponseBytes)
        do throws(HTTPTransportError) {
            return .success(try await transport.send(outbound, deadline: .ample))
        } catch {
            return .failure(error)
        }
    }

    private func failure(_ text: String, maximumResponseBytes: Int = 1 << 20) async throws -> HTTPTransportError {
        let result = try await answer(text, maximumResponseBytes: maximumResponseBytes)
        return try #require(throws: HTTPTransportError.self) { _ = try result.get() }
    }

    @Test(
        "an answer with any status is an answer",
        arguments: [200, 201, 204, 299, 301, 302, 304, 400, 401, 404, 407, 429, 500, 503, 599]
    )
    func statuses(_ status: Int) async throws {
        let text = "HTTP/1.1 \(status) Some Reason\r\nContent-Length: 0\r\nLocation: http://127.0.0.1:1/x\r\n\r\n"
        let response = try await answer(text).get()
        #expect(response.head.status.code == status)
        #expect(response.head.status.reasonPhrase == "Some Reason")
        #expect(response.body.isEmpty)
    }

    @Test("a redirect is not followed")
    func redirect() async throws {
        let target = try LoopbackServer { _ in ok() }
        let server = try LoopbackServer { _ in
            "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:\(target.port)/\r\nContent-Length: 0\r\n\r\n"
        }
        let response = try await CurlTransport().send(request(port: server.port), deadline: .ample)
        #expect(response.head.status == .found)
        #expect(response.head.headerFields[.location] == "http://127.0.0.1:\(target.port)/")
        #expect(target.connections == 0)
    }

    @Test("fields keep their order, their repetitions and their values")
    func repeatedFields() async throws {
        let text = "HTTP/1.1 200 OK\r\nX-A: 1\r\nx-b:  two words \r\nX-A: 2\r\nX-Empty:\r\nContent-Length: 0\r\n\r\n"
        let fields = try await answer(text).get().head.headerFields
        let name = try #require(HTTPField.Name("x-a"))
        #expect(fields[values: name] == ["1", "2"])
        #expect(fields.map(\.name.canonicalName) == ["x-a", "x-b", "x-a", "x-empty", "content-length"])
        #expect(fields.map(\.value) == ["1", "two words", "2", "", "0"])
    }

    @Test("only the last head counts, not that of an interim answer")
    func interimAnswers() async throws {
        let early = "HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
        let response = try await answer(early + ok("body", "X-Late: 1")).get()
        #expect(response.head.status.code == 200)
        #expect(response.head.headerFields.map(\.name.canonicalName) == ["content-length", "x-late"])
        #expect(response.body == Array("body".utf8))
    }

    @Test("a chunked body is put together, and its trailer is no header")
    func chunked() async throws {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
        let response = try await answer(head + "3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nX-Sum: 1\r\n\r\n").get()
        #expect(response.body == Array("abc0123456789".utf8))
        #expect(response.head.headerFields.map(\.name.canonicalName) == ["transfer-encoding", "trailer"])
    }

    @Test("an HTTP/1.0 body ends with the connection")
    func http10() async throws {
        let response = try await answer("HTTP/1.0 200 OK\r\nX: y\r\n\r\nuntil the end").get()
        #expect(response.body == Array("until the end".utf8))
    }

    @Test("a compressed body is not unpacked")
    func noDecoding() async throws {
        let response = try await answer(ok("\u{1}\u{2}", "Content-Encoding: gzip")).get()
        #expect(response.body == [1, 2])
    }

    @Test("the answer to HEAD has no body, however large it says it is")
    func head() async throws {
        let text = "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n"
        let response = try await answer(to: .head, text, maximumResponseBytes: 10).get()
        #expect(response.head.headerFields[.contentLength] == "99999999")
        #expect(response.body.isEmpty)
    }

    @Test("a field over several lines is one")
    func folded() async throws {
        let response = try await answer("HTTP/1.1 200 OK\r\nX-A: one\r\n  two\r\nContent-Length: 0\r\n\r\n").get()
        #expect(response.head.headerFields[try #require(HTTPField.Name("X-A"))] == "one two")
    }

    @Test(
        "a body over the limit is an error, announced or not",
        arguments: [
            "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n01234567890",
            "HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nB\r\n01234567890\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n012345\r\n6\r\n012345\r\n0\r\n\r\n",
            "HTTP/1.0 200 OK\r\n\r\n01234567890",
        ]
    )
    func tooLarge(_ text: String) async throws {
        let error = try await failure(text, maximumResponseBytes: 10)
        #expect(error.code == .responseTooLarge)
        #expect(error.mayHaveBeenSent)
    }

    @Test("a body of exactly the limit is whole", arguments: [0, 1, 10, 100_000])
    func exactlyTheLimit(_ count: Int) async throws {
        let body = String(repeating: "x", count: count)
        #expect(try await answer(ok(body), maximumResponseBytes: count).get().body.count == count)
    }

    @Test("a head without end is an error")
    func headTooLarge() async throws {
        let line = "X-Long: " + String(repeating: "x", count: 1000) + "\r\n"
        let error = try await failure("HTTP/1.1 200 OK\r\n" + String(repeating: line, count: 70))
        #expect(error.code == .responseTooLarge)
    }

    @Test(
        "what is not HTTP is not taken for an answer",
        arguments: [
            "not HTTP at all\r\n\r\n", "HTTP/9.9 200 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nno colon\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\n", "HTTP/1.1 99 X\r\n\r\n",
            "HTTP/1.1 200 OK\r\nX(Y): 1\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 700 X\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nX: a\u{0}b\r\nContent-Length: 0\r\n\r\n",
        ]
    )
    func malformed(_ text: String) async throws {
        let error = try await failure(text)
        #expect(error.code == .malformedResponse, "\(error)")
        #expect(error.mayHaveBeenSent)
    }

    @Test(
        "an answer that breaks off is a lost connection",
        arguments: [
            "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this", "HTTP/1.1 200 OK\r\nContent-Le", "",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        ]
    )
    func truncated(_ text: String) async throws {
        let error = try await failure(text)
        #expect(error.code == .connectionLost, "\(error)")
        #expect(error.mayHaveBeenSent)
    }
}
