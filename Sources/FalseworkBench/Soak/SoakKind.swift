// Falsework
// SPDX-License-Identifier: MIT

/// How a client of the soak behaves.
package enum SoakKind: String, CaseIterable, Sendable {
  /// Asks for the status again and again.
  case poller
  /// Submits, and fetches a result and its mesh.
  case fetcher
  /// Sends the end of a request byte by byte.
  case dripper
  /// Closes its sending side before it reads the reply.
  case halfCloser
  /// Connects and says nothing.
  case mute
  /// Stops in the middle of a head.
  case headStaller
  /// Stops in the middle of a body.
  case bodyStaller
  /// Resets the connection anywhere, also during a handshake.
  case resetter
  /// Reads a mesh in sips.
  case sipper
  /// Asks for a mesh and goes before it is there.
  case abandoner

  /// What the server owes such a client.
  package enum Claim: Sendable {
    /// Every reply.
    case replies
    /// Nothing: it may be timed out or cut off.
    case nothing
  }

  /// What the server owes such a client.
  package var claim: Claim {
    switch self {
    case .poller, .fetcher, .dripper, .halfCloser: .replies
    case .mute, .headStaller, .bodyStaller, .resetter, .sipper, .abandoner: .nothing
    }
  }
}
