// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import FalseworkProtocol
import FalseworkQueue
import FalseworkTestSupport
import Foundation
import Logging
import Testing

/// Runs `body` against a server with a state folder of its own, and takes both away afterwards.
func withServer<Value>(
  _ preset: TimingPreset = .instant, speed: Double = 1, as dialect: Dialect = .observed,
  adjust: (inout MockConfiguration) -> Void = { _ in },
  _ body: (MockServer, WireClient) async throws -> Value
) async throws -> Value {
  try await withTemporaryFolder { folder in
    try await withServer(in: folder, preset, speed: speed, as: dialect, adjust: adjust, body)
  }
}

/// Runs `body` against a server on a state folder that outlives it.
func withServer<Value>(
  in folder: String, _ preset: TimingPreset = .instant, speed: Double = 1,
  as dialect: Dialect = .observed, documents: [String] = [],
  webhooks: WebhookSchedule? = nil,
  adjust: (inout MockConfiguration) -> Void = { _ in },
  _ body: (MockServer, WireClient) async throws -> Value
) async throws -> Value {
  var configuration = MockConfiguration(stateFolder: folder)
  configuration.preset = preset
  configuration.time = .running(speed: speed)
  configuration.dialect = dialect
  configuration.documentFolders = documents
  adjust(&configuration)
  configuration.webhookSchedule = webhooks
  var logger = Logger(label: "tests")
  logger.logLevel = .critical
  let server = try MockServer.start(configuration, logger: logger)
  do {
    let value = try await body(server, WireClient(port: server.port))
    await server.stop()
    return value
  } catch {
    await server.stop()
    throw error
  }
}

/// A small request that every test may send.
let smallInput =
  #"{"image_url":"https://example.com/a.png","seed":1,"mesh_simplify":0.98,"texture_size":512}"#

extension MockServer {
  /// The path of a URL on the server itself.
  func path(of url: JSONValue?) throws -> String {
    try path(of: url?.stringValue)
  }

  /// The path of a URL on the server itself.
  func path(of url: String?) throws -> String {
    let url = try #require(url)
    try #require(url.hasPrefix(self.url))
    return String(url.dropFirst(self.url.count))
  }
}

extension WireClient {
  /// The same client without a key.
  var anonymous: WireClient {
    var client = self
    client.key = nil
    return client
  }

  /// The same client with another key.
  func with(key: String) -> WireClient {
    var client = self
    client.key = key
    return client
  }
}
