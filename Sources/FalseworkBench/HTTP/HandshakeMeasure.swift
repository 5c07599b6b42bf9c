// Falsework
// SPDX-License-Identifier: MIT

/// New TLS connections, without tickets of earlier ones.
///
/// A client has more work with a handshake than a server, because it verifies two signatures; the
/// server's own CPU time is told for that reason.
enum HandshakeMeasure {
  private static let connectionCount = 16

  static func readings(_ settings: HTTPSettings) throws(BenchFailure) -> [Reading] {
    let name = HTTPMeasure.handshakes.rawValue
    return try Arena.with(settings, .endless) { arena throws(BenchFailure) in
      let duel = try Duel(
        name, "\(connectionCount) at a time", arena, settings, connectionCount: connectionCount
      ) { contestant in
        var target = contestant.statusTarget(trusting: arena.trust)
        target.persistence = .connectionPerRequest
        return target
      }
      return [
        duel.requestsPerSecond("handshakes", target: .ratioAtLeast(0.8)),
        duel.latency(0.5), duel.latency(0.99), duel.processorTime(per: "handshake"),
      ]
    }
  }
}
