// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser

/// What `queue` measures.
enum QueueMeasure: String, CaseIterable, ExpressibleByArgument {
  case submits
  case polls
  case streams
  case restart

  /// The measures with a line each.
  static var list: String {
    allCases.map { "  \($0.rawValue): \($0.summary)" }.joined(separator: "\n")
  }

  /// The measure in a line of the help.
  var summary: String {
    switch self {
    case .submits: "durable submits over 64 connections, beside a loop of SQLite's commits"
    case .polls: "status requests beside 100 stored requests and beside many"
    case .streams: "many open status streams: memory, and how late their events come"
    case .restart: "from exec to the first status of one of many live requests"
    }
  }

  func readings(_ settings: QueueSettings) throws(BenchFailure) -> [Reading] {
    switch self {
    case .submits: try SubmitMeasure.readings(settings)
    case .polls: try PollMeasure.readings(settings)
    case .streams: try StreamMeasure.readings(settings)
    case .restart: try RestartMeasure.readings(settings)
    }
  }
}

/// How the measures of `queue` are taken.
struct QueueSettings: Sendable {
  /// The falsework program.
  let program: String
  let rounds: Int
  /// The length of a round in seconds.
  let seconds: Double
  let storedCount: Int
  let streamCount: Int
  let liveCount: Int
  let console: Console

  var roundTime: Duration { .milliseconds(Int(seconds * 1000)) }

  /// Before the first round every connection is made, and everything that is made once.
  var warmUpTime: Duration { roundTime / 5 }
}
