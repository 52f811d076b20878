import BillingCore
import BillingRouter
import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Stands between a socket and the handlers: it lets whole, well-formed requests through, one at a time, and writes one
/// answer to each.
///
/// Whatever is slow, too large or malformed ends here, and nothing behind it ever sees half a request. It has one answer
/// under way at most; what was sent after a request waits until that is answered.
final class RequestGuard: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = Never
    typealias OutboundIn = ServerResponse
    typealias OutboundOut = HTTPServerResponsePart

    private let site: any Site
    private let hosts: RequestHead.Hosts
    private let limits: ConnectionLimits
    private let readiness: Readiness
    private let logger: Logger
    private let requests: AsyncStream<ServerRequest>.Continuation
    private let isFromLoopback: Bool

    private var phase = Phase.waiting
    /// Parts of later requests, which came while one is being answered.
    ///
    /// They are those of two reads at most: what came with the request, and one more.
    private var backlog = CircularBuffer<HTTPServerRequestPart>()
    /// Set when what follows the present request is no HTTP.
    private var backlogError: ServiceError?
    private var isReadPending = false
    /// Bytes since the last request, parsed or not.
    private var arrived = 0
    private var hasArrivedEarly = false
    /// How many requests of the backlog were answered without a pause.
    private var answeredInARow = 0
    /// Whether the latest bytes end where a head does, and whether the latest request had more than a head: together
    /// they tell whether another one has begun in the same breath.
    private var endsWithHead = true
    private var hadBody = false
    private var endsAfterAnswer = false
    private var isInputClosed = false
    /// When the present request began, by its first byte.
    private var started: NIODeadline?
    private var timer: ConnectionTimer?
    private var context: ChannelHandlerContext?

    private enum Phase {
        /// For a request's head.
        case waiting
        case receiving(RequestHead, body: [UInt8], limit: Int)
        case answering(isPersistent: Bool)
        /// The answer is on its way. Nothing more is read until the system has taken it, or a client that never reads
        /// could have answers pile up here.
        case sending
        /// The last answer is written. Whatever still comes is dropped.
        case closing

        var isOpen: Bool { if case .closing = self { false } else { true } }
    }

    init(
        site: any Site,
        hosts: RequestHead.Hosts,
        limits: ConnectionLimits,
        readiness: Readiness,
        logger: Logger,
        requests: AsyncStream<ServerRequest>.Continuation,
        isFromLoopback: Bool
    ) {
        self.site = site
        self.hosts = hosts
        self.limits = limits
        self.readiness = readiness
        self.logger = logger
        self.requests = requests
        self.isFromLoopback = isFromLoopback
    }

    // MARK: The connection

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        timer = ConnectionTimer(on: context.eventLoop) { [weak self] limit in self?.expire(limit) }
        // Whoever connects is about to ask for something.
        if context.channel.isActive { begin(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end()
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard started == nil else { return }
        started = .now()
        timer?.start(limits.head, "head")
    }

    private func end() {
        timer?.cancel()
        requests.finish()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent:
            endsAfterAnswer = true
            if case .waiting = phase { context.close(promise: nil) }
        case ChannelEvent.inputClosed:
            isInputClosed = true
            switch phase {
            case .answering, .sending: break
            case .waiting, .receiving, .closing: context.close(promise: nil)
            }
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError else {
            // What follows bytes that are no HTTP is none either: the request before them still gets its answer.
            if isBusy, backlogError != nil, error is ByteToMessageDecoderError { return }
            context.close(promise: nil)
            return
        }
        let refusal = ServiceError(
            .invalidRequest,
            "The request is not well-formed HTTP/1.1, or its head is too large."
        )
        switch phase {
        case .waiting, .receiving: refuse(refusal, context)
        case .answering, .sending: backlogError = refusal
        case .closing: break
        }
    }

    // MARK: Requests

    /// Whether a request has come in whole and is not done with.
    private var isBusy: Bool {
        switch phase {
        case .answering, .sending: true
        case .waiting, .receiving, .closing: false
        }
    }

    /// Called for all that arrives, before it is parsed.
    ///
    /// False: it is of no interest any more.
    func bytesArrive(_ bytes: ByteBuffer) -> Bool {
        arrived += bytes.readableBytes
        endsWithHead = bytes.readableBytesView.suffix(4).elementsEqual("\r\n\r\n".utf8)
        switch phase {
        case .closing:
            // Whoever goes on sending after the last answer is not listened to for long.
            if arrived > RequestGuard.lingeringBytes { context?.close(promise: nil) }
            return false
        case .waiting:
            guard let context else { return false }
            // The parser leaves out of its count what it skips, such as the spaces before a value, and keeps it.
            if arrived > limits.headBytes + limits.fieldBytes + RequestGuard.readSize {
                refuse(ServiceError(.invalidRequest, "The head of the request is too large."), context)
                return false
            }
            // The first bytes of a request after others: now it has to come to its end.
            begin(context)
            return true
        case .receiving(_, _, let limit):
            // Chunks have extensions, and trailers follow them: what is parsed away counts too.
            if let context, arrived > limits.headBytes + 8 * limit {
                refuse(ServiceError(.payloadTooLarge, "The body has more than \(limit) bytes."), context)
                return false
            }
            return true
        case .answering, .sending:
            hasArrivedEarly = true
            return true
        }
    }

    private static let lingeringBytes = 256 * 1024
    /// How much is read at once.
    ///
    /// Small, so that one connection cannot keep its event loop busy with thousands of requests.
    static let readSize = 8 * 1024
    /// After so many requests that came ahead, the loop's other connections have their turn.
    private static let mostInARow = 16

    /// Whether nothing is to be read for now.
    private var isFull: Bool {
        switch phase {
        // What follows the last request is nobody's.
        case .answering(isPersistent: false): true
        case .answering, .sending: hasArrivedEarly || !backlog.isEmpty || backlogError != nil
        case .waiting, .receiving, .closing: false
        }
    }

    func read(context: ChannelHandlerContext) {
        // One read ahead, so that the socket stays registered while an answer is made: to take it out of the event loop's
        // set and put it back costs two calls of the system.
        if isFull {
            isReadPending = true
        } else {
            context.read()
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        if isBusy {
            backlog.append(part)
        } else {
            take(part, context)
        }
    }

    private func take(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
        switch (part, phase) {
        case (.head(let head), .waiting): take(head, context)
        case (.body(let bytes), .receiving(let head, var body, let limit)):
            guard body.count + bytes.readableBytes <= limit else {
                refuse(ServiceError(.payloadTooLarge, "The body has more than \(limit) bytes."), context)
                return
            }
            body.append(contentsOf: bytes.readableBytesView)
            phase = .receiving(head, body: body, limit: limit)
        case (.end, .receiving(let head, let body, _)):
            timer?.stop()
            hadBody = !body.isEmpty
            phase = .answering(isPersistent: head.isPersistent)
            requests.yield(
                ServerRequest(
                    method: head.method,
                    target: head.target,
                    fields: head.fields,
                    authority: head.authority,
                    body: body,
                    isFromLoopback: isFromLoopback
                )
            )
        default: break
        }
    }

    private func take(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let checked: RequestHead
        do {
            checked = try RequestHead(head, hosts: hosts, targetLimit: limits.fieldBytes)
        } catch {
            refuse(error, context)
            return
        }
        let path = Substring(checked.target.utf8.prefix { $0 != UInt8(ascii: "?") })
        let limit = site.bodyLimit(checked.method, path: path)
        if let length = checked.contentLength, length > limit {
            refuse(ServiceError(.payloadTooLarge, "The body has more than \(limit) bytes."), context)
            return
        }
        phase = .receiving(checked, body: [], limit: limit)
        let elapsed = Duration.nanoseconds((NIODeadline.now() - (started ?? .now())).nanoseconds)
        timer?.start(limits.request - elapsed, "request")
        if checked.expectsContinue {
            context.writeAndFlush(
                wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))),
                promise: nil
            )
        }
    }

    // MARK: Answers

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .answering(let isPersistent) = phase else {
            // The connection has been given up since.
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        let response = unwrapOutboundIn(data)
        if response.hangsUp {
            reset(context)
        } else {
            let goesOn = isPersistent && !endsAfterAnswer && !isAtEnd && !readiness.isDraining
            phase = goesOn ? .sending : .closing
            send(response, isLast: !goesOn, context)
        }
        promise?.succeed()
    }

    /// Ends the connection the hard way: whatever the other side still waits for, it does not come.
    private func reset(_ context: ChannelHandlerContext) {
        phase = .closing
        let options = context.channel as? any SocketOptionProvider
        _ = options?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
        context.close(promise: nil)
    }

    private func takeNext(_ context: ChannelHandlerContext) {
        answeredInARow = backlog.isEmpty ? 0 : answeredInARow + 1
        phase = .waiting
        started = nil
        arrived = 0
        // What came while an answer was made may be the beginning of a request: it has as long as any other.
        let isPartial = hasArrivedEarly || !endsWithHead && !hadBody
        hasArrivedEarly = false
        timer?.start(isPartial ? limits.head : limits.idle, "idle")
        while case .waiting = phase, let part = backlog.popFirst() {
            begin(context)
            take(part, context)
            while case .receiving = phase, let part = backlog.popFirst() { take(part, context) }
        }
        if let error = backlogError, backlog.isEmpty {
            switch phase {
            case .waiting, .receiving: refuse(error, context)
            case .answering, .sending, .closing: break
            }
        }
        switch phase {
        case .waiting, .receiving: if isAtEnd { context.close(promise: nil) }
        case .answering, .sending, .closing: break
        }
        if isReadPending {
            isReadPending = false
            read(context: context)
        }
    }

    /// Whether the client has sent all that it will send, and all of it was taken.
    private var isAtEnd: Bool { isInputClosed && backlog.isEmpty }

    /// Answers what is no request, and ends the connection.
    private func refuse(_ error: ServiceError, _ context: ChannelHandlerContext) {
        logger.info(
            "request refused",
            metadata: ["problem.code": "\(error.code.rawValue)", "reason": "\(error.detail)"]
        )
        phase = .closing
        var response = site.refuse(error)
        if error.code == .methodNotAllowed { response.fields[.allow] = MethodNotAllowed.anywhere }
        send(response, isLast: true, context)
    }

    private func send(_ response: ServerResponse, isLast: Bool, _ context: ChannelHandlerContext) {
        var headers = HTTPHeaders()
        headers.reserveCapacity(response.fields.count + 3)
        headers.add(name: "Date", value: HTTPDate.shared.now)
        for field in response.fields { headers.add(name: field.name.rawName, value: field.value) }
        // 204 and 304 have no body, and say nothing of its length.
        if response.status != .noContent && response.status != .notModified {
            headers.add(name: "Content-Length", value: String(response.omittedBodyLength ?? response.body.count))
        }
        if isLast { headers.add(name: "Connection", value: "close") }
        let status = HTTPResponseStatus(statusCode: response.status.code)
        context.write(
            wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))),
            promise: nil
        )
        if !response.body.isEmpty {
            context.write(
                wrapOutboundOut(.body(.byteBuffer(context.channel.allocator.buffer(bytes: response.body)))),
                promise: nil
            )
        }
        let written = context.eventLoop.makePromise(of: Void.self)
        timer?.start(limits.write, "write")
        let isolated = written.futureResult.assumeIsolated()
        isolated.whenComplete { [weak self] _ in self?.sent(isLast: isLast) }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
    }

    private func sent(isLast: Bool) {
        guard let context, context.channel.isActive else { return }
        if isLast || endsAfterAnswer || isAtEnd {
            phase = .closing
            close(context)
        } else if !backlog.isEmpty, answeredInARow >= RequestGuard.mostInARow {
            // Not at once: what a loop is given to do it does before it looks at another socket.
            answeredInARow = 0
            context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(1)) { [weak self] in
                self?.sent(isLast: false)
            }
        } else {
            takeNext(context)
        }
    }

    /// Says that nothing more will come, and waits a moment for the other side to say the same.
    private func close(_ context: ChannelHandlerContext) {
        if isInputClosed {
            context.close(promise: nil)
            return
        }
        context.close(mode: .output, promise: nil)
        timer?.start(limits.linger, "linger")
        context.read()
    }

    private func expire(_ limit: String) {
        if phase.isOpen { logger.debug("connection closed: out of time", metadata: ["limit": "\(limit)"]) }
        phase = .closing
        context?.close(promise: nil)
    }
}
