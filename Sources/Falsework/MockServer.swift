// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
public import FalseworkJSON
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
  private let post: WebhookPost
  private let fetcher: InputFetcher?
  private let catalogs: CatalogShelf

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
    let catalogs = try CatalogShelf(
      folders: [ShippedDocuments.folder()] + configuration.documentFolders, logger: logger)
    let store = try StateStore(folder: folder)
    let clock = try MockClock(
      speed: configuration.speed, latest: [store.latestMoment()].compactMap(\.self),
      mark: MomentMark(folder: folder))
    let trust = try LocalTrust(folder: folder.path, host: configuration.host)
    let outbox = WebhookOutbox(store: store, clock: clock)
    let signer = try WebhookSigner(stateFolder: folder.path)
    let fetcher = try configuration.inputFetching.map { try InputFetcher($0, trust) }
    let fal = FalService(
      clock: clock, policy: configuration.policy,
      dialect: configuration.dialect, catalogs: catalogs, store: store,
      workshop: FileWorkshop(store: store, seed: configuration.seed),
      inputs: InputReader(store: store, clock: clock, fetcher: fetcher),
      strangers: StrangerIDs(seed: configuration.seed), retention: configuration.retention,
      sessions: SessionBook(keys: configuration.keys), outbox: outbox, signer: signer,
      mint: TokenMint(
        secret: try store.secret(
          named: "tokens", orKeep: Digest.hexadecimal(secureRandomBytes(32)))))
    let service = MockService(
      fal: fal, control: ControlService(catalogs: catalogs, store: store, clock: clock),
      tls: trust.context, clock: clock, logger: logger)
    var serverConfiguration = ServerConfiguration()
    serverConfiguration.host = configuration.host
    serverConfiguration.port = configuration.port
    let server = try HTTPServer.start(serverConfiguration, service: service)
    catalogs.announce()
    let post = try WebhookPost.start(
      fal, configuration.webhookSchedule ?? configuration.dialect.webhookSchedule, trust, logger)
    return MockServer(server, store, post, fetcher, catalogs, trust, host: configuration.host)
  }

  private init(
    _ server: HTTPServer, _ store: StateStore, _ post: WebhookPost, _ fetcher: InputFetcher?,
    _ catalogs: CatalogShelf, _ trust: LocalTrust, host: String
  ) {
    self.server = server
    self.store = store
    self.post = post
    self.fetcher = fetcher
    self.catalogs = catalogs
    port = server.port
    addresses = ServerAddresses(
      authority: ServerAddress(host: host, port: server.port).reachable,
      certificateFile: trust.certificateFile)
  }

  /// Reads the OpenAPI documents again and serves by them from then on.
  ///
  /// Requests that were accepted keep what they had. What came, changed, went or is broken is
  /// logged; when no document is usable, the endpoints stay as they were.
  public func reloadDocuments() {
    catalogs.reload()
  }

  /// Returns a small input that an endpoint takes, put together from the examples and defaults of
  /// its document; `nil` when there is no such endpoint or its document gives too few.
  public func exampleInput(of endpoint: String) -> JSONValue? {
    EndpointID(endpoint).flatMap(catalogs.current.document)?.exampleInput
  }

  /// Stops accepting, lets replies under way end within `drainTimeout`, breaks webhooks under way
  /// off, which are sent again by the next server, and closes the state.
  public func stop() async {
    await server.stop(within: Self.drainTimeout)
    await post.stop()
    await fetcher?.client.stop()
    store.close()
  }
}
