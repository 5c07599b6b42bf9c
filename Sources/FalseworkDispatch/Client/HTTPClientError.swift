// Falsework
// SPDX-License-Identifier: MIT

/// Why a request had no reply, in one sentence that quotes nothing of request and reply.
public struct HTTPClientError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of trouble it is.
  public let code: Code
  /// What happened.
  public let description: String

  /// The kinds of trouble, an open vocabulary.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    /// The code's stable spelling.
    public let description: String

    private init(_ description: String) {
      self.description = description
    }

    /// The name of the host has no address, or its resolution takes too long.
    public static let unresolved = Code("unresolved")
    /// The address may not be dialled by the policy.
    public static let forbidden = Code("forbidden")
    /// Nothing listens there.
    public static let refused = Code("refused")
    /// There is no way there.
    public static let unreachable = Code("unreachable")
    /// The reply was not whole in time.
    public static let timedOut = Code("timed-out")
    /// TLS failed: the certificate, or the peer speaks something else.
    public static let tls = Code("tls")
    /// The connection ended before the reply did.
    public static let broken = Code("broken")
    /// The reply is not HTTP.
    public static let malformed = Code("malformed")
    /// The reply is larger than a limit.
    public static let tooLarge = Code("too-large")
    /// There are too many requests under way already.
    public static let busy = Code("busy")
    /// The client was stopped, or the task cancelled.
    public static let stopped = Code("stopped")
    /// The system has refused a resource.
    public static let system = Code("system")
  }

  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }

  /// Whether another address of the same host may be tried, as nothing was sent to this one.
  var isAboutAddress: Bool { code == .refused || code == .unreachable }
}
