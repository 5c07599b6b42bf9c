// Falsework
// SPDX-License-Identifier: MIT

/// An address to listen on, and the name under which clients on this machine reach it.
struct ServerAddress {
  let host: String
  let port: Int

  /// The authority for URLs: a wildcard address is reached by loopback.
  var reachable: String {
    switch host {
    case "0.0.0.0": "127.0.0.1:\(port)"
    case "::": "[::1]:\(port)"
    default: host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
  }
}
