import BillingCore
import BillingRouter
import Crypto
import FoundationEssentials

/// Stands for all of an overview that a visit to the portal can change: two that differ are two states.
enum OverviewFingerprint {
    /// 16 hexadecimal digits.
    static func of(_ overview: BillingOverview) -> String {
        let price = overview.plan?.price
        let subscription = overview.subscription
        let parts: [String?] = [
            overview.state.rawValue, overview.plan?.id, overview.plan?.name, price?.id,
            price?.unitAmount.map(String.init), price?.currency, price?.interval?.rawValue,
            price?.intervalCount.map(String.init), subscription?.id, subscription?.status,
            subscription?.quantity.map(String.init), overview.cancellation.state.rawValue,
            overview.cancellation.effectiveAt.map(second), overview.pause.state.rawValue,
            overview.pause.startsAt.map(second), overview.pause.resumesAt.map(second),
        ]
        let text = parts.map { $0.map { "\($0.utf8.count):\($0)" } ?? "-" }.joined(separator: ",")
        return String(hexadecimal: Array(SHA256.hash(data: Array(text.utf8)).prefix(8)))
    }

    static func isOne(_ text: String) -> Bool {
        text.utf8.count == 16 && text.allSatisfy { $0.isASCII && $0.isHexDigit && !$0.isUppercase }
    }

    private static func second(_ date: Date) -> String { String(Int(date.timeIntervalSince1970)) }
}
