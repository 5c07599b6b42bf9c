// Falsework
// SPDX-License-Identifier: MIT

internal import ArgumentParser

/// How the measures of `http` are taken.
struct HTTPSettings: Sendable {
  /// The falsework program.
  let program: String
  let rounds: Int
  /// The length of a round in seconds.
  let seconds: Double
  let peer: Peer
  let console: Console

  /// With whom to compare.
  enum Peer: String, CaseIterable, ExpressibleByArgument, Sendable {
    case nginx
    case none
  }

  var roundTime: LoadLimit { .time(.milliseconds(Int(seconds * 1000))) }

  /// Before the first round every connection is made, and everything that is made once.
  var warmUpTime: LoadLimit { .time(.milliseconds(Int(seconds * 200))) }
}
