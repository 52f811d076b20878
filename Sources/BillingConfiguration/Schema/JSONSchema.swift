import BillingCore
package import BillingRouter

/// The JSON Schema of `providers.yaml`, for editors: what ``ShapeCheck`` checks, from the same table.
package struct JSONSchema: Sendable {
    private let schema: FileSchema

    package init(registry: ProviderRegistry) { schema = FileSchema(registry: registry) }

    /// The document, with a line end at its end.
    package func render() -> String {
        var writer = JSONWriter(indented: true)
        writer.object { json in
            json.member("$schema", "http://json-schema.org/draft-07/schema#")
            json.member("title", "providers.yaml")
            members(of: schema.file, isClearable: false, into: &json)
            json.member("definitions") { json in
                json.object { json in
                    json.member("interpolated") { json in
                        json.object { json in
                            json.member("type", "string")
                            json.member("pattern", "\\$\\{")
                        }
                    }
                    json.member("secret") { json in writeSecret(into: &json) }
                    for factory in schema.registry.factories {
                        guard let group = schema.providers[factory.kind.rawValue] else { continue }
                        json.member("provider-\(factory.kind)") { json in
                            json.object { json in members(of: group, isClearable: false, into: &json) }
                        }
                    }
                }
            }
        }
        return String(decoding: writer.bytes, as: UTF8.self) + "\n"
    }

    // MARK: -

    private func members(of group: Group, isClearable: Bool, into json: inout JSONWriter) {
        json.member("type", "object")
        json.member("additionalProperties", false)
        let required = group.keys.filter(\.isRequired).map(\.name)
        if !required.isEmpty { json.member("required", required) }
        json.member("properties") { json in
            json.object { json in
                for key in group.keys {
                    json.member(key.name) { json in
                        json.object { json in
                            json.member("description", key.summary + (key.isReserved ? " Nothing acts on it yet." : ""))
                            write(key.shape, isClearable: isClearable && !key.isRequired, into: &json)
                        }
                    }
                }
            }
        }
    }

    /// Writes the members of a schema.
    private func write(_ shape: Shape, isClearable: Bool, into json: inout JSONWriter) {
        // A list or a map that has nothing in it may be left empty.
        let mayBeNull =
            switch shape {
            case .list, .map, .group: true
            case .leaf, .webURL, .keyHash, .provider: isClearable
            }
        guard mayBeNull else {
            writeValue(shape, isClearable: isClearable, into: &json)
            return
        }
        json.member("anyOf") { json in
            json.array { json in
                json.element { json in
                    json.object { json in writeValue(shape, isClearable: isClearable, into: &json) }
                }
                json.element { json in
                    json.object { json in json.member("type", "null") }
                }
            }
        }
    }

    private func writeValue(_ shape: Shape, isClearable: Bool, into json: inout JSONWriter) {
        switch shape {
        case .leaf(.secret): json.member("$ref", "#/definitions/secret")
        case .leaf(let type): write(type, into: &json)
        case .webURL: write(.url, into: &json)
        case .keyHash:
            alternatives(into: &json) { json in
                json.member("type", "string")
                json.member("pattern", "^sha256:[0-9a-fA-F]{64}$")
            } and: { json in
                json.member("$ref", "#/definitions/secret")
            }
        case .list(let element):
            json.member("type", "array")
            json.member("items") { json in
                json.object { json in write(element, isClearable: false, into: &json) }
            }
        case .map(let element, let rule):
            json.member("type", "object")
            if let pattern = rule.pattern {
                json.member("propertyNames") { json in
                    json.object { json in json.member("pattern", pattern) }
                }
            }
            json.member("additionalProperties") { json in
                json.object { json in write(element, isClearable: isClearable || element.isTenant, into: &json) }
            }
        case .group(let group): members(of: group, isClearable: isClearable || group.isTenant, into: &json)
        case .provider: writeProvider(into: &json)
        }
    }

    private func writeProvider(into json: inout JSONWriter) {
        let kinds = schema.registry.factories.map(\.kind.rawValue)
        json.member("type", "object")
        json.member("required", ["kind"])
        json.member("properties") { json in
            json.object { json in
                json.member("kind") { json in
                    json.object { json in json.member("enum", kinds) }
                }
            }
        }
        json.member("allOf") { json in
            json.array { json in
                for kind in kinds {
                    json.element { json in
                        json.object { json in
                            json.member("if") { json in
                                json.object { json in
                                    json.member("properties") { json in
                                        json.object { json in
                                            json.member("kind") { json in
                                                json.object { json in json.member("const", kind) }
                                            }
                                        }
                                    }
                                }
                            }
                            json.member("then") { json in
                                json.object { json in json.member("$ref", "#/definitions/provider-\(kind)") }
                            }
                        }
                    }
                }
            }
        }
    }

    // MARK: Scalars

    private func write(_ type: SettingType, into json: inout JSONWriter) {
        switch type {
        case .text, .path:
            // A text may look like a number or a flag.
            json.member("type", ["string", "number", "boolean"])
            json.member("minLength", 1)
        case .pattern(let pattern, _, _): string(pattern, into: &json)
        case .flag: orInterpolated(into: &json) { $0.member("type", "boolean") }
        case .integer(let range):
            orInterpolated(into: &json) { json in
                json.member("type", "integer")
                json.member("minimum", range.lowerBound)
                json.member("maximum", range.upperBound)
            }
        case .decimal:
            alternatives(into: &json) { json in
                json.member("type", "number")
            } and: { json in
                json.member("type", "string")
                json.member("pattern", "^-?[0-9]+(\\.[0-9]+)?$|\\$\\{")
            }
        case .duration: string("^[0-9]+(ms|s|m|h|d)$", into: &json)
        case .choice(let words): orInterpolated(into: &json) { $0.member("enum", words) }
        case .url: string("^[Hh][Tt][Tt][Pp][Ss]?://", into: &json)
        case .secret, .list, .map, .group: write(Shape(type, name: ""), isClearable: false, into: &json)
        }
    }

    /// A text of a shape, or one that a variable goes into.
    private func string(_ pattern: String, into json: inout JSONWriter) {
        json.member("type", "string")
        json.member("pattern", "\(pattern)|\\$\\{")
    }

    private func orInterpolated(into json: inout JSONWriter, _ write: (inout JSONWriter) -> Void) {
        alternatives(into: &json, write) { $0.member("$ref", "#/definitions/interpolated") }
    }

    private func alternatives(
        into json: inout JSONWriter,
        _ first: (inout JSONWriter) -> Void,
        and second: (inout JSONWriter) -> Void
    ) {
        json.member("anyOf") { json in
            json.array { json in
                json.element { json in json.object(first) }
                json.element { json in json.object(second) }
            }
        }
    }

    private func writeSecret(into json: inout JSONWriter) {
        json.object { json in
            json.member("description", "Where a secret is; never the secret itself.")
            json.member("type", "object")
            json.member("additionalProperties", false)
            json.member("minProperties", 1)
            json.member("maxProperties", 1)
            json.member("properties") { json in
                json.object { json in
                    for place in SecretReference.Place.allCases {
                        json.member(place.rawValue) { json in
                            json.object { json in
                                json.member(
                                    "description",
                                    place.noun.prefix(1).uppercased() + place.noun.dropFirst() + "."
                                )
                                json.member("type", "string")
                                json.member("minLength", 1)
                            }
                        }
                    }
                }
            }
        }
    }
}
