// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol

/// The way by which a client came in, which the URLs in replies mirror.
///
/// So no client is ever sent to the real fal: it stays on the road it already is on.
enum Door: Sendable, Hashable {
  /// By fal's own host names: through `CONNECT`, as a forward proxy, or by name resolution.
  case hosts(scheme: String, port: Int?)
  /// By this server's own address, where the first path segment may name a host of fal's;
  /// `bareQueue` when it named none and the queue was meant.
  case mounts(origin: String, bareQueue: Bool)

  /// The URL under which this client reaches a host of fal's, without a trailing slash.
  func base(of host: FalHost) -> String {
    switch self {
    case .hosts(let scheme, let port):
      "\(scheme)://\(host.name)\(port.map { ":\($0)" } ?? "")"
    case .mounts(let origin, bareQueue: true) where host == .queue:
      origin
    case .mounts(let origin, _):
      "\(origin)/\(host.name)"
    }
  }
}
