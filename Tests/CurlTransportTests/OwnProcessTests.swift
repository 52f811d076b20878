import Testing

/// Tests that count what a process has, or change it for good: each runs in a child process.
///
/// One after the other, because waiting for a child holds one of the few threads that all tests share.
@Suite("In a process of its own", .serialized, .timeLimit(.minutes(1)))
struct OwnProcessTests {}
