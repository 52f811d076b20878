import BillingCore
import Subprocess

/// The person's own browser.
enum Browser {
    /// Opens a page.
    ///
    /// - Throws: ``CommandFailure``.
    static func open(_ url: Secret) async throws {
        #if os(macOS)
            let opener = "open"
        #else
            let opener = "xdg-open"
        #endif
        let result = try? await Subprocess.run(
            .name(opener),
            arguments: [url.reveal()],
            output: .discarded,
            error: .discarded
        )
        guard result?.terminationStatus.isSuccess == true else {
            throw CommandFailure(.failure, "no browser could be started: open the URL yourself")
        }
    }
}
