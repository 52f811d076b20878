package import BillingRouter

/// What is wrong with a configuration, in the form that a person, a script or another program reads.
package struct DiagnosticReport: Sendable {
    /// The main file.
    package let file: String
    package let diagnostics: [ConfigurationDiagnostic]
    /// How many more there are that are not listed.
    package let omitted: Int

    package init(file: String, diagnostics: [ConfigurationDiagnostic], omitted: Int = 0) {
        self.file = file
        self.diagnostics = diagnostics
        self.omitted = omitted
    }

    package enum Format: String, CaseIterable, Sendable {
        case human, json, github, sarif
    }

    package var errors: Int { diagnostics.count { $0.severity == .error } }
    package var warnings: Int { diagnostics.count { $0.severity == .warning } }

    /// The whole report, with a line end at its end.
    ///
    /// - Parameter isColoured: for people only.
    package func render(_ format: Format, isColoured: Bool = false) -> String {
        switch format {
        case .human: human(isColoured: isColoured)
        case .json: json()
        case .github: github()
        case .sarif: sarif()
        }
    }

    /// Such as `providers.yaml: 1 error, 2 warnings`.
    package var summary: String {
        var parts: [String] = []
        if errors > 0 { parts.append(errors == 1 ? "1 error" : "\(errors) errors") }
        if warnings > 0 { parts.append(warnings == 1 ? "1 warning" : "\(warnings) warnings") }
        let counts = parts.isEmpty ? "no problems" : parts.joined(separator: ", ")
        return "\(SecretMask.clean(file)): \(counts)" + (omitted > 0 ? ", and \(omitted) more that are not listed" : "")
    }

    // MARK: -

    private func human(isColoured: Bool) -> String {
        diagnostics.map { $0.human(isColoured: isColoured) }.joined(separator: "\n") + summary + "\n"
    }

    private func json() -> String {
        var writer = JSONWriter(indented: true)
        writer.object { json in
            json.member("file", file)
            json.member("errors", errors)
            json.member("warnings", warnings)
            json.member("omitted", omitted)
            json.member("diagnostics") { json in
                json.array { json in
                    for diagnostic in diagnostics { json.element { diagnostic.write(into: &$0) } }
                }
            }
        }
        return String(decoding: writer.bytes, as: UTF8.self) + "\n"
    }

    /// Workflow commands, which GitHub shows beside the lines of a change.
    private func github() -> String {
        diagnostics.map { diagnostic in
            var properties = ["file=" + DiagnosticReport.escaped(diagnostic.file, isProperty: true)]
            if let line = diagnostic.line, let column = diagnostic.column {
                properties += ["line=\(line)", "col=\(column)", "endColumn=\(column + diagnostic.length)"]
            }
            properties.append("title=\(diagnostic.code.rawValue)")
            let text = [diagnostic.message, diagnostic.label, diagnostic.help].compactMap(\.self).joined(
                separator: "; "
            )
            let command = "::\(diagnostic.severity.rawValue) \(properties.joined(separator: ","))::"
            return command + DiagnosticReport.escaped(text, isProperty: false) + "\n"
        }.joined()
    }

    private static func escaped(_ text: String, isProperty: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "%": result += "%25"
            case "\r": result += "%0D"
            case "\n": result += "%0A"
            case ":" where isProperty: result += "%3A"
            case "," where isProperty: result += "%2C"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

extension ConfigurationDiagnostic: JSONDocument {
    package func write(into json: inout JSONWriter) {
        json.object { json in
            json.member("code", code.rawValue)
            json.member("severity", severity.rawValue)
            json.member("message", message)
            json.member("file", file)
            json.member("line", line)
            json.member("column", column)
            json.member("length", line == nil ? nil : length)
            json.member("label", label)
            json.member("help", help)
        }
    }

    /// For people, with a line end at its end.
    package func human(isColoured: Bool = false) -> String {
        let paint = Paint(isColoured: isColoured)
        let accent: Paint.Style = severity == .error ? .error : .warning
        var text = paint("\(severity.rawValue)[\(code.rawValue)]", accent) + paint(": \(message)", .bold) + "\n"
        let number = line.map(String.init) ?? ""
        let gutter = String(repeating: " ", count: number.count)
        text += paint("\(gutter)--> ", .dim) + SecretMask.clean(place) + "\n"
        if let excerpt {
            text += paint("\(gutter) |", .dim) + "\n"
            text += paint("\(number) |", .dim) + (excerpt.text.isEmpty ? "" : " \(excerpt.text)") + "\n"
            let caret =
                String(repeating: " ", count: excerpt.indent)
                + paint(
                    String(repeating: "^", count: excerpt.width) + (label.map { " \($0)" } ?? ""),
                    accent
                )
            text += paint("\(gutter) |", .dim) + " \(caret)\n"
        } else if let label {
            text += paint("\(gutter) =", .dim) + " note: \(label)\n"
        }
        if let help { text += paint("\(gutter) =", .dim) + " help: \(help)\n" }
        return text
    }
}

/// Colours for a terminal, or none.
private struct Paint {
    let isColoured: Bool

    enum Style: String {
        case error = "1;31"
        case warning = "1;33"
        case bold = "1"
        case dim = "34"
    }

    func callAsFunction(_ text: String, _ style: Style) -> String {
        isColoured ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }
}
