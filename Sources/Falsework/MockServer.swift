// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkProtocol
internal import FalseworkQueue
internal import FalseworkStore
internal import FalseworkTLS
public import Logging

/// A running mock of fal.ai.
///
/// ```swift
/// let server = try MockServer.start(MockConfiguration(stateFolder: "/tmp/state"))
/// // … point a client at server.url …
/// await server.stop()
/// ```
public final class MockServer: Sendable {
  /// Where the server can be reached.
  public let addresses: ServerAddresses
  /// The port.
  public let port: Int
  /// The address for plain HTTP, such as `http://127.0.0.1:4010`; also a forward proxy.
  public var url: String { addresses.url }

  private let server: HTTPServer
  private let store: StateStore

  /// How long `stop` waits for replies under way.
  public static let drainTimeout = Duration.seconds(5)

  /// Starts a server and returns once it accepts connections.
  ///
  /// Throws a `StoreError`, `TLSError`, `ServerError` or `CatalogProblem`, each of which describes
  /// itself in one line.
  public static func start(
    _ configuration: MockConfiguration, logger: Logger = Logger(label: "falsework")
  ) throws -> MockServer {
    let folder = try StateFolder(path: configuration.stateFolder)
    let catalog = try EndpointCatalog(
      folders: [ShippedDocuments.folder()] + configuration.documentFolders
    ) { problem in
      logger.error("a document is left out", metadata: ["reason": "\(problem)"])
    }
    let store = try StateStore(folder: folder)
    let clock = try MockClock(speed: configuration.speed, notBefore: store.latestMoment())
    let trust = try LocalTrust(folder: folder.path, host: configuration.host)
    let fal = FalService(
      clock: clock, policy: RunPolicy(seed: configuration.seed, preset: configuration.preset),
      catalog: catalog, store: store,
      workshop: MeshWorkshop(store: store, seed: configuration.seed),
      strangers: StrangerIDs(seed: configuration.seed))
    let service = MockService(
      fal: fal, control: ControlService(endpointIDs: catalog.endpointIDs), tls: trust.context,
      clock: clock, logger: logger)
    var serverConfiguration = ServerConfiguration()
    serverConfiguration.host = configuration.host
    serverConfiguration.port = configuration.port
    let server = try HTTPServer.start(serverConfiguration, service: service)
    return MockServer(server, store, trust, host: configuration.host)
  }

  private init(_ server: HTTPServer, _ store: StateStore, _ trust: LocalTrust, host: String) {
    self.server = server
    self.store = store
    port = server.port
    addresses = ServerAddresses(
      authority: ServerAddress(host: host, port: server.port).reachable,
      certificateFile: trust.certificateFile)
  }

  /// Stops accepting, lets replies under way end within `drainTimeout`, and closes the state.
  public func stop() async {
    await server.stop(within: Self.drainTimeout)
    store.close()
  }
}
