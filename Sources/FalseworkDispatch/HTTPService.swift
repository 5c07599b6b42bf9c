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

  /// Returns what to do with a connection that begins with TLS.
  func filter(inTunnelTo authority: HTTPAuthority?) -> FilterDecision

  /// Returns where the content goes of a request of which only the head has come; without a
  /// method of its own, to memory.
  ///
  /// Asked once for each request that announces content, before the client is told to send it.
  /// `memory` is as for `answer`.
  func intake(for request: ServerRequest, _ memory: inout AnyObject?) -> ContentIntake

  /// Returns something of the service's own that goes with a request to `answer` and `finished`;
  /// without a method of its own, nothing.
  ///
  /// Asked once for each request that has arrived whole, before its answer is. `memory` is as for
  /// `answer`.
  func note(on request: ServerRequest, _ memory: inout AnyObject?) -> (any Sendable)?

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

  /// Notes nothing.
  public func note(on request: ServerRequest, _ memory: inout AnyObject?) -> (any Sendable)? {
    nil
  }
}

/// What to do with a `CONNECT`.
public enum TunnelDecision: Sendable {
  /// Stand in for the host.
  case open
  /// Answer with this reply and close.
  case refuse(ServerReply)
  /// Answer nothing, and end the connection like this.
  case end(WireEnding)
}

/// What to do with a connection that begins with TLS.
public enum FilterDecision {
  /// Let its bytes pass this filter.
  case filter(any ByteFilter)
  /// Answer nothing, and end the connection like this.
  case end(WireEnding)
}
