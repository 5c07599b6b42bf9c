// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkFaults
import FalseworkJSON
import FalseworkQueue
import Foundation
import Synchronization
import Testing

/// A scenario in which chance, time and counts have a say everywhere, but nothing counts what all
/// sessions do together.
private enum Chancy {
  static let scenario: JSONValue = [
    "name": "chancy", "about": "Everything happens by chance.", "advice": "Keep calm.",
    "timing": "realistic",
    "job": ["wait": ["uniform": ["from": "1s", "to": "25s"]]],
    "faults": [
      ["when": ["operation": "submit", "probability": 0.5], "do": ["delay": drawn]],
      ["when": ["operation": "submit", "probability": 0.2], "do": ["error": "nginx_502"]],
      [
        "when": ["operation": "submit", "probability": 0.4],
        "do": ["job": ["outcome": "image_load_error"]],
      ],
      ["when": ["operation": "submit", "nth": 3], "do": ["reset": ["after": ["head": 0]]]],
      ["when": ["operation": "status", "probability": 0.3], "do": ["error": "plain_503"]],
      ["when": ["operation": "status"], "do": ["json": ["cycle": ["/flag": [1, 2, 3]]]]],
      ["when": ["operation": "status", "phase": "in_queue"], "do": ["delay": "200ms"]],
      ["when": ["operation": "result", "poll": 2], "do": ["headers": ["set": ["x-second": "1"]]]],
      ["when": ["operation": "result", "probability": 0.3], "do": ["status": 500]],
      ["do": ["rate_limit": ["capacity": 2, "refill": "5/m"]]],
    ],
  ]

  private static let drawn: JSONValue = ["uniform": ["from": "100ms", "to": "9s"]]

  private static func body(_ session: Int, _ job: Int) -> String {
    #"{"image_url":"https://example.com/a.png","seed":\#(session * 100 + job),"#
      + #""mesh_simplify":0.98,"texture_size":512}"#
  }

  static func script(_ session: Int) -> SessionScript {
    SessionScript(
      session: session,
      steps: [
        .submit(body(session, 0)), .status(0), .submit(body(session, 1)), .status(1), .status(0),
        .result(0), .cancel(1), .result(0), .submit(body(session, 2)), .status(2),
        .submit(#"{"seed": "none"}"#), .result(1), .result(3), .status(3),
      ])
  }
}

@Suite("The journal of a seed", .timeLimit(.minutes(5))) struct ScheduleTests {
  private static let sessionCount = 6
  private static let scheduleCount = 6
  /// Longer than any delay of the scenario, so that each round's replies have come at its end.
  private static let pause = Duration.seconds(10)

  @Test("is the same whatever the schedule of threads and connections")
  func schedules() async throws {
    var first: [[String]]?
    for seed in 1...Self.scheduleCount {
      let journals = try await journals(UInt64(seed))
      #expect(journals.allSatisfy { $0.count == Chancy.script(0).steps.count })
      guard let known = first else {
        first = journals
        continue
      }
      for (known, now) in zip(known, journals) where known != now {
        let place = zip(known, now).enumerated().first { $0.element.0 != $0.element.1 }
        Issue.record("schedule \(seed): \(place.map { "\($0.element)" } ?? "other lengths")")
      }
    }
    // What chance and time should have had a say in, they had.
    let text = (first ?? []).joined().joined()
    for word in ["nginx", #"\"flag\": 2"#, "x-second", "requested_seconds", "reset", "rate_limit"] {
      #expect(text.contains(word), "\(word)")
    }
  }

  /// Runs all scripts under a schedule of its own, and returns each session's journal.
  private func journals(_ seed: UInt64) async throws -> [[String]] {
    let scenario = try ScenarioReader.scenario(Chancy.scenario)
    return try await withServer(
      adjust: {
        $0.time = .manual
        $0.scenarios = [scenario]
      }
    ) { server, client in
      var schedule = SeededGenerator(seed: seed, key: "schedule")
      let start = try server.clockState().now
      var scripts = (0..<Self.sessionCount).map(Chancy.script)
      let laneCount = Int.random(in: Self.sessionCount...20, using: &schedule)
      let lanes = (0..<laneCount).map { Lane(port: client.port, number: $0) }
      for round in scripts[0].steps.indices {
        let requests = scripts.map { $0.request(round) }.shuffled(using: &schedule)
        let replies = try await send(
          requests, by: Array(lanes.shuffled(using: &schedule).prefix(requests.count)),
          atOnce: Int.random(in: 1...requests.count, using: &schedule), server)
        for (session, reply) in replies { scripts[session].learn(reply, round) }
      }
      return try await settledJournals(
        client, count: scripts.count * scripts[0].steps.count
      ).map { JournalSketch.lines($0, since: start, port: client.port) }
    }
  }

  /// Sends requests in waves, while time stands still, and then lets it pass until all replies
  /// have come.
  private func send(
    _ requests: [SessionScript.Request], by lanes: [Lane], atOnce waveCount: Int,
    _ server: MockServer
  ) async throws -> [(Int, RawReply?)] {
    let answered = Tally()
    return try await withThrowingTaskGroup(of: (Int, RawReply?).self) { group in
      for (sent, (request, lane)) in zip(requests, lanes).enumerated() {
        group.addTask {
          let reply = try await lane.send(request.bytes)
          answered.add()
          return (request.session, reply)
        }
        guard (sent + 1).isMultiple(of: waveCount) || sent + 1 == requests.count else { continue }
        while answered.count + (try server.clockState().waitingCount) < sent + 1 {
          await Task.yield()
        }
      }
      try await server.advance(by: Self.pause)
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }

  /// The entries of each session, once all are there.
  private func settledJournals(_ client: WireClient, count: Int) async throws -> [[JSONValue]] {
    while true {
      let entries = try await client.journal()
      guard entries.count >= count else {
        await Task.yield()
        continue
      }
      let sessions = Dictionary(grouping: entries) { $0["session"]?.stringValue ?? "" }
      return sessions.sorted { $0.key < $1.key }.map(\.value)
    }
  }
}

/// How many replies have come.
private final class Tally: Sendable {
  private let value = Atomic(0)

  var count: Int { value.load(ordering: .acquiring) }

  func add() { value.add(1, ordering: .releasing) }
}
