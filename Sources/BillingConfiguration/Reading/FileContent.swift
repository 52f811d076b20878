#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The content of a regular file, up to a size: nothing that never ends or never answers is read.
struct FileContent {
    let bytes: [UInt8]
    /// The permission bits.
    let mode: UInt32

    enum Failure: Error {
        /// The number of the system's error.
        case unreadable(Int32)
        /// In words, what it is.
        case notRegular(String)
        case tooLarge

        /// What follows the name of the file.
        var clause: String {
            switch self {
            case .unreadable(let number):
                switch number {
                case ENOENT, ENOTDIR: "does not exist"
                case EACCES, EPERM: "may not be read"
                default: "cannot be read: \(String(cString: strerror(number)))"
                }
            case .notRegular(let noun): "is \(noun), not a file"
            case .tooLarge: "is too large"
            }
        }

        var help: String? {
            switch self {
            case .unreadable(EACCES), .unreadable(EPERM): "let the user that the gateway runs as read it"
            case .unreadable(ENOENT), .unreadable(ENOTDIR):
                "compare the path; a relative one starts where the configuration is"
            default: nil
            }
        }
    }

    init(path: String, maximumSize: Int) throws(Failure) {
        // Without blocking, so that a pipe that nobody writes to does not hold us up.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular(FileContent.noun(status.st_mode & S_IFMT)) }
        guard Int(status.st_size) <= maximumSize else { throw .tooLarge }
        mode = UInt32(status.st_mode) & 0o7777
        bytes = try FileContent.read(descriptor, expected: Int(status.st_size), maximumSize: maximumSize)
    }

    /// All of standard input.
    init(standardInput maximumSize: Int) throws(Failure) {
        mode = 0
        bytes = try FileContent.read(STDIN_FILENO, expected: 64 * 1024, maximumSize: maximumSize)
    }

    private static func noun(_ type: mode_t) -> String {
        switch type {
        case S_IFDIR: "a directory"
        case S_IFIFO: "a pipe"
        case S_IFSOCK: "a socket"
        default: "a device"
        }
    }

    private static func read(_ descriptor: Int32, expected: Int, maximumSize: Int) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(expected + 1)
        var failure: Failure?
        while failure == nil {
            // The file may grow while it is read.
            let room = min(max(expected - bytes.count, 64 * 1024) + 1, maximumSize + 1 - bytes.count)
            guard room > 0 else { throw .tooLarge }
            var count = 0
            let chunk = [UInt8](unsafeUninitializedCapacity: room) { buffer, initialized in
                count = posixRead(descriptor, buffer.baseAddress, room)
                initialized = max(0, count)
            }
            if count < 0 {
                if errno == EINTR { continue }
                failure = .unreadable(errno)
            } else if count == 0 {
                break
            } else if bytes.isEmpty {
                bytes = chunk
            } else {
                bytes += chunk
            }
        }
        if let failure { throw failure }
        guard bytes.count <= maximumSize else { throw .tooLarge }
        return bytes
    }
}

/// The system's function: inside ``FileContent`` the name is taken.
private func posixRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}

/// Paths without the file system.
enum Paths {
    /// - Parameter directory: absolute.
    static func absolute(_ path: String, from directory: String) -> String {
        normalized(path.hasPrefix("/") ? path : directory + "/" + path)
    }

    /// The part before the last `/`, with it.
    ///
    /// Empty where there is none.
    static func directoryPrefix(_ path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }

    static var workingDirectory: String {
        guard let path = getcwd(nil, 0) else { return "/" }
        defer { free(path) }
        return String(cString: path)
    }

    private static func normalized(_ path: String) -> String {
        // `..` stays: across a symbolic link it does not undo the part before it.
        "/" + path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    }
}
