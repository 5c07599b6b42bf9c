// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
public import FalseworkFaults
public import FalseworkJSON
public import FalseworkJournal
public import FalseworkProtocol
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

  private let parts: Parts

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
      configuration.time, latest: [store.latestMoment()].compactMap(\.self),
      mark: MomentMark(folder: folder))
    let trust = try LocalTrust(folder: folder.path, host: configuration.host)
    let outbox = WebhookOutbox(store: store, clock: clock)
    let signer = try WebhookSigner(stateFolder: folder.path)
    let fetcher = try configuration.inputFetching.map { try InputFetcher($0, trust) }
    let pictures = PictureReader(store: store, clock: clock)
    let models = try MeshModels(configuration)
    let workshop = FileWorkshop(
      store: store, seed: configuration.seed, pictures: pictures, models: models)
    let inputs = InputReader(store: store, clock: clock, fetcher: fetcher, pictures: pictures)
    let fal = FalService(
      clock: clock, policy: configuration.policy,
      dialect: configuration.dialect, catalogs: catalogs, store: store, workshop: workshop,
      inputs: inputs, pictures: pictures,
      strangers: StrangerIDs(seed: configuration.seed), retention: configuration.retention,
      sessions: SessionBook(keys: configuration.keys), outbox: outbox, signer: signer,
      mint: TokenMint(
        secret: try store.secret(
          named: "tokens", orKeep: Digest.hexadecimal(secureRandomBytes(32)))),
      prospects: Prospects(clock))
    let library = try ScenarioLibrary(ScenarioShelf(), given: configuration.scenarios)
    let desk = FaultDesk(
      seed: configuration.seed, library: library, scenarios: configuration.scenarios,
      store: store)
    let log = ExchangeLog(bytesMax: configuration.journalBytesMax)
    let service = MockService(
      fal: fal,
      control: ControlService(
        catalogs: catalogs, store: store, clock: clock, desk: desk, log: log,
        configuration: configuration, inputs: inputs, workshop: workshop),
      desk: desk, log: log, tls: trust.context, clock: clock, logger: logger)
    var serverConfiguration = ServerConfiguration()
    serverConfiguration.host = configuration.host
    serverConfiguration.port = configuration.port
    let server = try HTTPServer.start(serverConfiguration, service: service)
    catalogs.announce()
    models.canned?.announce(logger)
    let post = try WebhookPost.start(
      fal, configuration.webhookSchedule ?? configuration.dialect.webhookSchedule, desk, log, trust,
      logger)
    return MockServer(
      Parts(
        server: server, time: Timekeeper(clock: clock, store: store), post: post,
        fetcher: fetcher, catalogs: catalogs, desk: desk, log: log),
      trust, host: configuration.host)
  }

  /// What a running server consists of.
  private struct Parts {
    let server: HTTPServer
    let time: Timekeeper
    let post: WebhookPost
    let fetcher: InputFetcher?
    let catalogs: CatalogShelf
    let desk: FaultDesk
    let log: ExchangeLog
  }

  private init(_ parts: Parts, _ trust: LocalTrust, host: String) {
    self.parts = parts
    port = parts.server.port
    addresses = ServerAddresses(
      authority: ServerAddress(host: host, port: port).reachable,
      certificateFile: trust.certificateFile)
  }

  /// The last exchanges: who asked for what, what was answered, and what faults did to it.
  public var journal: Journal { parts.log.journal }

  /// One page of HTML that shows what happened, and whether the faults reached the client.
  public func report() throws -> String {
    try Rehearsals(log: parts.log, desk: parts.desk, store: parts.time.store).page().html
  }

  /// What the clients left behind so far.
  public func aftermath() throws -> Aftermath {
    try Rehearsals(log: parts.log, desk: parts.desk, store: parts.time.store).aftermath()
  }

  /// Waits until an exchange has been recorded that fits; returns `nil` when the task is cancelled.
  public func recordedExchange(
    where fits: @escaping @Sendable (JournalEntry) -> Bool
  ) async -> JournalEntry? {
    await parts.log.first(where: fits)
  }

  /// Waits until every exchange that began has been recorded, which those whose client is gone are
  /// soon; returns when the task is cancelled, too.
  public func settle() async {
    await parts.log.settle()
  }

  /// What became of every rule that is or was in force.
  public var faultHits: [RuleHits] { parts.desk.hits }

  /// Reads the OpenAPI documents again and serves by them from then on.
  ///
  /// Requests that were accepted keep what they had. What came, changed, went or is broken is
  /// logged; when no document is usable, the endpoints stay as they were.
  public func reloadDocuments() {
    parts.catalogs.reload()
  }

  /// Returns a small input that an endpoint takes, put together from the examples and defaults of
  /// its document; `nil` when there is no such endpoint or its document gives too few.
  ///
  /// - Parameters:
  ///   - endpoint: The endpoint.
  ///   - picture: The URL of a picture to stand where the input has its first one.
  public func exampleInput(of endpoint: String, showing picture: String? = nil) -> JSONValue? {
    let example = EndpointID(endpoint).flatMap(parts.catalogs.current.document)?.exampleInput
    guard let picture, let input = example?.objectValue,
      let link = InputLink.all(in: input).first(where: \.showsPicture)
    else { return example }
    return .object(link.replaced(by: picture, in: input))
  }

  /// What the clock shows, and what is to come by it; throws when the state cannot be read.
  public func clockState() throws -> ClockState { try parts.time.state() }

  /// Lets so much of the mock's time pass, which needs `ClockMode.manual`.
  ///
  /// Time goes from one moment that somebody waits for to the next, and what each brings about is
  /// worked off before the next: waits of exchanges end, streams say what is new, and webhooks are
  /// tried, all at their own moments.
  public func advance(by duration: Duration) async throws(ClockProblem) {
    try await parts.time.clock.advance(by: duration)
  }

  /// Lets the mock's time pass until a moment, as `advance(by:)` does.
  public func advance(to moment: Timestamp) async throws(ClockProblem) {
    try await parts.time.clock.advance(to: moment)
  }

  /// Lets the mock's time pass until every request has ended and nothing else is waited for, but
  /// not longer than a span of it.
  ///
  /// That results and files expire is nothing that is waited for. Returns the moment of the next
  /// event where it lies beyond the span.
  @discardableResult
  public func advanceUntilIdle(
    within span: Duration = MockClock.idleSpan
  ) async throws(ClockProblem) -> Timestamp? {
    try await parts.time.advanceUntilIdle(within: span)
  }

  /// Stops accepting, lets replies under way end within `drainTimeout`, breaks webhooks under way
  /// off, which are sent again by the next server, and closes the state.
  public func stop() async {
    await parts.server.stop(within: Self.drainTimeout)
    await parts.post.stop()
    await parts.fetcher?.client.stop()
    parts.time.store.close()
  }
}
