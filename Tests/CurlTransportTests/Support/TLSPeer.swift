import Foundation
import Synchronization

/// A TLS server in a process of its own: a Python script, because nothing in this target speaks TLS.
///
/// It answers each request with `<protocol> <number of the connection>`.
final class TLSPeer: Sendable {
    enum Mode: String {
        case http1
        case http2
        case obsoleteTLS
    }

    let port: Int
    private let process: Mutex<Process>

    static var isPossible: Bool { Tool.exists("python3") && Tool.exists("openssl") }

    init(_ mode: Mode, _ certificate: TestCertificates.Leaf) throws {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", "-W", "ignore", "-c", Self.script, certificate.file, certificate.key, mode.rawValue,
        ]
        process.standardOutput = output
        // It ends when this end of the pipe does, so with this process too.
        process.standardInput = Pipe()
        try process.run()
        var line: [UInt8] = []
        while line.last != UInt8(ascii: "\n") {
            guard let byte = try output.fileHandleForReading.read(upToCount: 1)?.first else { throw POSIXError(.EPIPE) }
            line.append(byte)
        }
        port = Int(String(decoding: line.dropLast(), as: UTF8.self)) ?? 0
        self.process = Mutex(process)
    }

    deinit {
        process.withLock { $0.terminate() }
    }

    private static let script = """
        import os, socket, ssl, sys, threading

        certificate, key, mode = sys.argv[1:4]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if mode == "obsoleteTLS":
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = ssl.TLSVersion.TLSv1_1
            context.set_ciphers("ALL:@SECLEVEL=0")
        if mode == "http2":
            context.set_alpn_protocols(["h2"])
        context.load_cert_chain(certificate, key)

        def serve_http1(connection, number):
            data = b""
            while True:
                while b"\\r\\n\\r\\n" not in data:
                    more = connection.recv(65536)
                    if not more:
                        return
                    data += more
                data = b""
                body = b"http1 %d" % number
                connection.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: %d\\r\\n\\r\\n%s" % (len(body), body))

        def serve_http2(connection, number):
            stream = connection.makefile("rwb")
            def send(kind, flags, identifier, payload=b""):
                head = len(payload).to_bytes(3, "big") + bytes([kind, flags]) + identifier.to_bytes(4, "big")
                stream.write(head + payload)
                stream.flush()
            stream.read(24)
            send(4, 0, 0)
            while True:
                head = stream.read(9)
                if len(head) < 9:
                    return
                kind, flags, identifier = head[3], head[4], int.from_bytes(head[5:9], "big") & 0x7FFFFFFF
                stream.read(int.from_bytes(head[:3], "big"))
                if kind == 4 and not flags & 1:
                    send(4, 1, 0)
                if kind in (0, 1) and flags & 1:
                    # :status 200 from the static table, then x-twice literally, two times.
                    field = b"\\x00\\x07x-twice\\x01"
                    send(1, 4, identifier, b"\\x88" + field + b"a" + field + b"b")
                    send(0, 1, identifier, b"http2 %d" % number)

        def serve(connection, number):
            try:
                connection = context.wrap_socket(connection, server_side=True)
                (serve_http2 if connection.selected_alpn_protocol() == "h2" else serve_http1)(connection, number)
            except OSError:
                pass
            connection.close()

        def accept(listener):
            number = 0
            while True:
                connection, _ = listener.accept()
                number += 1
                threading.Thread(target=serve, args=(connection, number), daemon=True).start()

        listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        threading.Thread(target=accept, args=(listener,), daemon=True).start()
        print(listener.getsockname()[1], flush=True)
        sys.stdin.read()
        os._exit(0)
        """
}
