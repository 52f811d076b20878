/// How something is meant; always beside a word that says it.
public enum PageTone: String, Hashable, Sendable, CaseIterable {
    /// As it is.
    case neutral
    /// To be known.
    case info
    /// Well.
    case success
    /// To be looked at.
    case warning
    /// Wrong, or not to be undone.
    case danger
}

/// A word in a frame, for a state.
public struct PageBadge: Hashable, Sendable {
    /// The word.
    public var text: String

    /// How it is meant.
    public var tone: PageTone

    /// A badge.
    public init(_ text: String, _ tone: PageTone = .neutral) {
        self.text = text
        self.tone = tone
    }
}
