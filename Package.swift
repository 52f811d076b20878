// swift-tools-version: 6.2
import PackageDescription

// One place for the language rules. Warnings are errors with the compilers this is tested on; a newer compiler may
// know new warnings, and those must not stop somebody's build.
let language: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]
#if compiler(<6.4)
    let strict = language + [.treatAllWarnings(as: .error)]
#else
    let strict = language
#endif

/// What every target has that speaks no C: unsafe constructs must be marked.
let safe = strict + [.strictMemorySafety()]

let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

/// A billing provider: one folder below `Plugins/`, one target.
///
/// It sees what a third party would see, so it has no access to `package` declarations and imports nothing of ours but
/// the core, the HTTP seam and, where it hosts pages, the kit for those.
func provider(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(
        name: "\(name)Provider",
        dependencies: ["BillingCore", "BillingHTTP", httpTypes] + dependencies,
        path: "Plugins/\(name)",
        packageAccess: false,
        swiftSettings: safe
    )
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: "\(name)Tests", dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
    name: "tollgate",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "tollgate", targets: ["tollgate"]),
        .library(name: "BillingCore", targets: ["BillingCore"]),
        .library(name: "BillingHTTP", targets: ["BillingHTTP"]),
        .library(name: "BillingRouter", targets: ["BillingRouter"]),
        .library(name: "BillingClient", targets: ["BillingClient"]),
        .library(name: "CurlTransport", targets: ["CurlTransport"]),
        .library(name: "PageKit", targets: ["PageKit"]),
        .library(name: "BillingTesting", targets: ["BillingTesting"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-system.git", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess.git", from: "1.0.2", traits: []),
    ],
    targets: [
        // The domain, and the seams that plugins see.
        .target(name: "BillingCore", swiftSettings: safe),
        .target(name: "BillingHTTP", dependencies: ["BillingCore", httpTypes], swiftSettings: safe),

        // The look of all pages, and the only writer of HTML.
        .target(name: "PageKit", dependencies: [mustache], swiftSettings: safe),

        // libcurl and libyaml, each behind a module map and nothing else.
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .target(
            name: "CurlTransport",
            dependencies: ["BillingCore", "BillingHTTP", "CCurl", httpTypes],
            swiftSettings: strict
        ),

        // Tenant to provider, and the combined answer.
        .target(name: "BillingRouter", dependencies: ["BillingCore", crypto], swiftSettings: safe),
        .target(
            name: "BillingConfiguration",
            dependencies: ["BillingCore", "BillingRouter", "CYAML"],
            swiftSettings: strict
        ),

        // The two ways in, beside the CLI: the HTTP API, and a client of it.
        .target(
            name: "BillingServer",
            dependencies: [
                "BillingCore", "BillingHTTP", "BillingRouter", "PageKit", crypto, httpTypes, logging,
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: safe
        ),
        .target(
            name: "BillingClient",
            dependencies: ["BillingCore", "BillingHTTP", "BillingRouter", httpTypes],
            swiftSettings: safe
        ),

        // The providers. StandardProviders.swift lists them a second and last time.
        provider("Stripe"),
        provider("Mock", ["PageKit", .product(name: "GRDB", package: "GRDB.swift")]),

        // What a provider is tested with, ours or anybody's.
        .target(name: "BillingTesting", dependencies: ["BillingCore", "BillingHTTP", httpTypes], swiftSettings: safe),

        .executableTarget(
            name: "tollgate",
            dependencies: [
                "BillingCore", "BillingHTTP", "BillingRouter", "BillingConfiguration", "BillingServer", "BillingClient",
                "CurlTransport", "PageKit", "StripeProvider", "MockProvider", crypto, httpTypes, logging,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: safe
        ),

        // The tests. Those of the whole program are in Tests/EndToEnd, in Python, because they drive the built binary.
        tests("BillingCore", ["BillingCore"]),
        tests("BillingHTTP", ["BillingCore", "BillingHTTP", httpTypes]),
        tests("PageKit", ["PageKit"]),
        tests("BillingTesting", ["BillingCore", "BillingHTTP", "BillingTesting", httpTypes]),
        tests("BillingRouter", ["BillingCore", "BillingRouter", "BillingTesting"]),
        tests("BillingConfiguration", ["BillingConfiguration", "BillingCore", "BillingRouter"]),
        tests(
            "BillingClient",
            ["BillingClient", "BillingCore", "BillingHTTP", "BillingRouter", "BillingTesting", httpTypes]
        ),
        tests(
            "StripeDoor",
            [
                "BillingCore", "BillingHTTP", "BillingTesting", "MockProvider", "StripeProvider", httpTypes,
            ]
        ),
        tests("StripeProvider", ["BillingCore", "BillingHTTP", "BillingTesting", "StripeProvider", httpTypes]),
        tests(
            "MockProvider",
            [
                "BillingCore", "BillingHTTP", "BillingTesting", "MockProvider", "PageKit", httpTypes,
                .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        tests(
            "BillingServer",
            [
                "BillingCore", "BillingHTTP", "BillingRouter", "BillingServer", "PageKit", httpTypes, logging,
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        .testTarget(
            name: "CurlTransportTests",
            dependencies: ["CurlTransport", "BillingCore", "BillingHTTP", "CCurl", httpTypes],
            swiftSettings: strict,
            // One test stands in for the system's resolver: libcurl must find the test's `getaddrinfo` first.
            linkerSettings: [.unsafeFlags(["-Xlinker", "--export-dynamic-symbol=getaddrinfo"])]
        ),
    ]
)
