import NIOCore

/// Sits in front of the parser, and tells the guard when something arrives.
final class ArrivalWatch: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let requestGuard: RequestGuard

    init(_ requestGuard: RequestGuard) { self.requestGuard = requestGuard }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if requestGuard.bytesArrive(unwrapInboundIn(data)) { context.fireChannelRead(data) }
    }
}
