// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkTLS

/// What a load asks of whom, and what it must get.
package struct LoadTarget: Sendable {
  /// How the load's bytes travel.
  enum Transport: Sendable {
    case plain
    /// TLS with a certificate for `localhost` that the context trusts.
    case tls(TLSClientContext)
  }

  /// How long a connection is used.
  enum Persistence: Sendable {
    case keepAlive
    /// Every request has a connection of its own.
    case connectionPerRequest
  }

  /// Who is asked, for messages.
  let name: String
  let port: Int
  /// What is asked, one after the other and over again.
  let requests: [WireRequest]
  /// The one status that is accepted.
  let status: Int
  var transport = Transport.plain
  var persistence = Persistence.keepAlive
  /// How long replies are held back on purpose; latencies are then how far from it they come.
  package var delay = Duration.zero

  /// A load of plain requests over connections that are kept.
  package init(name: String, port: Int, request: WireRequest, status: Int) {
    self.init(name: name, port: port, requests: [request], status: status)
  }

  /// A load of several plain requests in turn over connections that are kept.
  package init(name: String, port: Int, requests: [WireRequest], status: Int) {
    precondition(!requests.isEmpty, "a load asks for something")
    self.name = name
    self.port = port
    self.requests = requests
    self.status = status
  }
}
