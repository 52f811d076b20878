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
        let format: LineLogHandler.Format = isatty(2) == 1 ? .terminal : .json
        return LineLogHandler(format, level: level, output: LogDescriptor(2, format).write)
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
