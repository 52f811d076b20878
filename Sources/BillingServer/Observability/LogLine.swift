import FoundationEssentials
package import Logging

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where finished lines go.
package typealias LogOutput = @Sendable (_ line: [UInt8]) -> Void

/// What an event carries beside its message, in the order of its keys.
typealias LogMetadata = [(key: String, value: Logger.MetadataValue)]

/// How this process logs: one JSON object a line, or plain lines where a person is watching.
package enum LogLine {
    /// A handler for standard error, of the form that fits what standard error is.
    package static func standardErrorHandler(level: Logger.Level) -> any LogHandler {
        LineLogHandler(isatty(2) == 1 ? .terminal : .json, level: level, output: writeToStandardError)
    }

    /// Writes a line in as few calls as the system allows, so that two lines do not mix.
    package static let writeToStandardError: LogOutput = { line in
        var rest = line[...]
        while !rest.isEmpty {
            let written = unsafe rest.withUnsafeBytes { bytes in unsafe write(2, bytes.baseAddress, bytes.count) }
            if written < 0 && errno == EINTR { continue }
            // There is nowhere left to say that nothing can be said.
            guard written > 0 else { return }
            rest = rest.dropFirst(written)
        }
    }

    /// The metadata of one event: the handler's own, the provider's and the event's, the later ones first in rank.
    static func metadata(
        _ own: Logger.Metadata,
        _ provider: Logger.MetadataProvider?,
        _ event: LogEvent
    ) -> LogMetadata {
        var all = own
        if let provider { all.merge(provider.get()) { _, new in new } }
        if let metadata = event.metadata {
            if all.isEmpty { all = metadata } else { all.merge(metadata) { _, new in new } }
        }
        if let error = event.error { all["error"] = "\(type(of: error))" }
        return all.sorted { $0.key < $1.key }
    }
}
