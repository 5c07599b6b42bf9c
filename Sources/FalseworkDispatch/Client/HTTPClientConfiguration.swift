// Falsework
// SPDX-License-Identifier: MIT

/// The settings of a client, each with its default.
public struct HTTPClientConfiguration: Sendable {
  /// Makes the filter of a connection to a host by `https`.
  public typealias Security = @Sendable (_ host: String) throws -> any ByteFilter

  /// How event loops learn which sockets are ready.
  public var readiness = Readiness.epoll
  /// The most requests under way at a time; one more fails as `busy`.
  public var requestCountMax = 256
  /// Which addresses may be dialled.
  public var addresses = AddressPolicy.anywhere
  /// Makes TLS; nil where `https` is not spoken.
  public var security: Security?

  /// Creates settings with the defaults.
  public init() {}
}
