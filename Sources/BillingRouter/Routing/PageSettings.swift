import Crypto

/// What makes the hosted pages a tenant's own, and where its people log in.
///
/// A class, because most tenants share that of the defaults.
package final class PageSettings: Sendable {
    package let logo: Logo?
    /// `#` and six hexadecimal digits.
    package let accent: String?
    /// Where customers get help.
    package let supportURL: String?
    /// A BCP 47 tag: how dates and amounts are written.
    ///
    /// Nil: as `1 Dec 2026` and `15.00 USD`.
    package let locale: String?
    /// With `{return_to}` where the way back goes.
    package let loginURL: String?

    /// An image, whole.
    package struct Logo: Hashable, Sendable {
        package let bytes: [UInt8]
        package let format: Format
        /// Changes with the bytes: 16 hexadecimal digits.
        package let version: String

        /// What browsers show everywhere.
        package enum Format: String, Sendable, CaseIterable {
            case png, jpeg, webp, svg
        }

        package init(bytes: [UInt8], format: Format) {
            self.bytes = bytes
            self.format = format
            version = String(hexadecimal: Array(SHA256.hash(data: bytes).prefix(8)))
        }
    }

    package init(
        logo: Logo? = nil,
        accent: String? = nil,
        supportURL: String? = nil,
        locale: String? = nil,
        loginURL: String? = nil
    ) {
        self.logo = logo
        self.accent = accent
        self.supportURL = supportURL
        self.locale = locale
        self.loginURL = loginURL
    }

    package static let standard = PageSettings()
}
