import Foundation

/// An authority of our own and what it signed, made by `openssl` once for all tests.
struct TestCertificates: Sendable {
    struct Leaf: Sendable {
        let file: String
        let key: String
    }

    /// In PEM.
    let authority: String
    /// For 127.0.0.1, localhost and known.test.
    let local: Leaf
    /// For a name that no test connects to.
    let foreign: Leaf

    /// The result and not the value, so that every test that needs it fails with the reason.
    static let shared = Result { try TestCertificates() }

    private init() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("certificates-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
        let authority = path("authority.pem")
        let authorityKey = path("authority.key")
        let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        try Tool.run(
            ["openssl", "req", "-x509"] + newKey
                + ["-days", "2", "-subj", "/CN=Test authority", "-keyout", authorityKey, "-out", authority]
        )
        func leaf(_ name: String, _ names: String) throws -> Leaf {
            let (file, key) = (path(name), path(name + ".key"))
            let (request, extensions) = (path(name + ".csr"), path(name + ".ext"))
            try "subjectAltName=\(names)\n".write(toFile: extensions, atomically: true, encoding: .utf8)
            try Tool.run(
                ["openssl", "req", "-new"] + newKey + ["-subj", "/CN=Test server", "-keyout", key, "-out", request]
            )
            try Tool.run([
                "openssl", "x509", "-req", "-in", request, "-CA", authority, "-CAkey", authorityKey, "-CAcreateserial",
                "-days", "2", "-extfile", extensions, "-out", file,
            ])
            return Leaf(file: file, key: key)
        }
        self.authority = authority
        local = try leaf("local", "IP:127.0.0.1,DNS:localhost,DNS:known.test")
        foreign = try leaf("foreign", "DNS:elsewhere.test")
    }
}
