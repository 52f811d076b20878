public import FoundationEssentials

/// A text with emphasis, links, dates and badges in it.
///
/// It is written as a literal; what is interpolated is always text and never HTML:
/// `"You are on the \(strong: plan) plan. It renews on \(date: end)."`
public struct PageText: Hashable, Sendable {
    private var runs: [Run]

    fileprivate enum Run: Hashable {
        case plain(String)
        case strong(String)
        case code(String)
        case hidden(String)
        case link(PageLink)
        case badge(PageBadge)
        case time(String, machine: String)
    }

    /// A text without emphasis.
    public init(_ text: String) { runs = [.plain(text)] }

    /// One text after the other.
    public static func + (left: PageText, right: PageText) -> PageText {
        var both = left
        both.runs += right.runs
        return both
    }

    var nodes: [TemplateNode] { runs.map(\.node) }
}

extension PageText: ExpressibleByStringInterpolation {
    /// A text without emphasis.
    public init(stringLiteral text: String) { self.init(text) }

    /// A text with all that is interpolated.
    public init(stringInterpolation: StringInterpolation) { runs = stringInterpolation.runs }

    /// Collects the parts of a literal.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var runs: [Run] = []

        /// Nothing yet.
        public init(literalCapacity: Int, interpolationCount: Int) {
            runs.reserveCapacity(2 * interpolationCount + 1)
        }

        /// A part of the literal itself.
        public mutating func appendLiteral(_ text: String) {
            if !text.isEmpty { runs.append(.plain(text)) }
        }

        /// Text.
        public mutating func appendInterpolation(_ text: String) { appendLiteral(text) }

        /// A number.
        public mutating func appendInterpolation(_ number: Int) { appendLiteral(String(number)) }

        /// Another text, as it is.
        public mutating func appendInterpolation(_ text: PageText) { runs += text.runs }

        /// Text that matters.
        public mutating func appendInterpolation(strong text: String) { runs.append(.strong(text)) }

        /// An identifier, or what is typed.
        public mutating func appendInterpolation(code text: String) { runs.append(.code(text)) }

        /// Text for those who hear the page and do not see it.
        public mutating func appendInterpolation(hidden text: String) { runs.append(.hidden(text)) }

        /// A link.
        public mutating func appendInterpolation(link: PageLink) { runs.append(.link(link)) }

        /// A badge.
        public mutating func appendInterpolation(badge: PageBadge) { runs.append(.badge(badge)) }

        /// A day, such as `1 Dec 2026`.
        public mutating func appendInterpolation(date: Date, in dates: PageDates = .utc) {
            runs.append(.time(dates.day(date), machine: PageDates.machineReadable(date)))
        }

        /// A day in words of the caller's own.
        public mutating func appendInterpolation(date: Date, as text: String) {
            runs.append(.time(text, machine: PageDates.machineReadable(date)))
        }

        /// A day and the time of day, such as `1 Dec 2026, 08:30 UTC`.
        public mutating func appendInterpolation(time: Date, in dates: PageDates = .utc) {
            runs.append(.time(dates.dayAndTime(time), machine: PageDates.machineReadable(time)))
        }
    }
}

extension PageText.Run {
    fileprivate var node: TemplateNode {
        switch self {
        case .plain(let text): TemplateNode("text-plain", ["text": text])
        case .strong(let text): TemplateNode("text-strong", ["text": text])
        case .code(let text): TemplateNode("text-code", ["text": text])
        case .hidden(let text): TemplateNode("text-hidden", ["text": text])
        case .link(let link): link.node
        case .badge(let badge): TemplateNode("badge", ["text": badge.text, "tone": badge.tone.rawValue])
        case .time(let text, let machine): TemplateNode("text-time", ["text": text, "machine": machine])
        }
    }
}
