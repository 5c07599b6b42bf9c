// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// A reply that tells how far a job is.
struct StatusSighting {
  let exchange: ProbeExchange
  let job: ProbeJob
  let body: JSONObject

  var word: String? { body["status"]?.stringValue }
  var isCompleted: Bool { word == "COMPLETED" }
  /// Whether the word says that the job goes on.
  var isUnderWay: Bool { word == "IN_QUEUE" || word == "IN_PROGRESS" }
  var asksForLogs: Bool { exchange.request.url.hasSuffix("?logs=1") }

  static let words = ["IN_QUEUE", "IN_PROGRESS", "COMPLETED"]

  init?(_ exchange: ProbeExchange) {
    switch exchange.probe {
    case .poll(let job), .status(let job, _): self.job = job
    default: return nil
    }
    guard let reply = exchange.reply, reply.status < 300,
      let body = exchange.json?.objectValue, body["status"] != nil
    else { return nil }
    self.exchange = exchange
    self.body = body
  }
}

extension ProbeLog {
  /// The replies to all questions about jobs' statuses that are statuses.
  var sightings: [StatusSighting] { exchanges.compactMap(StatusSighting.init) }

  /// The statuses of one job.
  func sightings(of job: ProbeJob) -> [StatusSighting] { sightings.filter { $0.job == job } }

  /// Whether there is nothing more to wait for: a word that is neither queue nor progress.
  func isOver(_ job: ProbeJob) -> Bool { sightings(of: job).last.map { !$0.isUnderWay } ?? false }
}
