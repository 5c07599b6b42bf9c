// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkHTTP

/// What a server serves: the composition's side of the connection.
///
/// All calls come on an event loop, so they must not wait.
public protocol HTTPService: Sendable {
  /// Returns what to do with a `CONNECT` to `authority`.
  ///
  /// Not asked in a tunnel or through a filter, where the answer is 501.
  func tunnel(to authority: HTTPAuthority) -> TunnelDecision

  /// Returns the filter of a connection that begins with TLS; `nil` to close it.
  func filter(inTunnelTo authority: HTTPAuthority?) -> (any ByteFilter)?

  /// Returns where the content goes of a request of which only the head has come; without a
  /// method of its own, to memory.
  ///
  /// Asked once for each request that announces content, before the client is told to send it.
  /// `memory` is as for `answer`.
  func intake(for request: ServerRequest, _ memory: inout AnyObject?) -> ContentIntake

  /// Returns the answer to a request that has arrived whole.
  ///
  /// `memory` is the service's own, one for each connection and empty at first. A client that
  /// sends the same head again is given the same object as its `head`, so what was understood of
  /// it can be kept there.
  func answer(_ request: ServerRequest, _ memory: inout AnyObject?) -> ServerAnswer

  /// Hears how an exchange ended; once for each.
  func finished(_ exchange: FinishedExchange)
}

extension HTTPService {
  /// Takes all content to memory.
  public func intake(for request: ServerRequest, _ memory: inout AnyObject?) -> ContentIntake {
    .memory
  }
}

/// What to do with a `CONNECT`.
public enum TunnelDecision: Sendable {
  /// Stand in for the host.
  case open
  /// Answer with this reply and close.
  case refuse(ServerReply)
}
