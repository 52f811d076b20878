import BillingCore
import Foundation

/// The person's own browser.
enum Browser {
    /// Opens a page.
    static func open(_ url: Secret) throws {
        let opener = Process()
        opener.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        opener.arguments = ["xdg-open", url.reveal()]
        opener.standardOutput = FileHandle.nullDevice
        opener.standardError = FileHandle.nullDevice
        do {
            try opener.run()
        } catch {
            throw CommandFailure(.failure, "no browser could be started: open the URL yourself")
        }
        opener.waitUntilExit()
        guard opener.terminationStatus == 0 else {
            throw CommandFailure(.failure, "no browser could be started: open the URL yourself")
        }
    }
}
