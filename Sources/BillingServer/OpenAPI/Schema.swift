import BillingRouter

/// A piece of JSON Schema, as text. Only what the API's description needs.
struct Schema {
    let json: String

    static let string = Schema(json: #"{"type":"string"}"#)
    static let boolean = Schema(json: #"{"type":"boolean"}"#)
    static let integer = Schema(json: #"{"type":"integer"}"#)
    static let dateTime = Schema(json: #"{"type":"string","format":"date-time"}"#)

    static func string(_ pattern: String) -> Schema {
        Schema(json: #"{"type":"string","pattern":\#(quoted(pattern))}"#)
    }

    static func integer(from minimum: Int) -> Schema { Schema(json: #"{"type":"integer","minimum":\#(minimum)}"#) }

    static func oneOf<Value: CaseIterable & RawRepresentable<String>>(_ type: Value.Type) -> Schema {
        oneOf(Value.allCases.map(\.rawValue))
    }

    static func oneOf(_ names: [String]) -> Schema {
        Schema(json: #"{"type":"string","enum":\#(list(names))}"#)
    }

    static func ref(_ name: String) -> Schema { Schema(json: ##"{"$ref":"#/components/schemas/\##(name)"}"##) }

    static func array(of element: Schema) -> Schema { Schema(json: #"{"type":"array","items":\#(element.json)}"#) }

    /// The value, or an explicit null.
    var nullable: Schema { Schema(json: #"{"anyOf":[\#(json),{"type":"null"}]}"#) }

    /// An object that has exactly these members, all of them, always.
    static func object(_ description: String, _ members: [Member]) -> Schema {
        object(description, members, required: members.map(\.name))
    }

    static func object(_ description: String, _ members: [Member], required: [String]) -> Schema {
        let properties = members.map { "\(quoted($0.name)):\($0.json)" }.joined(separator: ",")
        return Schema(
            json: """
                {"type":"object","description":\(quoted(description)),"additionalProperties":false,\
                "required":\(list(required)),"properties":{\(properties)}}
                """
        )
    }

    /// One member of an object.
    struct Member {
        let name: String
        let json: String

        init(_ name: String, _ schema: Schema, _ description: String? = nil) {
            self.name = name
            // A description stands beside the schema's own keywords, also beside `$ref`.
            json = description.map { schema.json.dropLast() + #","description":\#(quoted($0))}"# } ?? schema.json
        }
    }

    static func list(_ texts: [String]) -> String { "[" + texts.map(quoted).joined(separator: ",") + "]" }

    static func quoted(_ text: String) -> String {
        var json = JSONWriter()
        json.value(text)
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
