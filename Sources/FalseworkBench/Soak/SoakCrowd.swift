// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkTLS

/// Clients that come and go, all on the calling thread.
final class SoakCrowd {
  private let port: Int
  private let trust: TLSClientContext
  private let targets: SoakTargets
  private let clientCount: Int
  private let ready: ReadySet
  private var generator: SeededGenerator
  private var clients: [CInt: Member] = [:]
  private var startedCount = 0
  private(set) var tally = SoakTally()

  /// From here on a pause of ours can make the server give up on clients that behave.
  private static let pauseMax = Duration.seconds(3)

  private struct Member {
    let client: SoakClient
    var claim: SoakKind.Claim
    /// What the epoll set was told last.
    var interest: Interest
  }

  init(
    port: Int, trust: TLSClientContext, targets: SoakTargets, clientCount: Int, seed: UInt64
  ) throws(BenchFailure) {
    self.port = port
    self.trust = trust
    self.targets = targets
    self.clientCount = clientCount
    generator = SeededGenerator(seed: seed)
    ready = try ReadySet()
  }

  deinit {
    clients.values.forEach { $0.client.leave() }
  }

  var openCount: Int { clients.count }

  /// Keeps the crowd at its size until `end`.
  func mingle(until end: UInt64) throws(BenchFailure) {
    while BenchClock.now < end {
      while clients.count < clientCount { try admit() }
      try step(until: end)
    }
  }

  /// Lets the clients there are come to their ends, and makes those leave that are left then.
  func disperse(within patience: Duration) throws(BenchFailure) {
    let end = BenchClock.now + patience.nanoseconds
    while !clients.isEmpty, BenchClock.now < end { try step(until: end) }
    for descriptor in Array(clients.keys) {
      clients[descriptor]?.client.leave()
      try settle(descriptor)
    }
  }

  private func admit() throws(BenchFailure) {
    let script = SoakScript.draw(targets, using: &generator)
    let client = try SoakClient(
      script, port: port, turn: startedCount, trust: trust, now: BenchClock.now)
    startedCount += 1
    if let outcome = client.outcome { return tally.note(script, script.kind.claim, outcome) }
    clients[client.descriptor] = Member(
      client: client, claim: script.kind.claim, interest: client.interest)
    try ready.add(client.descriptor, client.interest)
  }

  private func step(until end: UInt64) throws(BenchFailure) {
    let begin = BenchClock.now
    let milliseconds = waitingTime(until: end)
    let count = ready.wait(milliseconds: milliseconds)
    let now = BenchClock.now
    let pause = Duration.nanoseconds(now - begin) - .milliseconds(milliseconds)
    if pause > Self.pauseMax { excuseAll() }
    for index in 0..<count {
      let descriptor = ready.descriptor(at: index)
      clients[descriptor]?.client.ready(ready.interest(at: index), now)
      try settle(descriptor)
    }
    for (descriptor, member) in clients where member.client.deadline.map({ $0 <= now }) ?? false {
      member.client.deadlinePassed(now)
      try settle(descriptor)
    }
  }

  /// Forgoes every claim, because nobody was served by us while the machine stood still.
  private func excuseAll() {
    for descriptor in Array(clients.keys) { clients[descriptor]?.claim = .nothing }
  }

  /// Milliseconds to the next deadline, rounded up.
  private func waitingTime(until end: UInt64) -> Int {
    let next = clients.values.compactMap(\.client.deadline).reduce(end, min)
    let now = BenchClock.now
    return next > now ? Int((next - now) / 1_000_000) + 1 : 0
  }

  /// Takes note of what a client wants now, or that it is gone.
  private func settle(_ descriptor: CInt) throws(BenchFailure) {
    guard let member = clients[descriptor] else { return }
    if let outcome = member.client.outcome {
      tally.note(member.client.script, member.claim, outcome)
      clients[descriptor] = nil
    } else if member.interest != member.client.interest {
      clients[descriptor]?.interest = member.client.interest
      ready.modify(descriptor, member.client.interest)
    }
  }
}
