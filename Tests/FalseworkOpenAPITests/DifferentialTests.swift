// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkOpenAPI
import Foundation
import Testing

/// The observed reading beside FastAPI and pydantic themselves, which run a model that
/// `Tests/differential` builds from each document.
@Suite("The real thing") struct DifferentialTests {
  /// A Python with FastAPI and pydantic, which Tests/run.sh installs.
  static let python = ProcessInfo.processInfo.environment["FALSEWORK_TEST_PYTHON"]

  /// How many bodies are judged; `FALSEWORK_TEST_BODIES` asks for more.
  static let bodyCount =
    ProcessInfo.processInfo.environment["FALSEWORK_TEST_BODIES"].flatMap(Int.init) ?? 24000

  /// The seed of the bodies; `FALSEWORK_TEST_SEED` asks for others.
  static let seed = ProcessInfo.processInfo.environment["FALSEWORK_TEST_SEED"] ?? "1"

  @Test(
    "answers seeded bodies alike, byte for byte",
    .enabled(if: python != nil, "bash Tests/run.sh installs FastAPI and pydantic"))
  func agreement() async throws {
    let judgements = try await Judgement.record(
      by: try #require(Self.python), seed: Self.seed, count: Self.bodyCount)
    var tally = Tally()
    for judgement in judgements { tally.count(judgement, as: try judgement.comparison()) }

    print(tally)
    #expect(judgements.count == Self.bodyCount)
    #expect(tally.disagreements.isEmpty, "\(tally.report)")
    #expect(tally.explained.values.reduce(0, +) * 20 < judgements.count, "\(tally)")
  }
}

extension DifferentialTests {
  /// How often the two agreed.
  struct Tally: CustomStringConvertible {
    private(set) var agreementCount = 0
    private(set) var explained: [KnownDifference: Int] = [:]
    private(set) var disagreements: [String] = []
    private var statuses: [Int: Int] = [:]

    mutating func count(_ judgement: Judgement, as comparison: Judgement.Comparison) {
      statuses[judgement.status, default: 0] += 1
      switch comparison {
      case .alike: agreementCount += 1
      case .explained(let difference): explained[difference, default: 0] += 1
      case .different(let ours): disagreements.append(judgement.description(beside: ours))
      }
    }

    var description: String {
      let all = agreementCount + explained.values.reduce(0, +) + disagreements.count
      let differences = KnownDifference.allCases.filter { explained[$0] != nil }.map {
        "\n  \(explained[$0] ?? 0) explained: \($0.reason)"
      }
      return "\(all) bodies judged as FastAPI and pydantic judge them, statuses "
        + statuses.sorted { $0.key < $1.key }.map { "\($0): \($1)" }.joined(separator: ", ")
        + "\n  \(agreementCount) alike, \(disagreements.count) not" + differences.joined()
    }

    /// The first disagreements in full.
    var report: String {
      "\(disagreements.count) disagreements\n" + disagreements.prefix(20).joined(separator: "\n")
    }
  }
}
