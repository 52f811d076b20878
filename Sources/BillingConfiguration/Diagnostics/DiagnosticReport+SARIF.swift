import BillingRouter

extension DiagnosticReport {
    /// SARIF 2.1.0, for code scanning.
    func sarif() -> String {
        let codes = DiagnosticCode.allCases.filter { code in diagnostics.contains { $0.code == code } }
        var writer = JSONWriter(indented: true)
        writer.object { json in
            json.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
            json.member("version", "2.1.0")
            json.member("runs") { json in
                json.array { json in
                    json.element { json in
                        json.object { json in
                            json.member("tool") { json in DiagnosticReport.writeTool(codes, into: &json) }
                            json.member("columnKind", "unicodeCodePoints")
                            json.member("results") { json in
                                json.array { json in
                                    for diagnostic in diagnostics {
                                        json.element { diagnostic.writeResult(into: &$0, codes: codes) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        return String(decoding: writer.bytes, as: UTF8.self) + "\n"
    }

    private static func writeTool(_ codes: [DiagnosticCode], into json: inout JSONWriter) {
        json.object { json in
            json.member("driver") { json in
                json.object { json in
                    json.member("name", "tollgate")
                    json.member("rules") { json in
                        json.array { json in
                            for code in codes {
                                json.element { json in
                                    json.object { json in
                                        json.member("id", code.rawValue)
                                        json.text("shortDescription", code.explanation.title)
                                        json.text("fullDescription", code.explanation.meaning)
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

extension ConfigurationDiagnostic {
    fileprivate func writeResult(into json: inout JSONWriter, codes: [DiagnosticCode]) {
        json.object { json in
            json.member("ruleId", code.rawValue)
            json.member("ruleIndex", codes.firstIndex(of: code))
            json.member("level", severity.rawValue)
            json.text("message", [message, label, help].compactMap(\.self).joined(separator: "; "))
            json.member("locations") { json in
                json.array { json in
                    json.element { json in
                        json.object { json in
                            json.member("physicalLocation") { json in writeLocation(into: &json) }
                        }
                    }
                }
            }
        }
    }

    private func writeLocation(into json: inout JSONWriter) {
        json.object { json in
            json.member("artifactLocation") { json in
                json.object { json in json.member("uri", file.percentEncodedPath) }
            }
            guard let line, let column else { return }
            json.member("region") { json in
                json.object { json in
                    json.member("startLine", line)
                    json.member("startColumn", column)
                    json.member("endColumn", column + length)
                }
            }
        }
    }
}

extension JSONWriter {
    /// SARIF's way of writing a text.
    fileprivate mutating func text(_ name: String, _ text: String) {
        member(name) { json in
            json.object { json in json.member("text", text) }
        }
    }
}

extension String {
    fileprivate var percentEncodedPath: String {
        var result = ""
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return result
    }
}
