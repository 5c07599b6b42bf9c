// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkTLS
internal import Glibc

/// A server that is measured, and what is asked of it.
struct Contestant {
  let name: String
  /// The processes whose time and memory are the server's.
  let pids: [pid_t]
  let plainPort: Int
  let tlsPort: Int
  /// A small reply, and its status.
  let status: (request: WireRequest, code: Int)
  /// A mesh.
  let file: WireRequest?

  /// Status requests over plain connections.
  var statusTarget: LoadTarget {
    LoadTarget(name: name, port: plainPort, request: status.request, status: status.code)
  }

  /// Status requests over TLS.
  func statusTarget(trusting context: TLSClientContext) -> LoadTarget {
    var target = LoadTarget(
      name: name, port: tlsPort, request: status.request, status: status.code)
    target.transport = .tls(context)
    return target
  }
}
