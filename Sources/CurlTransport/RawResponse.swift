import BillingHTTP
import HTTPTypes

/// An answer as it came; the caller's task makes sense of it.
struct RawResponse: Sendable {
    let status: Int
    /// The status line and the header lines of the final answer.
    let head: [UInt8]
    let body: [UInt8]

    /// - Throws: ``HTTPTransportError/Code/malformedResponse``.
    func parsed() throws(HTTPTransportError) -> InboundResponse {
        guard (200...599).contains(status) else { throw .malformed("the status is not one of a final answer") }
        var lines = head.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true).makeIterator()
        guard let statusLine = lines.next()?.trimmed else { throw .malformed("there is no status line") }
        let reason = statusLine.split(separator: UInt8(ascii: " "), maxSplits: 2).dropFirst(2).first ?? []
        var fields = HTTPFields()
        while let line = lines.next() {
            let content = line.trimmed
            if content.isEmpty { continue }
            if line.first.isSpace {
                // The old form of a long field: a line that begins with a space goes on with the one before.
                guard let last = fields.indices.last else { throw .malformed("a header line begins with a space") }
                fields[last].value += " " + String(decoding: content, as: UTF8.self)
                continue
            }
            guard let colon = content.firstIndex(of: UInt8(ascii: ":")) else {
                throw .malformed("a header line has no colon")
            }
            guard let name = HTTPField.Name(String(decoding: content[..<colon], as: UTF8.self)) else {
                throw .malformed("a header line's name is not a token")
            }
            fields.append(HTTPField(name: name, value: content[(colon + 1)...].trimmed))
        }
        let status = HTTPResponse.Status(code: status, reasonPhrase: String(decoding: reason, as: UTF8.self))
        return InboundResponse(head: HTTPResponse(status: status, headerFields: fields), body: body)
    }
}

extension ArraySlice<UInt8> {
    /// Without white space at both ends, line breaks included.
    fileprivate var trimmed: ArraySlice<UInt8> {
        guard let first = firstIndex(where: { !Optional($0).isSpace }) else { return [] }
        let last = lastIndex { !Optional($0).isSpace } ?? first
        return self[first...last]
    }
}

extension UInt8? {
    fileprivate var isSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0D || self == 0x0A }
}

extension HTTPTransportError {
    fileprivate static func malformed(_ detail: String) -> HTTPTransportError {
        HTTPTransportError(.malformedResponse, mayHaveBeenSent: true, detail)
    }
}
