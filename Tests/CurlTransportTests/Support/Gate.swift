import Foundation
import Synchronization

/// Holds threads until it is opened, at most half a minute.
final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    private let state = Mutex(false)

    var isOpen: Bool { state.withLock(\.self) }

    func open() {
        state.withLock { $0 = true }
        semaphore.signal()
    }

    func wait() {
        // Whoever passes lets the next one pass.
        if semaphore.wait(timeout: .now() + 30) == .success { semaphore.signal() }
    }
}
