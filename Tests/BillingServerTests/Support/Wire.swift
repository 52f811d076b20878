import BillingRouter
import HTTPTypes
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

import BillingRouter
@testable import BillingServer

/// A connection to a server of a test, byte by byte.
struct Wire {
    private let channel: any Channel
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private(set) var received: [UInt8] = []

    static func connect<Value: Sendable>(
        to address: ListenAddress,
        _ body: (inout Wire) async throws -> Value
    ) async throws -> Value {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: address.host, port: address.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true)
                    )
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var wire = Wire(channel: channel.channel, outbound: outbound, inbound: inbound.makeAsyncIterator())
            return try await body(&wire)
        }
    }

    /// Sends a text and reads until the server closes.
    static func exchange(_ text: String, with address: ListenAddress) async throws -> [WireResponse] {
        try await connect(to: address) { wire in
            try? await wire.send(text)
            return WireResponse.all(in: try await wire.readToEnd())
        }
    }

    func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }
    func send(_ bytes: [UInt8]) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }
    func finish() { outbound.finish() }

    /// Ends the connection the hard way: the other side gets a reset.
    func reset() async throws {
        try await (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        try await channel.close()
    }

    /// All until the other side closes; a reset counts as a close.
    mutating func readToEnd() async throws -> [UInt8] {
        do {
            while let bytes = try await inbound.next(isolation: #isolation) {
                received.append(contentsOf: bytes.readableBytesView)
            }
        } catch is IOError {
            return received
        }
        return received
    }

    /// Reads until this many whole responses are there.
    mutating func read(responses count: Int) async throws -> [WireResponse] {
        while WireResponse.all(in: received).count < count, let bytes = try await inbound.next(isolation: #isolation) {
            received.append(contentsOf: bytes.readableBytesView)
        }
        return WireResponse.all(in: received)
    }
}

/// A response as it stood on the wire.
struct WireResponse {
    let status: Int
    let fields: [(name: String, value: String)]
    let body: String

    subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    /// All whole responses.
    ///
    /// One to a `HEAD` has to be the last.
    static func all(in bytes: [UInt8]) -> [WireResponse] {
        var rest = bytes[...]
        var responses: [WireResponse] = []
        while let end = rest.firstRange(of: Array("\r\n\r\n".utf8)) {
            let lines = String(decoding: rest[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
            let fields = lines.dropFirst().map { line in
                let colon = line.firstIndex(of: ":") ?? line.endIndex
                return (line[..<colon].lowercased(), String(line[colon...].dropFirst(2)))
            }
            let status = lines.first.flatMap { Int($0.split(separator: " ").dropFirst().first ?? "") } ?? 0
            let length = fields.first { $0.0 == "content-length" }.flatMap { Int($0.1) } ?? 0
            rest = rest[end.upperBound...]
            if rest.count < length, !rest.isEmpty { break }
            responses.append(
                WireResponse(status: status, fields: fields, body: String(decoding: rest.prefix(length), as: UTF8.self))
            )
            rest = rest.dropFirst(length)
        }
        return responses
    }
}

/// Runs a whole server on free ports for the time of a test.
struct RunningServer {
    let addresses: BoundAddresses
    private let services: ServiceGroup

    var publicAddress: ListenAddress { addresses.publicAddress }
    var adminAddress: ListenAddress { addresses.adminAddress }

    func stop() async { await services.triggerGracefulShutdown() }

    static func with<Value: Sendable>(
        _ fixture: Fixture,
        settings change: (inout ServerSettings) -> Void = { _ in },
        _ body: @Sendable @escaping (RunningServer) async throws -> Value
    ) async throws -> Value {
        var settings = ServerSettings(
            publicAddress: ListenAddress(host: "127.0.0.1", port: 0),
            adminAddress: ListenAddress(host: "127.0.0.1", port: 0)
        )
        settings.drainNotice = .zero
        settings.limits.linger = .milliseconds(200)
        change(&settings)
        let (ready, continuation) = AsyncStream.makeStream(of: BoundAddresses.self)
        let server = GatewayServer(settings, logger: fixture.log.logger(), readiness: fixture.readiness) { addresses in
            let gateway = try fixture.gateway(publicURL: "http://\(addresses.publicAddress)")
            continuation.yield(addresses)
            return gateway
        }
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let services = ServiceGroup(configuration: ServiceGroupConfiguration(services: [server], logger: logger))
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                try await services.run()
                return nil
            }
            group.addTask {
                var iterator = ready.makeAsyncIterator()
                guard let addresses = await iterator.next() else { throw CancellationError() }
                let value = try await body(RunningServer(addresses: addresses, services: services))
                await services.triggerGracefulShutdown()
                return value
            }
            var result: Value?
            while let next = try await group.next() { if let next { result = next } }
            guard let result else { throw CancellationError() }
            return result
        }
    }
}
