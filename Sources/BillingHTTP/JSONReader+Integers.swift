extension JSONReader {
    /// The exact value of a number in the grammar of JSON; nil where it is not whole or does not fit.
    static func integer(in number: ArraySlice<UInt8>) -> Int? {
        let isNegative = number.first == UInt8(ascii: "-")
        let unsigned = number.dropFirst(isNegative ? 1 : 0)
        let mantissa = unsigned.prefix { $0 | 0x20 != UInt8(ascii: "e") }
        let whole = mantissa.prefix { $0 != UInt8(ascii: ".") }
        var fraction = mantissa.dropFirst(whole.count + 1)
        while fraction.last == UInt8(ascii: "0") { fraction = fraction.dropLast() }
        var value = 0
        for byte in [whole, fraction].joined() {
            let (tens, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let digit = Int(byte - UInt8(ascii: "0"))
            let (sum, isTooFar) = tens.addingReportingOverflow(isNegative ? -digit : digit)
            if isTooLarge || isTooFar { return nil }
            value = sum
        }
        if value == 0 { return 0 }
        guard var scale = exponent(in: unsigned.dropFirst(mantissa.count + 1)) else { return nil }
        scale -= fraction.count
        while scale > 0 {
            let (tens, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            if isTooLarge { return nil }
            value = tens
            scale -= 1
        }
        while scale < 0 {
            guard value.isMultiple(of: 10) else { return nil }
            value /= 10
            scale += 1
        }
        return value
    }

    /// Nil where it is so large that no number with it fits or is whole.
    private static func exponent(in digits: ArraySlice<UInt8>) -> Int? {
        if digits.isEmpty { return 0 }
        guard let exponent = Int(String(decoding: digits, as: UTF8.self)), (-999...999).contains(exponent)
        else { return nil }
        return exponent
    }
}
