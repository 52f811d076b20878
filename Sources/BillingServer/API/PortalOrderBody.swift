import BillingCore
import BillingHTTP
import BillingRouter
import HTTPTypes

/// The body of `POST …/portal-sessions`.
enum PortalOrderBody {
    /// What a request orders.
    ///
    /// An empty body orders the defaults.
    ///
    /// - Throws: ``ServiceError`` with `unsupported-media-type`, or with `invalid-request` that names every fault.
    static func order(in request: ServerRequest) throws -> PortalOrder {
        var reader = MemberReader(try members(in: request), names: names)
        let flow = reader.text("flow").flatMap { text in
            let flow = PortalFlow(rawValue: text)
            if flow == nil { reader.fault("flow", "`flow` is one of: \(flows).") }
            return flow
        }
        let subscription = reader.text("subscription").flatMap { text in
            do throws(InvalidIdentifier) {
                return try SubscriptionID(text)
            } catch {
                reader.fault("subscription", error.sentence)
                return nil
            }
        }
        let order = PortalOrder(
            flow: flow ?? .home,
            subscription: subscription,
            price: reader.text("price", atMost: 255),
            quantity: reader.quantity("quantity"),
            destination: destination(&reader),
            locale: locale(&reader)
        )
        try reader.finish()
        return order
    }

    /// Of a JSON object, or of a form, whose empty fields are as good as none.
    private static func members(in request: ServerRequest) throws -> [(name: String, value: JSONValue)] {
        if FormValues.isForm(request) {
            let pairs = try FormValues(body: request).pairs
            guard Set(pairs.map(\.name)).count == pairs.count else {
                throw ServiceError.invalid("", "The form has a field twice.")
            }
            return pairs.map { name, value in
                (name, value.isEmpty ? .null : name == "quantity" ? .number(value) : .string(value))
            }
        }
        try checkType(request)
        guard !request.body.isEmpty else { return [] }
        guard case .object(let members) = try StrictJSON.parse(request.body) else {
            throw ServiceError.invalid("", "The body is not a JSON object.")
        }
        return members
    }

    private static let names = ["flow", "subscription", "price", "quantity", "return_url", "return_path", "locale"]
    private static let flows = PortalFlow.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")

    private static func checkType(_ request: ServerRequest) throws {
        let refusal = ServiceError(
            .unsupportedMediaType,
            "The body is `application/json` or `\(FormParameters.mediaType)` in UTF-8, without an encoding."
        )
        if let encoding = request.fields[.contentEncoding], encoding.lowercased() != "identity" { throw refusal }
        guard let type = request.fields[.contentType] else {
            if request.body.isEmpty { return }
            throw refusal
        }
        let parts = type.split(separator: ";").map { trimmed($0).lowercased() }
        guard parts.first == "application/json",
            parts.dropFirst().allSatisfy({ $0.filter { $0 != "\"" && $0 != " " } == "charset=utf-8" })
        else { throw refusal }
    }

    private static func destination(_ reader: inout MemberReader) -> PortalOrder.Destination {
        let url = reader.text("return_url", atMost: 2048)
        let path = reader.text("return_path", atMost: 2048)
        switch (url, path) {
        case (nil, nil): return .standard
        case (let url?, nil): return .url(url)
        case (nil, let path?): return .path(path)
        case (_?, _?):
            reader.fault("return_path", "`return_url` and `return_path` exclude each other.")
            return .standard
        }
    }

    private static func locale(_ reader: inout MemberReader) -> String? {
        guard let locale = reader.text("locale", atMost: 35) else { return nil }
        if !PortalOrder.isLocale(locale) { reader.fault("locale", PortalOrder.localeRule) }
        return locale
    }
}

/// Takes the members of an object one by one, and keeps every fault.
private struct MemberReader {
    private let members: [String: JSONValue]
    private var faults: [ServiceError.Fault] = []

    init(_ members: [(name: String, value: JSONValue)], names: [String]) {
        self.members = Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
        for (name, _) in members where !names.contains(name) {
            let pointer = "/" + name.prefix(64).replacing("~", with: "~0").replacing("/", with: "~1")
            faults.append(
                ServiceError.Fault(pointer, "There is no such member. There are: \(MemberReader.list(names)).")
            )
        }
    }

    mutating func fault(_ name: String, _ detail: String) { faults.append(ServiceError.Fault("/" + name, detail)) }

    /// A text that is not empty.
    ///
    /// An explicit null is an absent value.
    mutating func text(_ name: String, atMost limit: Int = 255) -> String? {
        switch members[name] {
        case nil, .null: return nil
        case .string(let text):
            guard !text.isEmpty, text.utf8.count <= limit else {
                fault(name, "`\(name)` has 1 to \(limit) bytes.")
                return nil
            }
            return text
        default:
            fault(name, "`\(name)` is a string.")
            return nil
        }
    }

    mutating func quantity(_ name: String) -> Int? {
        switch members[name] {
        case nil, .null: return nil
        case .number(let digits):
            guard let number = Int(digits), PortalOrder.quantities.contains(number) else {
                fault(name, PortalOrder.quantityRule)
                return nil
            }
            return number
        default:
            fault(name, "`\(name)` is a whole number.")
            return nil
        }
    }

    func finish() throws {
        guard faults.isEmpty else {
            throw ServiceError(.invalidRequest, "The body is not as the API describes it.", faults: faults)
        }
    }

    private static func list(_ names: [String]) -> String { names.map { "`\($0)`" }.joined(separator: ", ") }
}
