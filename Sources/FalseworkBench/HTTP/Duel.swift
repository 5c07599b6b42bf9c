// Falsework
// SPDX-License-Identifier: MIT

/// Rounds of the same load against both servers in turn.
struct Duel {
  /// One load against one server.
  struct Round {
    let load: LoadResult
    /// The time that processors spent on the server meanwhile.
    let processorSeconds: Double

    var processorSecondsPerRequest: Double { processorSeconds / Double(load.requestCount) }
  }

  private let measure: String
  private let circumstances: String
  private let ours: [Round]
  private let peer: [Round]

  /// Takes the rounds in turn, ours first.
  ///
  /// `circumstances`, such as `64 connections`, are a part of the name of each reading.
  init(
    _ measure: String, _ circumstances: String, _ arena: Arena, _ settings: HTTPSettings,
    connectionCount: Int, _ target: (Contestant) throws(BenchFailure) -> LoadTarget
  ) throws(BenchFailure) {
    self.measure = measure
    self.circumstances = circumstances
    settings.console.complain("\(measure): \(circumstances)")
    let ourCorner = try Corner(arena.ours, target, connectionCount, settings)
    let peerCorner = try arena.peer.map { contestant throws(BenchFailure) in
      try Corner(contestant, target, connectionCount, settings)
    }
    if let peerCorner { try Self.checkFairness(ourCorner, peerCorner) }
    var (ours, peer): ([Round], [Round]) = ([], [])
    for _ in 0..<settings.rounds {
      ours.append(try ourCorner.fight(settings.roundTime))
      if let peerCorner { peer.append(try peerCorner.fight(settings.roundTime)) }
    }
    (self.ours, self.peer) = (ours, peer)
  }

  private static func checkFairness(_ ours: Corner, _ peer: Corner) throws(BenchFailure) {
    let (left, right) = (ours.load.cipherSuite ?? "none", peer.load.cipherSuite ?? "none")
    guard left == right else {
      throw BenchFailure("the servers encrypt differently, with \(left) and \(right)")
    }
  }

  /// A quantity of the rounds.
  func reading(
    _ quantity: String, _ unit: Unit, target: Target? = nil, _ value: (Round) -> Double
  ) -> Reading {
    Reading(
      measure, "\(circumstances), \(quantity)", unit, ours: Samples(ours.map(value)),
      peer: peer.isEmpty ? nil : Samples(peer.map(value)), target: target)
  }

  func requestsPerSecond(_ quantity: String = "requests", target: Target? = nil) -> Reading {
    reading(quantity, .perSecond, target: target) { $0.load.requestsPerSecond }
  }

  func latency(_ share: Double, target: Target? = nil) -> Reading {
    reading("p\(Int(share * 100))", .seconds, target: target) { $0.load.latency(share) }
  }

  /// What the client's own cost cannot hide.
  func processorTime(per what: String = "request") -> Reading {
    reading("server's CPU time per \(what)", .seconds) { $0.processorSecondsPerRequest }
  }
}

/// One server with the load that is made on it.
private struct Corner {
  let load: LoadGenerator
  private let contestant: Contestant

  init(
    _ contestant: Contestant, _ target: (Contestant) throws(BenchFailure) -> LoadTarget,
    _ connectionCount: Int, _ settings: HTTPSettings
  ) throws(BenchFailure) {
    self.contestant = contestant
    load = try LoadGenerator(try target(contestant), connectionCount: connectionCount)
    _ = try load.run(settings.warmUpTime)
  }

  func fight(_ time: LoadLimit) throws(BenchFailure) -> Duel.Round {
    let before = ProcessFigures.processorSeconds(contestant.pids)
    let result = try load.run(time)
    let after = ProcessFigures.processorSeconds(contestant.pids)
    return Duel.Round(load: result, processorSeconds: after - before)
  }
}
