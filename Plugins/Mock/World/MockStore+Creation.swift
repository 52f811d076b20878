import BillingCore
import FoundationEssentials
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension MockStore {
    // To close any descriptor of a file gives up all locks that the process has on it. So nobody else in this process
    // may come to open the file between its creation and the closing here; who finds it there opens it through SQLite.
    private static let creation = Mutex(())

    /// Creates the file, empty and for its owner alone, and the folder it is in.
    ///
    /// Leaves alone what exists.
    ///
    /// The file holds the tokens of portal sessions, and SQLite itself would let everybody read it.
    static func createPrivately(_ path: String) throws {
        try createFolder(of: path)
        try creation.withLock { _ in
            guard !FileManager.default.fileExists(atPath: path) else { return }
            let descriptor = unsafe open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else {
                // Another process was faster.
                if errno == EEXIST { return }
                throw Problem.unusable("it cannot be created: \(reason(errno))")
            }
            close(descriptor)
        }
    }

    private static func createFolder(of path: String) throws {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
        let folder = String(path[..<slash])
        guard !FileManager.default.fileExists(atPath: folder) else { return }
        do {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw Problem.unusable("its folder cannot be created: \(reason(errno))")
        }
    }

    private static func reason(_ code: CInt) -> String {
        POSIXErrorCode(rawValue: code).map { "\($0)" } ?? "error \(code)"
    }
}
