import ArgumentParser
import BillingCore
import Foundation

/// Which running gateway an operator's command asks.
struct AdminOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Ask the gateway whose admin listener is there. Also TOLLGATE_ADMIN_URL; otherwise the `tollgate dev` of "
                + "this folder.",
            valueName: "url"
        )
    )
    var adminURL: String?

    @Option(
        help: ArgumentHelp("How long to wait for an answer, such as 5s.", valueName: "duration"),
        transform: GatewayOptions.duration
    )
    var timeout: Duration?

    /// By option or by environment.
    var url: String? {
        adminURL ?? ProcessInfo.processInfo.environment["TOLLGATE_ADMIN_URL"].flatMap { $0.isEmpty ? nil : $0 }
    }
}
