import BillingCore
import PageKit

/// What was just done, as the address of the next page says it.
///
/// Anybody can write such an address, so a page says only what is so.
enum PortalDeed: String, Sendable {
    case changed, canceled, ended, kept, paused, resumed, card, details, paid
}

extension PortalView {
    /// What was done, in a sentence; nil where it is not so, or not so any more.
    func sentence(for deed: PortalDeed) -> PageText? {
        let current = subscriptions.first
        switch deed {
        case .changed: return running.first.map { "You are now on the \(strong: $0.price.name) plan." }
        case .canceled:
            return running.lazy.compactMap(\.endsAt).first.map {
                "Your plan will be canceled on \(date: $0). You keep access until then."
            }
        case .ended: return current?.status == .canceled ? "Your plan is canceled." : nil
        case .kept: return running.contains { $0.endsAt == nil } ? "Your plan goes on." : nil
        case .paused: return running.contains { $0.status == .paused } ? "Your plan is paused." : nil
        case .resumed: return running.contains { $0.status == .active } ? "Your plan goes on." : nil
        case .card: return customer.card.map { "Your payment method is now \(PortalWords.card($0))." }
        case .details: return "Your details were saved."
        case .paid: return invoices.contains { $0.status == .open } ? nil : "Thank you. Everything is paid."
        }
    }

    /// The notice on the page that follows, with the way back for those who came for just this.
    func notice(for deed: PortalDeed) -> PageNotice? {
        guard let sentence = sentence(for: deed) else { return nil }
        let isFlow = session.flow != .home
        return PageNotice(
            .success,
            sentence,
            actions: returnLink.map { [.link($0.label, to: $0.target, style: isFlow ? .primary : .secondary)] } ?? [],
            hasFocus: true
        )
    }
}
