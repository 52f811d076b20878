import BillingRouter
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Writes lines to a file, a terminal or a pipe, and never waits long for whoever reads them.
///
/// Lines are written on the event loops. A reader that stands still must not hold them up, so a line that finds the
/// pipe full waits a moment; while it stays full, lines are dropped, and the next one that gets through is preceded by
/// one that says how many.
package final class LogDescriptor: Sendable {
    private let descriptor: Int32
    private let format: LineLogHandler.Format
    private let patience: Duration
    /// How many lines were dropped since one got through.
    private let dropped = Mutex(0)

    /// - Parameters:
    ///   - descriptor: stays the caller's to close.
    ///   - format: of the lines, and so of what is said about them.
    ///   - patience: how long the first line waits for a reader that stands still.
    package init(_ descriptor: Int32, _ format: LineLogHandler.Format, patience: Duration = .milliseconds(50)) {
        self.descriptor = descriptor
        self.format = format
        self.patience = patience
    }

    /// Writes a line, with its line break, in one call of the system, so that two lines do not mix.
    package func write(_ line: [UInt8]) {
        let isBehind = dropped.withLock { $0 > 0 }
        guard isWritable(within: isBehind ? .zero : patience) else {
            dropped.withLock { $0 += 1 }
            return
        }
        let count = dropped.withLock { count in
            defer { count = 0 }
            return count
        }
        writeWhole(count == 0 ? line : note(count) + line)
    }

    private func note(_ count: Int) -> [UInt8] {
        let message = "log lines were dropped: nobody read them"
        guard case .json = format else { return Array("\(count) \(message)\n".utf8) }
        var json = JSONWriter()
        json.object { json in
            json.member("level", "warning")
            json.member("message", message)
            json.member("dropped", count)
        }
        return json.bytes + [0x0A]
    }

    /// A pipe is writable where it has room for 4 KiB, and a file always.
    private func isWritable(within time: Duration) -> Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        let milliseconds = Int32(time / .milliseconds(1))
        var ready = unsafe poll(&request, 1, milliseconds)
        while ready < 0 && errno == EINTR { ready = unsafe poll(&request, 1, milliseconds) }
        // Where it cannot be known, or nobody will ever read, the write itself says so.
        return ready != 0
    }

    private func writeWhole(_ line: [UInt8]) {
        var rest = line[...]
        while !rest.isEmpty {
            let written = unsafe rest.withUnsafeBytes { bytes in
                // No more at once than there surely is room for.
                unsafe Self.systemWrite(descriptor, bytes.baseAddress, min(bytes.count, 4096))
            }
            if written < 0 && errno == EINTR { continue }
            // There is nowhere left to say that nothing can be said.
            guard written > 0 else { return }
            rest = rest.dropFirst(written)
            if !rest.isEmpty, !isWritable(within: patience) { return }
        }
    }

    private static func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
            unsafe Glibc.write(descriptor, bytes, count)
        #elseif canImport(Musl)
            unsafe Musl.write(descriptor, bytes, count)
        #else
            unsafe Darwin.write(descriptor, bytes, count)
        #endif
    }
}
