// swift-tools-version:6.2

import PackageDescription

/// Settings every Swift target shares, added in one loop at the end of this file.
let sharedSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
    .product(name: "NIOWebSocket", package: "swift-nio"),
]
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")

let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")

let package = Package(
    name: "frontdesk",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "frontdesk", targets: ["frontdesk"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        // Values and seams: imports nothing of ours.
        .target(name: "DeskModel"),
        .target(name: "TextAnalysis", dependencies: ["CStemmer"]),

        // C and C++ libraries, each imported by exactly one Swift target.
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CMD4C", pkgConfig: "md4c", providers: [.apt(["libmd4c-dev"])]),
        .systemLibrary(name: "CPoppler", pkgConfig: "poppler-glib", providers: [.apt(["libpoppler-glib-dev"])]),
        .systemLibrary(name: "CProcess"),
        .systemLibrary(name: "CQREncode", providers: [.apt(["libqrencode-dev"])]),
        .systemLibrary(name: "CStemmer", providers: [.apt(["libstemmer-dev"])]),
        .systemLibrary(name: "CUchardet", pkgConfig: "uchardet", providers: [.apt(["libuchardet-dev"])]),
        .systemLibrary(name: "CLibXMLSystem", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "CLibXML", dependencies: ["CLibXMLSystem"]),
        .target(name: "CDashboard"),
        .target(name: "COpenAPI"),
        // Opens OpenVINO's library from models/ at run time, so that a build needs nothing of it.
        .target(name: "COpenVINO"),
        .target(
            name: "CFaiss",
            cxxSettings: [.headerSearchPath("openmp")],
            linkerSettings: [
                .linkedLibrary("faiss"), .linkedLibrary("gomp"), .linkedLibrary("openblas"), .linkedLibrary("m"),
            ]),

        // One concern each; blocking C stays inside.
        .target(name: "GzipEncoding", dependencies: ["CZlib"]),
        .target(name: "Transfer", dependencies: ["CCurl"]),
        .target(
            name: "Storage",
            dependencies: ["DeskModel", "TextAnalysis", crypto, .product(name: "GRDB", package: "GRDB.swift")]),
        .target(name: "VectorIndex", dependencies: ["DeskModel", "CFaiss", logging, lifecycle]),
        .target(
            name: "Ingest",
            dependencies: [
                "DeskModel", "TextAnalysis", "CPoppler", "CProcess", "CLibXML", "CMD4C", "CUchardet", "CZip", logging,
                lifecycle,
            ]),
        .target(
            name: "ModelProviders",
            dependencies: [
                "DeskModel", "Transfer", "COpenVINO", crypto, logging,
                .product(name: "DequeModule", package: "swift-collections"),
            ]),
        .target(name: "Answering", dependencies: ["DeskModel", "TextAnalysis", crypto, logging]),
        .target(name: "Accounts", dependencies: ["DeskModel", "CQREncode", crypto, cryptoExtras]),
        .target(name: "Evaluation", dependencies: ["DeskModel", "Answering", "TextAnalysis"]),
        .target(
            name: "Dialogue",
            dependencies: [
                "DeskModel", "Answering", "TextAnalysis", logging, lifecycle,
                .product(name: "DequeModule", package: "swift-collections"),
            ]),

        .target(name: "Delivery", dependencies: ["DeskModel", "Transfer", crypto, logging, lifecycle]),
        .target(name: "Channels", dependencies: ["DeskModel", "Dialogue", "TextAnalysis", crypto, logging, lifecycle]),

        // The network face.
        .target(
            name: "WebSocketUpgrade",
            dependencies: nio + [
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                logging, lifecycle,
            ]),
        .target(
            name: "ChatServer",
            dependencies: [
                "CDashboard", "COpenAPI", "DeskModel", "Accounts", "Dialogue", "Channels", "Answering", "GzipEncoding",
                "WebSocketUpgrade", crypto, logging,
                lifecycle,
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            // Embedded by COpenAPI and CDashboard.
            exclude: ["openapi.json", "Dashboard/Templates", "Dashboard/Assets", "Dashboard/Texts/Tables"],
            resources: [.embedInCode("Pages")]),
        .executableTarget(
            name: "frontdesk",
            dependencies: nio + [
                "DeskModel", "Storage", "VectorIndex", "Ingest", "ModelProviders", "Transfer", "Answering",
                "Evaluation", "Accounts", "Dialogue", "Delivery", "Channels", "ChatServer", "TextAnalysis", logging,
                lifecycle,
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Hummingbird", package: "hummingbird"),
            ]),

        // `make bench`: the figures of docs/benchmarks.md, each against its peer in one run.
        .executableTarget(
            name: "frontdesk-bench",
            dependencies: [
                "DeskModel", "Storage", "VectorIndex", "Ingest", "ModelProviders", "Answering", "TextAnalysis",
                "Channels", logging, lifecycle, .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks",
            exclude: ["Peers"]),

        // One test target per source target.
        .target(name: "LoopbackServer", path: "Tests/LoopbackServer"),
        .target(name: "MailServer", path: "Tests/MailServer", exclude: ["smtp_server.py"]),
        .testTarget(name: "DeskModelTests", dependencies: ["DeskModel"]),
        .testTarget(name: "TextAnalysisTests", dependencies: ["TextAnalysis"]),
        .testTarget(name: "TransferTests", dependencies: ["Transfer", "LoopbackServer"]),
        .testTarget(name: "StorageTests", dependencies: ["Storage", "DeskModel", "TextAnalysis"]),
        .testTarget(
            name: "VectorIndexTests",
            dependencies: [
                "VectorIndex", "DeskModel", "CFaiss", logging, lifecycle,
                .product(name: "ServiceLifecycleTestKit", package: "swift-service-lifecycle"),
            ]),
        .testTarget(
            name: "IngestTests",
            dependencies: [
                "Ingest", "DeskModel", "TextAnalysis", "Storage", "VectorIndex", "frontdesk", logging, lifecycle,
            ]),
        .testTarget(
            name: "ModelProvidersTests", dependencies: ["ModelProviders", "Transfer", "DeskModel", "LoopbackServer"],
            exclude: ["Local/Fixtures"]),
        .testTarget(name: "AnsweringTests", dependencies: ["Answering", "DeskModel", "TextAnalysis", logging]),
        .testTarget(name: "EvaluationTests", dependencies: ["Evaluation"]),
        .testTarget(
            name: "DialogueTests", dependencies: ["Dialogue", "Answering", "DeskModel", "Storage", logging, lifecycle]),
        .testTarget(
            name: "DeliveryTests",
            dependencies: [
                "Delivery", "DeskModel", "Storage", "Transfer", "LoopbackServer", "MailServer", logging,
            ]),
        .testTarget(name: "ChannelsTests", dependencies: ["Channels", "DeskModel", crypto]),
        .testTarget(
            name: "WebSocketUpgradeTests",
            dependencies: nio + [
                "WebSocketUpgrade",
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                logging, lifecycle,
            ]),
        .testTarget(name: "AccountsTests", dependencies: ["Accounts", "DeskModel", "Storage"]),
        .testTarget(
            name: "ChatServerTests", dependencies: ["ChatServer", "Accounts", "DeskModel", "GzipEncoding", logging]),
        .testTarget(name: "GzipEncodingTests", dependencies: ["GzipEncoding"]),
        // The built program over its public contract: real sockets, real files, kill -9.
        .testTarget(
            name: "EndToEndTests",
            dependencies: nio + [
                "frontdesk", "Channels", "ChatServer", "DeskModel", "Transfer", "LoopbackServer", "MailServer",
            ]),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)

for target in package.targets where target.type != .system {
    target.swiftSettings = (target.swiftSettings ?? []) + sharedSettings
}
