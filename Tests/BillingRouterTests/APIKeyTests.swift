import BillingCore
import Testing

@testable import BillingRouter

@Suite("Server keys")
struct APIKeyTests {
    @Test("have 256 random bits, and a digest that can be configured")
    func generate() {
        let keys = (0..<100).map { _ in APIKey.generate().reveal() }
        #expect(Set(keys).count == 100)
        #expect(keys.allSatisfy { $0.hasPrefix("tg_") && $0.count == 67 })
        let digest = APIKey.Digest(of: keys[0])
        #expect(APIKey.Digest(configured: digest.description) == digest)
        #expect(APIKey.Digest(configured: digest.description.uppercased().replacing("SHA", with: "sha")) == digest)
        #expect(APIKey.Digest(of: keys[1]) != digest)
    }

    @Test("the digest is SHA-256 as everybody computes it")
    func knownAnswer() {
        let expected = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(APIKey.Digest(of: "abc").description == expected)
    }

    @Test(
        "a digest of a wrong shape is none",
        arguments: [
            "", "sha256:", "ba78", "sha256:zz", "sha1:" + String(repeating: "a", count: 64),
            "sha256:" + String(repeating: "a", count: 63), "sha256:" + String(repeating: "a", count: 63) + "g",
            "sha256:g" + String(repeating: "a", count: 63), "SHA256:" + String(repeating: "a", count: 64),
            "sha256 " + String(repeating: "a", count: 64),
        ]
    )
    func malformed(_ text: String) {
        #expect(APIKey.Digest(configured: text) == nil)
    }
}
