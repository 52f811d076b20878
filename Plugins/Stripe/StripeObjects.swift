import BillingHTTP

/// An object of Stripe's API: the few fields of it that matter here, all of them optional.
protocol StripeObject {
    init(from reader: inout JSONReader) throws(JSONSyntaxError)
}

/// A page of a list.
struct StripeList<Element: StripeObject>: StripeObject {
    /// Nil: not a list.
    var data: [Element]?
    var hasMore = false

    init(from reader: inout JSONReader) throws(JSONSyntaxError) {
        guard try reader.beginObject() else { return }
        while let field = try reader.nextField(StripeListField.all) {
            switch field {
            case .data: data = try reader.objects()
            case .hasMore: hasMore = try reader.boolean() ?? false
            }
        }
    }
}

/// Outside of the generic list, because a generic type has no static stored properties.
private enum StripeListField: String, CaseIterable {
    case data
    case hasMore = "has_more"

    static let all = JSONFields<StripeListField>()
}

struct StripeCustomer: StripeObject {
    var id: String?
    var isDeleted = false
    var livemode: Bool?

    private enum Field: String, CaseIterable { case id, deleted, livemode }
    private static let fields = JSONFields<Field>()

    init(from reader: inout JSONReader) throws(JSONSyntaxError) {
        guard try reader.beginObject() else { return }
        while let field = try reader.nextField(Self.fields) {
            switch field {
            case .id: id = try reader.string()
            case .deleted: isDeleted = try reader.boolean() ?? false
            case .livemode: livemode = try reader.boolean()
            }
        }
    }
}

struct StripePortalSession: StripeObject {
    var id: String?
    var livemode: Bool?
    var url: String?

    private enum Field: String, CaseIterable { case id, livemode, url }
    private static let fields = JSONFields<Field>()

    init(from reader: inout JSONReader) throws(JSONSyntaxError) {
        guard try reader.beginObject() else { return }
        while let field = try reader.nextField(Self.fields) {
            switch field {
            case .id: id = try reader.string()
            case .livemode: livemode = try reader.boolean()
            case .url: url = try reader.string()
            }
        }
    }
}

struct StripeTestClock: StripeObject {
    /// In seconds since 1970.
    var frozenTime: Int?

    private enum Field: String, CaseIterable { case frozenTime = "frozen_time" }
    private static let fields = JSONFields<Field>()

    init(from reader: inout JSONReader) throws(JSONSyntaxError) {
        guard try reader.beginObject() else { return }
        while let field = try reader.nextField(Self.fields) {
            switch field {
            case .frozenTime: frozenTime = try reader.integer()
            }
        }
    }
}

/// The body of an answer that is an error.
struct StripeErrorBody: StripeObject {
    var type: String?
    var code: String?
    var param: String?
    var message: String?

    /// Of an answer that says nothing.
    init() {}

    private enum Envelope: String, CaseIterable { case error }
    private static let envelope = JSONFields<Envelope>()
    private enum Field: String, CaseIterable { case type, code, param, message }
    private static let fields = JSONFields<Field>()

    init(from reader: inout JSONReader) throws(JSONSyntaxError) {
        guard try reader.beginObject() else { return }
        while try reader.nextField(Self.envelope) != nil {
            guard try reader.beginObject() else { continue }
            while let field = try reader.nextField(Self.fields) {
                switch field {
                case .type: type = try reader.string()
                case .code: code = try reader.string()
                case .param: param = try reader.string()
                case .message: message = try reader.string()
                }
            }
        }
    }
}

/// The object itself where it is expanded, or only its id.
struct StripeReference: StripeObject {
    var id: String?

    private enum Field: String, CaseIterable { case id }
    private static let fields = JSONFields<Field>()

    init(from reader: inout JSONReader) throws(JSONSyntaxError) {
        guard reader.isAtObject else {
            id = try reader.string()
            return
        }
        guard try reader.beginObject() else { return }
        while try reader.nextField(Self.fields) != nil { id = try reader.string() }
    }
}

extension JSONReader {
    /// The elements of an array.
    ///
    /// Nil where the value is something else.
    mutating func objects<Element: StripeObject>() throws(JSONSyntaxError) -> [Element]? {
        guard try beginArray() else { return nil }
        var elements: [Element] = []
        while try nextElement() { elements.append(try Element(from: &self)) }
        return elements
    }
}
