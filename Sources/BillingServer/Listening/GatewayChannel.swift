import BillingRouter
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// How a connection of a listener is set up and served.
struct GatewayChannel: ServerChildChannel {
    /// Known once both listeners are bound and the gateway is made; connections that come earlier wait for it.
    let site: EventLoopFuture<any Site>
    let hosts: RequestHead.Hosts
    let limits: ConnectionLimits
    let readiness: Readiness
    let logger: Logger

    /// One connection, and the requests that come on it.
    struct Connection: ServerChildChannelValue {
        let channel: any Channel
        let site: any Site
        let requests: AsyncStream<ServerRequest>
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Connection> {
        site.hop(to: channel.eventLoop).flatMapThrowing { site in
            let (requests, continuation) = AsyncStream.makeStream(of: ServerRequest.self)
            let requestGuard = RequestGuard(
                site: site,
                hosts: hosts,
                limits: limits,
                readiness: readiness,
                logger: self.logger,
                requests: continuation,
                isFromLoopback: channel.remoteAddress?.isLoopback == true
            )
            var decoder = NIOHTTPDecoderLimitConfiguration()
            decoder.maxHeaderFieldSize = limits.fieldBytes
            decoder.maxHeaderListSize = limits.headBytes
            decoder.maxHeaderFieldCount = limits.fields
            // One small read at a time, and then the loop's other connections have their turn.
            try channel.syncOptions?.setOption(.maxMessagesPerRead, value: 1)
            try channel.syncOptions?.setOption(
                .recvAllocator,
                value: FixedSizeRecvByteBufferAllocator(capacity: RequestGuard.readSize)
            )
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(ArrivalWatch(requestGuard))
            try pipeline.configureHTTPServerPipeline(
                withPipeliningAssistance: false,  // the guard has one request under way at most
                withErrorHandling: false,  // the guard answers
                withOutboundHeaderValidation: false,  // field values are valid by their type
                withEncoderConfiguration: HTTPResponseEncoder.Configuration(),
                withDecoderLimitConfiguration: decoder
            )
            try pipeline.addHandler(requestGuard)
            return Connection(channel: channel, site: site, requests: requests)
        }
    }

    func handle(value connection: Connection, logger: Logger) async {
        let channel = connection.channel
        await withTaskCancellationHandler {
            await withTaskExecutorPreference(EventLoopTaskExecutor(channel.eventLoop)) {
                await withDiscardingTaskGroup { group in
                    group.addTask {
                        for await request in connection.requests {
                            let response = await connection.site.respond(to: request)
                            channel.writeAndFlush(response, promise: nil)
                        }
                    }
                    // Nobody waits for an answer on a closed connection.
                    try? await channel.closeFuture.get()
                    group.cancelAll()
                }
            }
        } onCancel: {
            // What is under way has been cancelled too, and still gets its answer: that the node stops.
            channel.close(mode: .input, promise: nil)
            channel.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
        }
    }
}

extension SocketAddress {
    /// Whether it is an address of this machine that no other can have.
    var isLoopback: Bool {
        guard let ipAddress else { return true }
        // An IPv4 peer of a listener for both kinds.
        let mapped = ipAddress.hasPrefix("::ffff:") ? String(ipAddress.dropFirst(7)) : ipAddress
        return ListenAddress(host: mapped, port: 0).isLoopback
    }
}
