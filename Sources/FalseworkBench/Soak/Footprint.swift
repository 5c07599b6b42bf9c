// Falsework
// SPDX-License-Identifier: MIT

internal import Glibc

/// What a server holds of the system's resources at one moment.
package struct Footprint: Sendable, Equatable {
  package var descriptors: Int
  package var threads: Int
  /// The connections that are established, or closed by the client alone.
  package var connections: Int
  package var residentBytes: Int

  package init(descriptors: Int, threads: Int, connections: Int, residentBytes: Int) {
    self.descriptors = descriptors
    self.threads = threads
    self.connections = connections
    self.residentBytes = residentBytes
  }

  init(of server: FalseworkServer) {
    let pid = server.process.pid
    self.init(
      descriptors: ProcessFigures.descriptorCount(pid), threads: ProcessFigures.threadCount(pid),
      connections: ProcessFigures.connectionCount(pid, port: server.port),
      residentBytes: ProcessFigures.residentBytes([pid]))
  }

  /// What may be held more than before without being called a leak.
  ///
  /// The store opens its second reader, two descriptors, when it first needs it. Dispatch keeps a
  /// thread or two more or less. The store remembers recent requests, and the allocator keeps what
  /// the peak of the load took.
  package static let tolerance = Footprint(
    descriptors: 2, threads: 2, connections: 0, residentBytes: 32_000_000)

  /// One resource, before and after.
  package struct Comparison: Sendable, Equatable {
    package let name: String
    package let before: Int
    package let after: Int
    package let tolerance: Int
    package let unit: Unit

    /// Whether more was left behind than is tolerated.
    package var isLeak: Bool { after - before > tolerance }
  }

  /// Compares with an earlier footprint, resource by resource.
  package func compared(to before: Footprint) -> [Comparison] {
    [
      ("descriptors", \Footprint.descriptors, Unit.count), ("threads", \.threads, .count),
      ("open connections", \.connections, .count), ("memory", \.residentBytes, .bytes),
    ].map { name, path, unit in
      Comparison(
        name: name, before: before[keyPath: path], after: self[keyPath: path],
        tolerance: Self.tolerance[keyPath: path], unit: unit)
    }
  }

  /// Waits until nothing changes any more, or for two minutes, and returns what is held then.
  static func atRest(of server: FalseworkServer) -> Footprint {
    let end = BenchClock.now + restTimeout.nanoseconds
    var footprint = Footprint(of: server)
    var unchangedSince = BenchClock.now
    while BenchClock.now < end {
      BenchClock.nap(.milliseconds(250))
      let now = Footprint(of: server)
      let isSame =
        now.connections == 0 && now.threads == footprint.threads
        && now.descriptors == footprint.descriptors
      if !isSame { unchangedSince = BenchClock.now }
      footprint = now
      if BenchClock.now - unchangedSince >= restTime.nanoseconds { break }
    }
    return footprint
  }

  /// Dispatch keeps idle threads for 5 seconds.
  private static let restTime = Duration.seconds(8)
  /// Longer than any timeout of the server.
  private static let restTimeout = Duration.seconds(120)
}
