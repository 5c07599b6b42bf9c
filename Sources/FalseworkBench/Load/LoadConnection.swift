// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkTLS

/// One of a load's connections, which has at most one request under way.
struct LoadConnection {
  enum Stage {
    case closed
    case shakingHands
    case waiting
    case resting
  }

  let socket: ClientSocket
  let session: TLSClientSession?
  var reader = ResponseReader()
  var stage = Stage.resting
  /// When the request under way was sent; with a connection per request, when connecting began.
  var start: UInt64

  /// A connection that has just been made.
  init(_ socket: ClientSocket, _ session: TLSClientSession?, start: UInt64) {
    self.socket = socket
    self.session = session
    self.start = start
  }

  /// A connection that is still to be made.
  init() {
    self.init(ClientSocket(descriptor: -1), nil, start: 0)
    stage = .closed
  }
}
