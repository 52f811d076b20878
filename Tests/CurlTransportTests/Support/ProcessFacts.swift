import Foundation

/// What the kernel knows of this process.
enum ProcessFacts {
    static var descriptors: Int { names("/proc/self/fd").count }

    static var threads: Int { names("/proc/self/task").count }

    /// Threads of a transport.
    static var engineThreads: [String] {
        names("/proc/self/task").filter { text("/proc/self/task/\($0)/comm") == "tollgate-http\n" }
    }

    /// In KiB.
    static var residentMemory: Int {
        field("VmRSS", in: "/proc/self/status").flatMap { Int($0.split(separator: " ")[0]) } ?? 0
    }

    /// The signals that a thread does not take; signal n is bit n - 1.
    static func blockedSignals(ofThread thread: String) -> UInt64 {
        field("SigBlk", in: "/proc/self/task/\(thread)/status").flatMap { UInt64($0, radix: 16) } ?? 0
    }

    /// Those connected to a local port, seen from the side that connected.
    static func descriptors(connectedTo port: Int) -> [Int32] {
        names("/proc/self/fd").compactMap { Int32($0) }.filter { descriptor in
            var address = sockaddr_in()
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let code = withUnsafeMutablePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(descriptor, $0, &length) }
            }
            return code == 0 && Int(UInt16(bigEndian: address.sin_port)) == port
        }
    }

    private static func names(_ folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }

    private static func text(_ file: String) -> String {
        (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
    }

    private static func field(_ name: String, in file: String) -> String? {
        text(file).split(separator: "\n").first { $0.hasPrefix(name + ":") }
            .map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
    }
}
