// Falsework
// SPDX-License-Identifier: MIT

/// The rooms of the house and which way its doors open.
enum FloorPlan {
  /// A storey: a room uses rooms of its own storey and of those below.
  enum Storey: Int, Comparable {
    /// No sockets, files, clocks, threads or randomness.
    case pure
    /// Each wraps one piece of the outside world.
    case adapter
    case composition

    static func < (left: Storey, right: Storey) -> Bool { left.rawValue < right.rawValue }
  }

  struct Room: Equatable {
    var name: String
    var storey: Storey
    /// Our own targets and the modules of packages that the room may import.
    var imports: Set<String> = []
  }

  /// From the bottom up: a room uses only what stands above it in this list.
  static let rooms = [
    Room(name: "FalseworkJSON", storey: .pure),
    Room(name: "FalseworkHTTP", storey: .pure, imports: ["HTTPTypes"]),
    Room(name: "FalseworkOpenAPI", storey: .pure, imports: ["FalseworkJSON"]),
    Room(name: "FalseworkProtocol", storey: .pure, imports: ["FalseworkJSON", "HTTPTypes"]),
    Room(
      name: "FalseworkJournal", storey: .pure,
      imports: ["FalseworkJSON", "FalseworkProtocol", "HTTPTypes"]),
    Room(
      name: "FalseworkQueue", storey: .pure,
      imports: ["FalseworkJSON", "FalseworkProtocol", "HeapModule"]),
    Room(
      name: "FalseworkFaults", storey: .pure,
      imports: [
        "FalseworkJSON", "FalseworkHTTP", "FalseworkProtocol", "FalseworkQueue", "HTTPTypes",
      ]),
    Room(name: "FalseworkMesh", storey: .pure, imports: ["FalseworkJSON"]),
    Room(
      name: "FalseworkContract", storey: .pure,
      imports: [
        "FalseworkJSON", "FalseworkOpenAPI", "FalseworkProtocol", "FalseworkJournal",
        "FalseworkQueue", "FalseworkFaults", "HTTPTypes",
      ]),

    Room(name: "COpenSSL", storey: .adapter),
    Room(name: "CLinux", storey: .adapter),
    Room(name: "CPNG", storey: .adapter),
    Room(name: "CTurboJPEG", storey: .adapter),
    Room(name: "CWebP", storey: .adapter),
    Room(
      name: "FalseworkStore", storey: .adapter,
      imports: ["FalseworkJSON", "FalseworkProtocol", "FalseworkQueue", "GRDB"]),
    Room(
      name: "FalseworkDispatch", storey: .adapter,
      imports: ["FalseworkHTTP", "CLinux", "HTTPTypes", "HeapModule"]),
    Room(name: "FalseworkTLS", storey: .adapter, imports: ["COpenSSL", "FalseworkDispatch"]),
    Room(
      name: "FalseworkImage", storey: .adapter,
      imports: ["FalseworkMesh", "CPNG", "CTurboJPEG", "CWebP"]),

    Room(
      name: "Falsework", storey: .composition,
      imports: [
        "FalseworkJSON", "FalseworkHTTP", "FalseworkOpenAPI", "FalseworkProtocol",
        "FalseworkJournal", "FalseworkQueue", "FalseworkFaults", "FalseworkMesh",
        "FalseworkStore", "FalseworkDispatch", "FalseworkTLS", "FalseworkImage", "HTTPTypes",
        "HeapModule", "Logging", "Yams",
      ]),
    Room(
      name: "FalseworkTesting", storey: .composition,
      imports: [
        "Falsework", "FalseworkContract", "FalseworkJournal", "FalseworkQueue", "FalseworkFaults",
        "Logging",
      ]),
    Room(
      name: "FalseworkCommand", storey: .composition,
      imports: [
        "Falsework", "FalseworkJSON", "FalseworkHTTP", "FalseworkOpenAPI", "FalseworkProtocol",
        "FalseworkJournal", "FalseworkQueue", "FalseworkFaults", "FalseworkMesh",
        "FalseworkImage", "FalseworkContract", "FalseworkDispatch", "FalseworkTLS", "CLinux",
        "HTTPTypes", "ArgumentParser", "Logging",
      ]),
    Room(name: "falsework", storey: .composition, imports: ["FalseworkCommand"]),
    Room(
      name: "FalseworkBench", storey: .composition,
      imports: [
        "FalseworkJSON", "FalseworkOpenAPI", "FalseworkProtocol", "FalseworkJournal",
        "FalseworkMesh", "FalseworkImage", "FalseworkContract", "FalseworkDispatch",
        "FalseworkTLS", "CLinux", "ArgumentParser", "GRDB",
      ]),
    Room(name: "falsework-bench", storey: .composition, imports: ["FalseworkBench"]),
  ]

  /// Modules of packages, which a room must declare.
  static let packageModules: Set = [
    "HTTPTypes", "Logging", "HeapModule", "GRDB", "ArgumentParser", "Yams",
  ]

  /// Modules that come with the toolchain, which rooms above the pure ones may use undeclared.
  static let systemModules: Set = [
    "Foundation", "FoundationNetworking", "FoundationXML", "Dispatch", "Glibc",
    "Synchronization", "Testing",
  ]

  static let pureRooms = Set(rooms.filter { $0.storey == .pure }.map(\.name))
}
