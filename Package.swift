// swift-tools-version: 6.2
// Falsework
// SPDX-License-Identifier: MIT

import PackageDescription

/// One set of settings for every target of ours.
let strict: [SwiftSetting] = [
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
  .enableUpcomingFeature("ExistentialAny"),
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
  .enableUpcomingFeature("InternalImportsByDefault"),
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

func room(
  _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil
) -> Target {
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// What several targets of tests share.
func support(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "Tests/\(name)", swiftSettings: strict)
}

let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let heap: Target.Dependency = .product(name: "HeapModule", package: "swift-collections")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let arguments: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")

/// The settings that link the Swift libraries into the program.
///
/// So it runs where Swift is not installed, starts in a third of the time and takes less memory.
/// Users of the `Falsework` library do not meet these flags.
let selfContained = LinkerSetting.unsafeFlags(
  [
    "-use-ld=lld", "-static-stdlib", "-lFoundationEssentials", "-lFoundationInternationalization",
    "-lCoreFoundation", "-l_FoundationICU", "-l_FoundationCollections", "-l_FoundationCShims",
    // Nobody looks symbols up in a program; without the table less of it is kept and mapped.
    "-Xlinker", "--no-export-dynamic",
  ],
  .when(platforms: [.linux], configuration: .release))

let package = Package(
  name: "falsework",
  products: [
    .library(name: "Falsework", targets: ["Falsework"]),
    .library(name: "FalseworkContract", targets: ["FalseworkContract"]),
    .library(name: "FalseworkTesting", targets: ["FalseworkTesting"]),
    .executable(name: "falsework", targets: ["falsework"]),
    .executable(name: "falsework-bench", targets: ["falsework-bench"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // Pure: no sockets, files, clocks, threads or randomness of their own.
    room("FalseworkJSON"),
    room("FalseworkHTTP", [httpTypes]),
    room("FalseworkOpenAPI", ["FalseworkJSON"]),
    room("FalseworkProtocol", ["FalseworkJSON", httpTypes]),
    room("FalseworkJournal", ["FalseworkJSON", "FalseworkProtocol", httpTypes]),
    room("FalseworkQueue", ["FalseworkJSON", "FalseworkProtocol", heap]),
    room(
      "FalseworkFaults",
      ["FalseworkJSON", "FalseworkHTTP", "FalseworkProtocol", "FalseworkQueue", httpTypes]),
    room("FalseworkMesh", ["FalseworkJSON"]),

    // Judges a client by what it did on the wire; never imports the mock.
    room(
      "FalseworkContract",
      [
        "FalseworkJSON", "FalseworkOpenAPI", "FalseworkProtocol", "FalseworkJournal",
        "FalseworkQueue", "FalseworkFaults", httpTypes,
      ]),

    // Adapters: each wraps one piece of the outside world.
    .systemLibrary(
      name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(
      name: "CTurboJPEG", pkgConfig: "libturbojpeg", providers: [.apt(["libturbojpeg0-dev"])]),
    .systemLibrary(
      name: "CWebP", pkgConfig: "libwebpdemux", providers: [.apt(["libwebp-dev"])]),
    room("FalseworkStore", ["FalseworkJSON", "FalseworkProtocol", "FalseworkQueue", grdb]),
    room("FalseworkDispatch", ["FalseworkHTTP", "CLinux", httpTypes, heap]),
    room("FalseworkTLS", ["COpenSSL", "FalseworkDispatch"]),
    room("FalseworkImage", ["FalseworkMesh", "CPNG", "CTurboJPEG", "CWebP"]),

    // Composition.
    room(
      "Falsework",
      [
        "FalseworkJSON", "FalseworkHTTP", "FalseworkOpenAPI", "FalseworkProtocol",
        "FalseworkJournal", "FalseworkQueue", "FalseworkFaults", "FalseworkMesh",
        "FalseworkStore", "FalseworkDispatch", "FalseworkTLS", "FalseworkImage", heap, httpTypes,
        logging, yams,
      ],
      resources: [.copy("../../openapi"), .copy("../../Fixtures/scenarios")]),
    // For tests of Swift clients.
    room(
      "FalseworkTesting",
      [
        "Falsework", "FalseworkContract", "FalseworkJournal", "FalseworkQueue", "FalseworkFaults",
        logging,
      ]),
    room(
      "FalseworkCommand",
      [
        "Falsework", "FalseworkJSON", "FalseworkHTTP", "FalseworkOpenAPI", "FalseworkProtocol",
        "FalseworkJournal", "FalseworkQueue", "FalseworkFaults", "FalseworkMesh",
        "FalseworkImage", "FalseworkContract", "FalseworkDispatch", "FalseworkTLS", "CLinux",
        httpTypes, arguments, logging,
      ]),
    .executableTarget(
      name: "falsework", dependencies: ["FalseworkCommand"], swiftSettings: strict,
      linkerSettings: [selfContained]),

    // Measures the program from the outside, and how fast bodies are judged.
    room(
      "FalseworkBench",
      [
        "FalseworkJSON", "FalseworkOpenAPI", "FalseworkProtocol", "FalseworkJournal",
        "FalseworkMesh", "FalseworkImage", "FalseworkContract", "FalseworkDispatch",
        "FalseworkTLS", "CLinux", arguments, grdb,
      ]),
    .executableTarget(
      name: "falsework-bench", dependencies: ["FalseworkBench"], swiftSettings: strict),

    support(
      "FalseworkTestSupport",
      ["CLinux", "FalseworkDispatch", "FalseworkHTTP", "FalseworkTLS", httpTypes]),
    tests("FalseworkJSONTests", ["FalseworkTestSupport", "FalseworkJSON"]),
    tests("FalseworkHTTPTests", ["FalseworkHTTP", httpTypes]),
    tests("FalseworkOpenAPITests", ["FalseworkTestSupport", "FalseworkOpenAPI", "FalseworkJSON"]),
    tests("FalseworkProtocolTests", ["FalseworkProtocol", "FalseworkJSON", httpTypes]),
    tests(
      "FalseworkJournalTests",
      ["FalseworkJournal", "FalseworkProtocol", "FalseworkJSON", httpTypes]),
    tests("FalseworkQueueTests", ["FalseworkQueue", "FalseworkProtocol", "FalseworkJSON"]),
    tests(
      "FalseworkFaultsTests",
      [
        "FalseworkFaults", "FalseworkJSON", "FalseworkHTTP", "FalseworkProtocol",
        "FalseworkQueue", httpTypes,
      ]),
    tests("FalseworkMeshTests", ["FalseworkMesh", "FalseworkJSON"]),
    tests("FalseworkImageTests", ["FalseworkImage", "FalseworkMesh"]),
    tests(
      "FalseworkContractTests",
      [
        "FalseworkContract", "FalseworkJSON", "FalseworkOpenAPI", "FalseworkProtocol",
        "FalseworkJournal", "FalseworkFaults", httpTypes,
      ]),
    tests(
      "FalseworkStoreTests",
      [
        "FalseworkTestSupport", "FalseworkStore", "FalseworkQueue", "FalseworkProtocol",
        "FalseworkJSON", grdb,
      ]),
    tests(
      "FalseworkDispatchTests", ["FalseworkDispatch", "FalseworkHTTP", httpTypes]),
    tests(
      "FalseworkTLSTests",
      [
        "FalseworkTestSupport", "FalseworkTLS", "FalseworkDispatch", "FalseworkHTTP", "COpenSSL",
        httpTypes,
      ]),
    tests(
      "FalseworkTests",
      [
        "FalseworkTestSupport",
        "Falsework", "FalseworkJSON", "FalseworkHTTP", "FalseworkFaults", "FalseworkMesh",
        "FalseworkOpenAPI", "FalseworkProtocol", "FalseworkQueue", "FalseworkDispatch",
        "FalseworkTLS", httpTypes,
        logging,
      ]),
    tests(
      "FalseworkCommandTests",
      [
        "FalseworkTestSupport", "FalseworkCommand", "FalseworkJSON", "FalseworkHTTP",
        "FalseworkFaults", "FalseworkMesh", "FalseworkImage", "FalseworkProtocol",
        "FalseworkQueue", "FalseworkDispatch", "FalseworkTLS", httpTypes, grdb,
      ]),
    tests(
      "FalseworkTestingTests",
      [
        "FalseworkTesting", "Falsework", "FalseworkContract", "FalseworkQueue", "FalseworkJSON",
      ]),
    tests("FalseworkBenchTests", ["FalseworkBench", "FalseworkJSON"]),
    tests("TidyTests", ["FalseworkTestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)
