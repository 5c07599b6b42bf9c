// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkFaults
internal import FalseworkProtocol
internal import FalseworkQueue

/// What an exchange, or a webhook, has shown of a job's life, and whether it got to the client.
struct JobSighting: Sendable {
  let traces: Set<JobTrace>
  /// Why it did not get there; `nil` where it did.
  let miss: FaultFiring.Miss?
  /// Whether the client has asked for the result when its lag was over.
  var isPastLag = false

  /// What an exchange that has ended now shows.
  ///
  /// Nothing, where a rule has answered before the handler.
  init(
    _ exchange: FinishedExchange, _ note: ExchangeNote, of record: RequestRecord,
    _ retention: Retention, at now: Timestamp
  ) {
    let decision = note.known.scene?.decision
    let waits =
      decision?.job?.wait != .lasting(.zero) && decision?.webhook?.moment != .beforeReply
    let life = JobLife(
      record: record, retention: retention, told: waits ? .inQueue : .inProgress)
    let operation = note.facts.operation
    let isAnswered = decision?.arrival == nil
    traces = isAnswered ? life.traces(of: operation, from: note.arrived, to: now) : []
    if exchange.delivery != .delivered {
      let isEnded = if case .ended? = exchange.performance { true } else { false }
      miss = isEnded ? .overtaken : .clientGone
    } else {
      miss = decision?.edits.replacement == nil ? nil : .overtaken
    }
    isPastLag =
      operation == .result && isAnswered && miss == nil && life.isPastLag(at: note.arrived)
  }

  /// What a webhook shows, whether it was answered or not.
  init(webhookOf record: RequestRecord, _ miss: FaultFiring.Miss?) {
    traces = record.ending.traces
    self.miss = miss
  }
}

/// A job's life as it can be seen in answers.
private struct JobLife {
  let record: RequestRecord
  let retention: Retention
  /// What its submission was answered.
  let told: JobPhase

  func traces(
    of operation: FaultOperation, from begin: Timestamp, to end: Timestamp
  ) -> Set<JobTrace> {
    let phase = JobPhase(record.phase(at: begin))
    switch operation {
    case .submit: return status(told)
    case .run: return run(until: end)
    case .status: return status(phase)
    case .stream:
      let last = JobPhase(record.phase(at: end))
      let hasRun = phase == .inQueue && last == .completed
      return status(phase).union(status(last)).union(hasRun ? [.phase(.inProgress)] : [])
    case .result: return result(phase, at: begin)
    case .cancel:
      let isIgnored = record.entry.job.traits.cancellation == .ignored && phase != .completed
      return isIgnored ? [.phase(phase), .cancellation] : [.phase(phase)]
    case .connect, .handshake, .upload, .file, .storage, .token, .document, .keys, .webhook,
      .other:
      return []
    }
  }

  private func run(until end: Timestamp) -> Set<JobTrace> {
    guard record.ended <= end else { return [] }
    return Set(JobPhase.allCases.map(JobTrace.phase)).union(record.ending.traces)
  }

  private func status(_ phase: JobPhase) -> Set<JobTrace> {
    switch phase {
    case .inQueue: return [.phase(phase), .position]
    case .inProgress: return [.phase(phase)]
    case .completed:
      guard case .failed = record.ending else { return [.phase(phase)] }
      return [.phase(phase), .platformFailure]
    }
  }

  private func result(_ phase: JobPhase, at moment: Timestamp) -> Set<JobTrace> {
    guard phase == .completed else { return [.phase(phase)] }
    if moment < lagEnd { return [.phase(phase), .lag] }
    if retention.of(record).hasExpired(record.ended, at: moment) { return [.expiry] }
    return record.ending.traces.union([.phase(phase)])
  }

  /// Whether a result that is asked for now is there, and was not before.
  func isPastLag(at moment: Timestamp) -> Bool {
    JobPhase(record.phase(at: moment)) == .completed && moment >= lagEnd
  }

  private var lagEnd: Timestamp {
    record.ended.advanced(by: record.entry.job.traits.resultLag)
  }
}

extension Ending {
  /// What tells of the end in its own words.
  fileprivate var traces: Set<JobTrace> {
    switch self {
    case .failed: [.platformFailure]
    case .rejected: [.modelFailure]
    case .succeeded, .cancelled: []
    }
  }
}
