// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkTLS

/// The servers of one measure, freshly started.
struct Arena {
  let ours: Contestant
  let peer: Contestant?
  /// Trusts both servers, and speaks TLS 1.3 only.
  let trust: TLSClientContext
  /// The size of the mesh.
  let fileBytes: Int

  /// Runs `body` with a Falsework server whose requests take so long, and with its peer.
  static func with<Value>(
    _ settings: HTTPSettings, _ timing: FalseworkServer.Timing,
    _ body: (Arena) throws(BenchFailure) -> Value
  ) throws(BenchFailure) -> Value {
    try TemporaryFolder.with { folder throws(BenchFailure) in
      try FalseworkServer.with(settings.program, timing, in: folder) {
        server throws(BenchFailure) in
        let preparation = try Preparation(server, timing)
        switch settings.peer {
        case .none:
          return try body(Arena(preparation, nil))
        case .nginx:
          return try NginxServer.with(
            statusBytes: preparation.statusBytes, file: preparation.mesh, authorityOf: server,
            in: folder
          ) { nginx throws(BenchFailure) in
            try body(
              Arena(
                preparation, nginx.contestant(statusRequest: preparation.ours.status.request)))
          }
        }
      }
    }
  }

  private init(_ preparation: Preparation, _ peer: Contestant?) {
    ours = preparation.ours
    self.peer = peer
    trust = preparation.trust
    fileBytes = preparation.mesh.count
  }
}

/// What is asked of a server once, so that it can then be asked often.
private struct Preparation {
  let ours: Contestant
  let trust: TLSClientContext
  let statusBytes: Int
  /// The mesh of the request; empty while that is under way.
  let mesh: [UInt8]

  init(_ server: FalseworkServer, _ timing: FalseworkServer.Timing) throws(BenchFailure) {
    let accepted = try server.submit()
    let status = FalseworkServer.authorized(accepted.statusPath)
    let reply = try Exchange.perform(status, port: server.port)
    let code = timing == .instant ? 200 : 202
    guard reply.status == code else {
      throw BenchFailure("the status of a request was answered \(reply.status), not \(code)")
    }
    statusBytes = reply.content.count
    var file: WireRequest?
    switch timing {
    case .endless, .lifelike:
      mesh = []
    case .instant:
      let request = WireRequest.get(try server.meshPath(of: accepted))
      mesh = try Exchange.content(of: request, port: server.port)
      file = request
    }
    ours = Contestant(
      name: "falsework", pids: [server.process.pid], plainPort: server.port, tlsPort: server.port,
      status: (status, code), file: file)
    trust = try .trusting(server.certificateFile)
  }
}
