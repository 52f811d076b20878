import Testing

@testable import BillingRouter

@Suite("Random ids")
struct RandomIDTests {
    @Test("have two digits for each byte, and are never the same") func ids() {
        let ids = (0..<1000).map { _ in RandomID.hexadecimal(bytes: 16) }
        #expect(Set(ids).count == 1000)
        #expect(ids.allSatisfy { $0.wholeMatch(of: /[0-9a-f]{32}/) != nil })
        #expect(RandomID.hexadecimal(bytes: 8).count == 16)
        // Every digit is as likely as any other.
        for digit in "0123456789abcdef" { #expect((1600...2400).contains(ids.joined().count { $0 == digit })) }
    }

    @Test(
        "digits are lower-case, the high half of a byte first",
        arguments: [([], ""), ([0, 9, 10, 0xAF, 0xFF], "00090aafff")]
    )
    func digits(bytes: [UInt8], text: String) {
        #expect(String(hexadecimal: bytes) == text)
    }
}
