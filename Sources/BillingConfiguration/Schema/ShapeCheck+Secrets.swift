import BillingCore
import BillingRouter

/// References to secrets, and the hashes of keys: what is not one may be the secret itself, and is not shown.
extension ShapeCheck {
    func checkHash(_ value: YAMLNode, _ context: Context) {
        guard value.kind == .scalar else {
            checkSecret(value, context)
            return
        }
        // Nearly all are, and then no text has to be made of it.
        if !value.hasDollar, APIKey.Digest(configured: value.bytes) != nil { return }
        guard let text = scalarText(value, "a hash", context) else { return }
        if APIKey.Digest(configured: text) == nil {
            // Perhaps it is the key itself.
            report.mask(value)
            report.error(
                .invalidKeyHash,
                "\(context.name.inCode) must be `sha256:` and 64 hexadecimal digits",
                at: value.range,
                label: "not the hash of a key",
                help: "`tollgate keys create` makes a key and its hash; the key itself does not belong in this file"
            )
        }
    }

    func checkSecret(_ value: YAMLNode, _ context: Context) {
        guard value.kind == .mapping else {
            report.mask(value)
            report.error(
                value.kind == .scalar ? .literalSecret : .wrongKind,
                "\(context.name.inCode) must be a reference to a secret, not the secret itself",
                at: value.range,
                label: value.kind == .scalar ? "a secret stands here" : "this is \(value.kindInWords)",
                help: "write `{ env: NAME }`, `{ file: PATH }` or `{ credential: NAME }`"
            )
            return
        }
        var places = 0
        var hasUnknown = false
        for (key, inner) in value.pairs {
            guard let place = SecretReference.Place.allCases.first(where: { key.equals($0.rawValue) }) else {
                hasUnknown = true
                unknown(
                    key,
                    inner,
                    among: SecretReference.Place.allCases.map(\.rawValue),
                    noun: "a reference to a secret"
                )
                continue
            }
            places += 1
            checkPlace(place, key, inner)
        }
        guard places != 1, !hasUnknown, !value.hasRefusedKey else { return }
        report.error(
            .invalidReference,
            "\(context.name.inCode) must name one place of the secret",
            at: context.key.range,
            label: places == 0 ? "none is named" : "\(places) are named",
            help: "write `{ env: NAME }`, `{ file: PATH }` or `{ credential: NAME }`"
        )
    }

    private func checkPlace(_ place: SecretReference.Place, _ key: YAMLNode, _ value: YAMLNode) {
        let context = Context(key: key, name: place.rawValue)
        if value.isNull {
            check(value, .leaf(.text), context)
            return
        }
        guard let text = scalarText(value, "a text", context) else {
            report.mask(value)
            return
        }
        guard !place.accepts(text) else { return }
        // Perhaps it is the secret itself.
        report.mask(value)
        report.error(.invalidReference, "\(place.rawValue.inCode) must be \(place.noun)", at: value.range)
    }
}
