// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// A server under a scenario, and polls of its one request, which is done.
struct FaultsServer {
  let server: FalseworkServer
  var target: LoadTarget

  /// Runs `body` with a server under a scenario, or under none.
  static func with<Value>(
    _ settings: FaultsSettings, _ scenario: BenchScenario?, _ arguments: [String] = [],
    _ body: (FaultsServer) throws(BenchFailure) -> Value
  ) throws(BenchFailure) -> Value {
    try TemporaryFolder.with { folder throws(BenchFailure) in
      var arguments = arguments
      if let scenario {
        let file = "\(scenario.name).yaml"
        try folder.write(scenario.document.serialized(.compact), to: file)
        arguments += ["--scenario", folder.file(file)]
      }
      return try FalseworkServer.with(settings.program, .instant, in: folder, arguments) {
        server throws(BenchFailure) in
        let path = try server.submit().statusPath
        let target = LoadTarget(
          name: "falsework", port: server.port, request: FalseworkServer.authorized(path),
          status: 200)
        return try body(FaultsServer(server: server, target: target))
      }
    }
  }

  /// How often the rules of a scenario came by, and how often they acted.
  func hits(of scenario: BenchScenario) throws(BenchFailure) -> (evaluated: Int, fired: Int) {
    let reply = try Exchange.json(of: .get("/_falsework/faults"), port: server.port)
    let rules = (reply["faults"]?.arrayValue ?? []).filter {
      $0["scenario"]?.stringValue == scenario.name
    }
    let sum = { (name: String) in
      rules.reduce(0) { $0 + Int($1[name]?.numberValue?.doubleValue ?? 0) }
    }
    return (sum("evaluated"), sum("fired"))
  }

  /// A figure of the server's own.
  func metric(_ name: String) throws(BenchFailure) -> Double {
    let content = try Exchange.content(of: .get("/_falsework/metrics"), port: server.port)
    let text = String(decoding: content, as: UTF8.self)
    let line = text.split(separator: "\n").first { $0.hasPrefix(name + " ") }
    guard let value = line?.split(separator: " ").last.flatMap({ Double($0) }) else {
      throw BenchFailure("the metrics of falsework lack \(name)")
    }
    return value
  }
}
