// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkHTTP

/// The limits of a server, each with its default.
public struct ServerConfiguration: Sendable {
  /// The address to listen on: a numeric one, or `localhost`.
  public var host = "127.0.0.1"
  /// The port to listen on; 0 asks the system for a free one.
  public var port = 0
  /// The number of event loops.
  public var loopCount = 2
  /// How event loops learn which sockets are ready.
  public var readiness = Readiness.epoll
  /// The most connections at a time; one more is answered 503 and closed.
  public var connectionCountMax = 20_000
  /// The most content in one request that is kept in memory, head and fields.
  public var limits = HTTPLimits()
  /// The most content in one request that is written to a file.
  public var fileBytesMax = fileBytesMaxDefault
  /// The default of `fileBytesMax`: 1 GiB.
  public static let fileBytesMaxDefault = 1 << 30
  /// How long a connection may rest between requests.
  public var idleTimeout: Duration = .seconds(75)
  /// How long the head of a request, or the TLS handshake, may take from its first byte on.
  public var headTimeout: Duration = .seconds(20)
  /// How long a body may stop arriving.
  public var bodyStallTimeout: Duration = .seconds(30)
  /// How long a peer may take nothing of a reply.
  public var writeStallTimeout: Duration = .seconds(60)
  /// How long a connection lingers after the last reply, so that the peer can read it
  /// (RFC 9112 §9.6).
  public var lingerTimeout: Duration = .seconds(2)
  /// How long a connection stays that is stalled on purpose.
  public var stallTimeout: Duration = .seconds(600)

  /// Creates a configuration with the defaults.
  public init() {}

  /// The limits of a request whose content may yet go either way.
  var machineLimits: HTTPLimits {
    var limits = limits
    limits.bodyBytesMax = max(limits.bodyBytesMax, fileBytesMax)
    return limits
  }
}
