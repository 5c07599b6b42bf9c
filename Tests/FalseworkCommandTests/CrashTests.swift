// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import FalseworkJSON
import FalseworkQueue
import FalseworkTestSupport
import Foundation
import HTTPTypes
import Testing

/// Eighty deaths for each seed in every run. For a longer one:
///
///     FALSEWORK_CRASH_ROUNDS=5000 bash Tests/run.sh --filter CrashTests
private enum Length {
  static let lifeCount =
    ProcessInfo.processInfo.environment["FALSEWORK_CRASH_ROUNDS"].flatMap { Int($0) } ?? 80
  static let minutesMax = 10 + lifeCount / 50
}

@Suite("A server that is killed again and again", .timeLimit(.minutes(Length.minutesMax)))
struct CrashTests {
  private static let clientCount = 6

  // One saga at a time, as each has the processors busy, which other tests need too.
  @Test(
    "keeps every promise: requests, cancellations, uploads, webhooks", .serialized,
    arguments: 1...3)
  func promises(seed: UInt64) async throws {
    try await WebhookReceiver.with([.status(200)]) { receiver, port in
      try await withTemporaryFolder { folder in
        let book = PromiseBook()
        let collector = Task {
          while let delivery = await receiver.next() { book.delivered(delivery) }
        }
        defer { collector.cancel() }
        let saga = try Saga(seed: seed, folder: folder, hook: "http://127.0.0.1:\(port)/", book)
        for life in 0..<Length.lifeCount {
          try await saga.live(life, clientCount: Self.clientCount)
        }
        try await saga.end()
      }
    }
  }

  @Test("does not fall behind what it has told, however fast its time passes")
  func time() async throws {
    try await withTemporaryFolder { folder in
      let common = ["--preset", "realistic", "--speed"]
      let fast = try await ServingProcess(state: folder, arguments: common + ["100000"])
      let http = try HTTPClient()
      let client = LocalClient(http: http, base: fast.url)
      let reply = try await client.send(.post, "/fal-ai/trellis", Array("{}".utf8))
      let id = try #require(reply.json["request_id"]?.stringValue)
      let status = "/fal-ai/trellis/requests/\(id)/status"
      while try await client.send(.get, status).status != 200 {}
      _ = await fast.stop(SIGKILL)

      let slow = try await ServingProcess(state: folder, arguments: common + ["1"])
      #expect(try await LocalClient(http: http, base: slow.url).send(.get, status).status == 200)
      #expect(await slow.stop().status == 0)
      await http.stop()
    }
  }

  @Test("starts whenever its first start was killed", arguments: 0..<24)
  func firstStart(round: Int) async throws {
    var generator = SeededGenerator(seed: 1, key: "first start", String(round))
    try await withTemporaryFolder { folder in
      let state = folder + "/state"
      let first = try FalseworkProcess.start(["serve", "--port", "0", "--state", state])
      Executioner.spend(.random(in: 0...40_000, using: &generator))
      kill(first.pid, SIGKILL)
      _ = await first.outcome()
      let server = try await ServingProcess(state: state)
      let reply = try await server.curl(
        "-H", "Authorization: Key a:b", "-d", "{}", "\(server.url)/fal-ai/trellis")
      #expect(reply.contains("IN_QUEUE"))
      let outcome = await server.stop()
      #expect(outcome.status == 0)
      #expect(outcome.errors.isEmpty)
    }
  }
}

/// The lives of a server on one state folder.
private struct Saga {
  let seed: UInt64
  let folder: String
  let hook: String
  let book: PromiseBook
  let http: HTTPClient

  private var state: String { folder + "/state" }
  private var documents: String { folder + "/documents" }

  init(seed: UInt64, folder: String, hook: String, _ book: PromiseBook) throws {
    (self.seed, self.folder, self.hook, self.book) = (seed, folder, hook, book)
    http = try HTTPClient()
    try FileManager.default.createDirectory(
      atPath: documents, withIntermediateDirectories: true)
    try Data(AuditedEndpoint.document.serialized(.compact)).write(
      to: URL(fileURLWithPath: documents + "/echo.json"))
  }

  /// Starts a server, looks whether it keeps the promises of the last one, and uses it to death.
  func live(_ life: Int, clientCount: Int) async throws {
    var generator = SeededGenerator(seed: seed, key: "life", String(life))
    let arguments = arguments(&generator)
    if Int.random(in: 0..<8, using: &generator) == 0 { try await dieStarting(&generator) }
    let server = try await ServingProcess(state: state, arguments: arguments)
    let hour = Executioner.Hour(&generator)
    let client = LocalClient(http: http, base: server.url)
    let context = "seed \(seed), life \(life) after a death, \(arguments)"
    try await audit(client, context).checkPromises(of: life - 1)
    let executioner = Executioner(of: server.running.pid, hour)
    await withTaskGroup { group in
      for number in 0..<clientCount {
        group.addTask {
          var user = CrashClient(
            client.with(key: "client\(number % 3):secret"), book, executioner, life: life,
            hook: hook,
            generator: SeededGenerator(seed: seed, key: "client", "\(life)", "\(number)"))
          await user.run()
        }
      }
    }
    let outcome = await server.running.outcome()
    #expect(outcome.status == 137, "seed \(seed), life \(life), \(hour)")
    #expect(outcome.errors.isEmpty, "seed \(seed), life \(life), \(hour)")
  }

  /// Lets time run until all has ended, and looks at everything.
  func end() async throws {
    let server = try await ServingProcess(
      state: state, arguments: common + ["--speed", "100000"])
    let database = try StateDatabase(state: state)
    while try database.count("SELECT COUNT(*) FROM webhooks WHERE state = 'waiting'") > 0 {
      await Task.yield()
    }
    let audit = audit(LocalClient(http: http, base: server.url), "seed \(seed), at the end")
    try await audit.checkEverything()
    let outcome = await server.stop()
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    #expect(try database.complaints().isEmpty)
    let kept = try database.count("SELECT COUNT(*) FROM requests")
    #expect((book.requests.count...book.submissionCount).contains(kept))
    let different = try database.count("SELECT COUNT(DISTINCT digest) FROM requests")
    #expect(kept == different)
    await http.stop()
  }

  private func audit(_ client: LocalClient, _ context: String) -> CrashAudit {
    CrashAudit(client: client, book: book, context: "\(context)")
  }

  private func dieStarting(_ generator: inout SeededGenerator) async throws {
    let server = try FalseworkProcess.start(["serve", "--port", "0", "--state", state])
    Executioner.spend(.random(in: 0...40_000, using: &generator))
    kill(server.pid, SIGKILL)
    _ = await server.outcome()
  }

  private var common: [String] { ["--openapi", documents, "--keep-results", "1000000000"] }

  /// One of the seeds has runners that its requests share.
  private func arguments(_ generator: inout SeededGenerator) -> [String] {
    let preset = ["instant", "fast", "realistic"].randomElement(using: &generator) ?? "fast"
    let speed = ["1", "30", "1000"].randomElement(using: &generator) ?? "1"
    let runners = seed == 2 ? ["--runners", "20"] : []
    return common + ["--preset", preset, "--speed", speed] + runners
  }
}
