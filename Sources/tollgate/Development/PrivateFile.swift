import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A small file for this user alone, which says something of a running process.
///
/// It is there as a whole or not at all, and the process holds a lock on it: so whoever reads it knows whether the
/// process still runs, even when it was killed.
final class PrivateFile: Sendable {
    private let path: String
    /// Open for as long as the process goes on, for its lock.
    private let handle: FileHandle
    private let identity: Identity

    private struct Identity: Hashable {
        let device: UInt64
        let inode: UInt64
        let owner: uid_t

        init?(_ descriptor: Int32) {
            var status = stat()
            guard unsafe fstat(descriptor, &status) == 0 else { return nil }
            self.init(status)
        }

        init?(path: String) {
            var status = stat()
            guard unsafe lstat(path, &status) == 0 else { return nil }
            self.init(status)
        }

        private init(_ status: stat) {
            device = UInt64(status.st_dev)
            inode = UInt64(status.st_ino)
            owner = status.st_uid
        }
    }

    /// Writes it, in the place of one that is there already.
    ///
    /// - Throws: ``CommandFailure``.
    init(_ content: [UInt8], at path: String) throws {
        let temporary = "\(path).\(getpid())"
        unsafe unlink(temporary)
        let descriptor = unsafe open(temporary, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw PrivateFile.failure(path, errno) }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        self.path = path
        guard let identity = Identity(descriptor) else { throw PrivateFile.failure(path, errno) }
        self.identity = identity
        // Nobody else knows the file yet.
        _ = flock(descriptor, LOCK_EX | LOCK_NB)
        do {
            try handle.write(contentsOf: Data(content))
        } catch {
            unsafe unlink(temporary)
            throw PrivateFile.failure(path, errno)
        }
        guard unsafe rename(temporary, path) == 0 else {
            let code = errno
            unsafe unlink(temporary)
            throw PrivateFile.failure(path, code)
        }
    }

    /// Removes it, unless another process has put its own there since.
    func remove() {
        if Identity(path: path) == identity { unsafe unlink(path) }
    }

    /// The content of a file that is this user's and whose process still runs.
    static func content(at path: String) -> Data? {
        let descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        guard Identity(descriptor)?.owner == geteuid() else { return nil }
        guard flock(descriptor, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK else { return nil }
        return try? handle.read(upToCount: 1 << 20)
    }

    private static func failure(_ path: String, _ code: Int32) -> CommandFailure {
        let reason = POSIXErrorCode(rawValue: code).map { POSIXError($0).localizedDescription } ?? "error \(code)"
        return CommandFailure(.failure, "`\(path)` cannot be written: \(reason)")
    }
}
