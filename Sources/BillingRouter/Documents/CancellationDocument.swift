public import BillingCore
public import FoundationEssentials

/// A cancellation, as every answer shows it.
public struct CancellationDocument: Hashable, Sendable, Decodable, JSONDocument {
    /// Whether it is cancelled, or paused, at all.
    public let state: State
    /// What the end is tied to, while it lies ahead.
    public let mode: Cancellation.Mode?
    /// When it ends, while that lies ahead.
    public let effectiveAt: Date?
    /// When somebody asked for it.
    public let requestedAt: Date?
    /// When it ended.
    public let endedAt: Date?
    /// Whether it can still be undone.
    public let resumable: Bool
    /// The provider's fields that decided.
    public let evidence: [String]

    /// The states that there are.
    public enum State: String, Hashable, Sendable, Codable, CaseIterable {
        case none, scheduled, ended
    }

    package init(_ cancellation: Cancellation) {
        switch cancellation {
        case .none:
            state = .none
            mode = nil
            effectiveAt = nil
            requestedAt = nil
            endedAt = nil
            resumable = false
            evidence = []
        case .scheduled(let scheduled):
            state = .scheduled
            mode = scheduled.mode
            effectiveAt = scheduled.effectiveAt
            requestedAt = scheduled.requestedAt
            endedAt = nil
            resumable = scheduled.resumable
            evidence = scheduled.evidence
        case .ended(let at, let requested, let evidence):
            state = .ended
            mode = nil
            effectiveAt = nil
            requestedAt = requested
            endedAt = at
            resumable = false
            self.evidence = evidence
        }
    }

    package func write(into json: inout JSONWriter) {
        json.object { json in
            json.member("state", state.rawValue)
            json.member("mode", mode?.rawValue)
            json.member("effective_at", effectiveAt)
            json.member("requested_at", requestedAt)
            json.member("ended_at", endedAt)
            json.member("resumable", resumable)
            json.member("evidence", evidence)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case state, mode, resumable, evidence
        case effectiveAt = "effective_at"
        case requestedAt = "requested_at"
        case endedAt = "ended_at"
    }
}

/// A pause, as every answer shows it.
public struct PauseDocument: Hashable, Sendable, Decodable, JSONDocument {
    /// Whether it is cancelled, or paused, at all.
    public let state: State
    /// When it begins, for a scheduled one.
    public let startsAt: Date?
    /// When it is over, where that is set.
    public let resumesAt: Date?
    /// The provider's own word for why.
    public let cause: String?

    /// The states that there are.
    public enum State: String, Hashable, Sendable, Codable, CaseIterable {
        case none, scheduled, service
        case collectionOnly = "collection_only"
    }

    package init(_ pause: Pause) {
        switch pause {
        case .none: self.init(state: .none)
        case .scheduled(let at): self.init(state: .scheduled, startsAt: at)
        case .collectionOnly(let resumesAt): self.init(state: .collectionOnly, resumesAt: resumesAt)
        case .service(let resumesAt, let cause): self.init(state: .service, resumesAt: resumesAt, cause: cause)
        }
    }

    private init(state: State, startsAt: Date? = nil, resumesAt: Date? = nil, cause: String? = nil) {
        self.state = state
        self.startsAt = startsAt
        self.resumesAt = resumesAt
        self.cause = cause
    }

    package func write(into json: inout JSONWriter) {
        json.object { json in
            json.member("state", state.rawValue)
            json.member("starts_at", startsAt)
            json.member("resumes_at", resumesAt)
            json.member("cause", cause)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case state, cause
        case startsAt = "starts_at"
        case resumesAt = "resumes_at"
    }
}
