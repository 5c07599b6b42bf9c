// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkFaults
internal import FalseworkJournal
internal import FalseworkProtocol
internal import FalseworkQueue
internal import FalseworkStore

/// What happened and whether the faults reached the client, as one page, put together from the
/// journal, the desk and the state.
struct Rehearsals: Sendable {
  /// The most jobs whose lives are drawn.
  static let jobsMax = 200

  let log: ExchangeLog
  let desk: FaultDesk
  let store: StateStore

  func page(_ filter: JournalFilter = .all) throws -> RehearsalPage {
    let journal = log.journal
    let entries = journal.entries(matching: filter, limit: RehearsalPage.exchangesMax).entries
    let names = Set(entries.flatMap(\.scenarios)).sorted()
    return RehearsalPage(
      title: names.isEmpty ? "No scenario" : names.joined(separator: ", "), entries: entries,
      jobs: try jobs(of: entries), tallies: tallies, evictedCount: journal.evictedCount)
  }

  /// The life of each job on one axis of time, as SVG.
  func timeline(_ filter: JournalFilter) throws -> String {
    let entries = log.journal.entries(matching: filter, limit: RehearsalPage.exchangesMax).entries
    return JobTimeline(entries: entries, jobs: try jobs(of: entries)).svg
  }

  /// What all clients together left behind; the jobs are as many as a page has.
  func aftermath() throws -> Aftermath {
    let journal = log.journal
    let entries = journal.entries(limit: .max).entries
    let jobs = try jobs(of: entries)
    return Aftermath(
      exchanges: entries, evictedCount: journal.evictedCount, jobs: jobs, faults: tallies,
      outputs: try jobs.compactMap { job in
        try RequestID(job.requestID).flatMap { try store.file(of: $0) }.map { file in
          Aftermath.Output(
            requestID: job.requestID, byteCount: file.size, digest: file.digest)
        }
      })
  }

  private var tallies: [FaultTally] {
    desk.hits.map { hits in
      let scenario = try? desk.library.find(hits.scenario)
      let rule = scenario?.rules.first { $0.name == hits.rule }
      return FaultTally(
        scenario: hits.scenario, rule: hits.rule,
        actions: rule?.action.kinds.map(\.rawValue) ?? [], advice: scenario?.advice,
        evaluated: hits.evaluated, matched: hits.matched, fired: hits.fired,
        delivered: hits.delivered,
        missed: hits.missed.sorted { $0.key.description < $1.key.description }.map {
          FaultTally.Missed(reason: $0.key.description, count: $0.value)
        })
    }
  }

  private func jobs(of entries: [JournalEntry]) throws -> [JobHistory] {
    var seen: Set<String> = []
    let jobs = entries.compactMap(\.job).filter { seen.insert($0.requestID).inserted }
    return try jobs.prefix(Self.jobsMax).compactMap { job in
      guard let id = RequestID(job.requestID), let record = try store.request(id) else {
        return nil
      }
      return JobHistory(
        requestID: job.requestID, index: job.index, endpoint: record.endpoint.description,
        events: try Self.events(of: record) + webhookEvents(of: id))
    }
  }

  private static func events(of record: RequestRecord) -> [JobEvent] {
    let (job, timeline) = (record.entry.job, record.entry.timeline)
    var events = [JobEvent(time: job.submitted, kind: .submitted)]
    for (index, run) in timeline.runs.enumerated() {
      events.append(JobEvent(time: run.assigned, kind: .assigned))
      events.append(JobEvent(time: run.started, kind: .started))
      if index + 1 < timeline.runs.count, let failure = job.attempts[index].failure {
        events.append(JobEvent(time: run.ended, kind: .requeued(reason: failure.type)))
      }
    }
    if let cancelled = record.entry.cancelled {
      events.append(JobEvent(time: cancelled, kind: .cancelled))
    } else {
      events.append(JobEvent(time: record.ended, kind: .ended(outcome: record.ending.word)))
    }
    return events
  }

  private func webhookEvents(of id: RequestID) throws -> [JobEvent] {
    let attempts = try store.webhook(of: id)?.attempts ?? []
    return attempts.enumerated().map { index, attempt in
      JobEvent(time: attempt.began, kind: .webhook(attempt.asTry(number: index + 1)))
    }
  }
}

extension WebhookAttempt {
  /// The attempt as the journal tells it.
  func asTry(number: Int) -> JobEvent.WebhookTry {
    switch outcome {
    case .answered(let status):
      JobEvent.WebhookTry(number: number, outcome: .answered(status: status))
    case .failed(let reason): JobEvent.WebhookTry(number: number, outcome: .failed(reason: reason))
    }
  }
}

extension Ending {
  /// The word for how a request ends.
  var word: String {
    switch self {
    case .succeeded: "OK"
    case .rejected(let status, _): "model error \(status)"
    case .failed(let failure): failure.type
    case .cancelled: "cancelled"
    }
  }
}
