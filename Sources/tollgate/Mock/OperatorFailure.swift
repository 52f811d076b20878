import ArgumentParser
import Foundation

/// Why the mock did not do what it was asked, in its own words.
struct OperatorFailure: Error {
    let code: String
    /// A sentence.
    let detail: String
    /// Where in what was sent, such as `/customers/2/email`.
    let pointer: String?
    /// All of it, as it came.
    let document: [UInt8]

    private struct Document: Decodable {
        let code: String
        let detail: String
        let pointer: String?
    }

    /// Nil for what is no error of the mock or of its gateway.
    init?(_ document: [UInt8]) {
        guard let read = try? JSONDecoder().decode(Document.self, from: Data(document)) else { return nil }
        (code, detail, pointer) = (read.code, read.detail, read.pointer)
        self.document = document
    }

    var status: ExitCode {
        switch code {
        case "not-found", "conflict": ExitStatus.failure
        case "invalid-request", "payload-too-large": ExitStatus.badInput
        case "unavailable", "draining", "overloaded": ExitStatus.tryAgain
        case "forbidden": ExitStatus.permission
        // Requests of our own making: the caller could not have worded them otherwise.
        default: ExitStatus.bug
        }
    }
}
