import BillingConfiguration
import BillingRouter
import BillingServer
import Foundation

/// Each of these writes one JSON document where JSON is wanted, and sentences otherwise.
extension Console {
    /// Says why a command failed.
    ///
    /// - Parameter debug: what is for the operator only, where the operator has asked for it.
    func report(_ failure: CommandFailure, debug: String? = nil) {
        guard !failure.message.isEmpty else { return }
        if isJSON {
            let document = FailureDocument(failure: failure, debug: debug)
            self.failure(String(decoding: document.json(indented: true), as: UTF8.self))
        } else {
            self.failure("\(alarming("error")): \(failure.message.printable)")
            report(debug: debug)
        }
    }

    /// Says why a call failed.
    ///
    /// - Parameter debug: what is for the operator only, where the operator has asked for it.
    func report(_ error: ServiceError, debug: String?) {
        if isJSON {
            failure(Console.json(Problem(error: error, traceID: error.traceID), debug: debug))
            return
        }
        failure("\(alarming("error[\(error.code.rawValue)]")): \(error.detail.printable)")
        for fault in error.faults where fault.detail != error.detail {
            failure("  \(fault.pointer.printable): \(fault.detail.printable)")
        }
        if let traceID = error.traceID { failure("  trace id: \(traceID.printable)") }
        message("  = help: `tollgate explain \(error.code.rawValue)`")
        report(debug: debug)
    }

    /// Says why the mock did not do what it was asked.
    func report(_ failure: OperatorFailure) {
        if isJSON {
            self.failure(String(decoding: failure.document, as: UTF8.self))
            return
        }
        let place = failure.pointer.map { " (\($0))" } ?? ""
        self.failure("\(alarming("error[\(failure.code)]")): \(failure.detail.printable)\(place.printable)")
    }

    /// Says what is wrong with a configuration.
    func report(_ report: DiagnosticReport) {
        failure(report.render(isJSON ? .json : .human, isColoured: isColoured(.messages)), terminator: "")
    }

    private func report(debug: String?) {
        if let debug { failure("debug: \(debug.printable)") }
    }

    /// The problem as the HTTP API words it, with one member more where there is something to debug.
    private static func json(_ problem: Problem, debug: String?) -> String {
        if let debug,
            var members = try? JSONSerialization.jsonObject(with: Data(problem.json())) as? [String: Any]
        {
            members["debug"] = debug
            let options: JSONSerialization.WritingOptions = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            if let data = try? JSONSerialization.data(withJSONObject: members, options: options) {
                return String(decoding: data, as: UTF8.self)
            }
        }
        return String(decoding: problem.json(indented: true), as: UTF8.self)
    }
}
