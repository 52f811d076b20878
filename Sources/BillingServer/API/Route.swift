import HTTPTypes

/// One place of a listener: a template, and the methods that it has.
struct Route<Endpoint: Sendable>: Sendable {
    let endpoint: Endpoint
    /// As the API description and the log have it, such as `/v1/tenants/{tenant}/plans`.
    ///
    /// A last part `{path...}` takes all that follows.
    let template: String
    /// Without `HEAD`, which every `GET` brings along, and `OPTIONS`, which every path has.
    let methods: [HTTPRequest.Method]
    private let parts: [Part]
    private let takesRest: Bool

    private enum Part {
        case literal(Substring)
        case parameter
    }

    init(_ endpoint: Endpoint, _ template: String, _ methods: [HTTPRequest.Method] = [.get]) {
        self.endpoint = endpoint
        self.template = template
        self.methods = methods
        let segments = template.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        takesRest = segments.last == "{path...}"
        parts = (takesRest ? segments.dropLast() : segments).map { $0.hasPrefix("{") ? .parameter : .literal($0) }
    }

    /// The value of `Allow`.
    var allowed: String {
        var names = methods.map(\.rawValue)
        if methods.contains(.get) { names.insert("HEAD", at: 1) }
        return (names + ["OPTIONS"]).joined(separator: ", ")
    }

    /// The parameters of a path, as they came.
    ///
    /// Nil for a path that is another's.
    func parameters(of segments: [Substring]) -> [Substring]? {
        guard takesRest ? segments.count > parts.count : segments.count == parts.count else { return nil }
        var parameters: [Substring] = []
        for (part, segment) in zip(parts, segments) {
            switch part {
            case .literal(let text): guard segment == text else { return nil }
            case .parameter:
                guard !segment.isEmpty else { return nil }
                parameters.append(segment)
            }
        }
        return parameters
    }
}

/// The routes of a listener.
struct RouteTable<Endpoint: Sendable>: Sendable {
    let routes: [Route<Endpoint>]

    /// The route of a path, and its parameters as they came.
    ///
    /// Literals are compared as they came, too.
    func match(_ path: String) -> (route: Route<Endpoint>, parameters: [Substring])? {
        guard path.utf8.first == UInt8(ascii: "/") else { return nil }
        let segments = path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { Substring($0) }
        for route in routes {
            if let parameters = route.parameters(of: segments) { return (route, parameters) }
        }
        return nil
    }
}
