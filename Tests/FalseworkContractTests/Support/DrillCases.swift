// Falsework
// SPDX-License-Identifier: MIT

import FalseworkContract
import FalseworkJournal
import HTTPTypes
import Testing

/// One expectation of a drill.
struct DrillCase: Sendable, CustomTestStringConvertible {
  let drill: Drill
  let expectation: FalseworkContract.Expectation

  /// Swift Testing has an `Expectation`, too.
  typealias Demand = FalseworkContract.Expectation.Demand

  var testDescription: String {
    "\(drill.name) expects \(expectation.demand.rawValue) for \(expectation.clause)"
  }

  static let all = Drill.shipped.flatMap { drill in
    drill.expectations.map { DrillCase(drill: drill, expectation: $0) }
  }

  private static let mesh = ClientOutcome.Artefact(byteCount: 40_000, digest: "00ff")
  private static let other = ClientOutcome.Artefact(byteCount: 10_000, digest: "beef")

  /// A client that does what the drill expects, but for the demand that it breaks.
  static func talk(_ drill: Drill, breaking broken: Demand? = nil) -> Talk {
    let demands = drill.expectations.map(\.demand)
    let fails = demands.contains(.failure) != (broken == .failure || broken == .success)
    let ending: ClientOutcome.Ending = fails ? .exited(status: 1) : .exited(status: 0)
    var talk = Talk(drill.name, broken == .ending ? .outOfTime : ending)
      .submit { $0.request.query = drill.need == .webhook ? "fal_webhook=http://127.0.0.1" : nil }
      .poll("COMPLETED").result()
      .download {
        if drill.need == .range { $0.request.fields = JournalFields([.range: "bytes=1-"]) }
      }
      .fault()
      .with { record in
        record.meshes = [mesh]
        record.outcome.artefact = broken == .soundMesh ? other : mesh
      }
    if let status = webhookStatus(demands, broken) {
      talk = talk.webhook(.answered(status: status))
    }
    return broken == .oneDownload ? talk.download() : talk
  }

  /// What the client answers to webhooks; `nil` where none are sent.
  private static func webhookStatus(
    _ demands: [Demand], _ broken: Demand?
  ) -> Int? {
    if demands.contains(.webhookTaken) { return broken == .webhookTaken ? 500 : 200 }
    if demands.contains(.webhookRefused) { return broken == .webhookRefused ? 200 : 401 }
    return demands.contains(.oneDownload) ? 200 : nil
  }
}
