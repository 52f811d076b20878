import Foundation
import Synchronization

/// Answers for hosts below `.test`, without a network: `known.test` is 127.0.0.1, `hang.test` has no answer until
/// ``release()``, all others do not exist.
///
/// The test executable's `getaddrinfo` comes before the C library's for every shared library, libcurl among them.
enum ScriptedResolver {
    private static let hanging = Mutex(0)
    private static let gate = NSCondition()
    private static let isReleased = Mutex(false)

    /// Lookups that wait.
    static var waiting: Int { hanging.withLock(\.self) }

    /// Whether libcurl's lookups come here.
    static var isInPlace: Bool {
        guard let first = dlsym(nil, "getaddrinfo"), let next = systemSymbol else { return false }
        return first != next
    }

    /// Lets lookups that hang fail, now and from now on.
    static func release() {
        isReleased.withLock { $0 = true }
        gate.lock()
        gate.broadcast()
        gate.unlock()
    }

    fileprivate static func hang() {
        hanging.withLock { $0 += 1 }
        let limit = Date(timeIntervalSinceNow: 40)
        gate.lock()
        while !isReleased.withLock(\.self), gate.wait(until: limit) {}
        gate.unlock()
        hanging.withLock { $0 -= 1 }
    }

    /// RTLD_NEXT, which Swift cannot import: what would be found without this executable.
    fileprivate static let systemSymbol = dlsym(UnsafeMutableRawPointer(bitPattern: -1), "getaddrinfo")
}

private typealias GetAddressInfo =
    @convention(c) (
        UnsafePointer<CChar>?, UnsafePointer<CChar>?, UnsafePointer<addrinfo>?,
        UnsafeMutablePointer<UnsafeMutablePointer<addrinfo>?>?
    ) -> Int32

/// Stands before the C library's function of this name.
@_cdecl("getaddrinfo")
public func scriptedGetAddressInfo(
    _ node: UnsafePointer<CChar>?,
    _ service: UnsafePointer<CChar>?,
    _ hints: UnsafePointer<addrinfo>?,
    _ result: UnsafeMutablePointer<UnsafeMutablePointer<addrinfo>?>?
) -> Int32 {
    guard let symbol = ScriptedResolver.systemSymbol else { return EAI_FAIL }
    let system = unsafeBitCast(symbol, to: GetAddressInfo.self)
    switch node.map({ String(cString: $0) }) {
    case "known.test":
        return system("127.0.0.1", service, hints, result)
    case "hang.test":
        ScriptedResolver.hang()
        return EAI_AGAIN
    case let name? where name.hasSuffix(".test"):
        return EAI_NONAME
    default:
        return system(node, service, hints, result)
    }
}
