// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkFaults

/// A way in which a client can see what a fault has done to a job.
enum JobTrace: Sendable, Hashable {
  /// An answer about the job while it is in a phase.
  case phase(JobPhase)
  /// A status that tells how many wait before it.
  case position
  /// A cancellation that is acknowledged while the job goes on.
  case cancellation
  /// A status, a result or a webhook that says how the platform has failed.
  case platformFailure
  /// A result or a webhook that says how the model has failed: its status says nothing of it.
  case modelFailure
  /// An answer that the result is not there yet, though the job has ended.
  case lag
  /// An answer that the result is gone.
  case expiry
  /// A webhook.
  case webhook
}

/// A fault of a job's life, which a client meets later than it was chosen.
struct PendingFault: Sendable {
  let firing: FaultFiring.ID
  /// The ways in which a client can see it; one of them is enough.
  let traces: Set<JobTrace>
  /// Why the client has not met it when it could have; it may still do so.
  var miss: FaultFiring.Miss?

  /// The fault of a job's life that a rule has chosen; `nil` where it chose none.
  ///
  /// - Parameters:
  ///   - firing: the rule at its submission.
  ///   - conduct: what all rules together make of the job.
  ///   - script: what this rule wants of it.
  init?(_ firing: FaultFiring, of conduct: JobConduct?, _ script: JobScript?) {
    self.firing = firing.id
    if firing.actions.contains(.job) {
      let own = script.map { (conduct ?? JobConduct()).restricted(to: $0) } ?? conduct
      traces = own?.traces ?? [.phase(.completed)]
    } else if firing.actions.contains(.webhook) {
      traces = [.webhook]
    } else {
      return nil
    }
  }
}

extension JobConduct {
  /// What a rule has its share in.
  fileprivate func restricted(to script: JobScript) -> JobConduct {
    let wanted = script.conduct
    var own = self
    if script.wait == nil, wanted.wait == nil { own.wait = nil }
    if script.run == nil, wanted.run == nil { own.run = nil }
    if script.resultLag == nil, wanted.resultLag == nil { own.resultLag = nil }
    if wanted.crowd == nil { own.crowd = nil }
    if wanted.positions == nil { own.positions = nil }
    if wanted.failedAttempts == nil { own.failedAttempts = nil }
    if wanted.outcome == nil { own.outcome = nil }
    if wanted.expiresAfter == nil { own.expiresAfter = nil }
    if wanted.cancellation == nil { own.cancellation = nil }
    return own
  }

  /// How a client can see what was done to a job.
  ///
  /// What is told in words counts before what takes its time: a job that fails after a while has
  /// not been met by who has seen it run.
  fileprivate var traces: Set<JobTrace> {
    var told: Set<JobTrace> = []
    if cancellation != nil { told.insert(.cancellation) }
    if resultLag != nil { told.insert(.lag) }
    if expiresAfter != nil { told.insert(.expiry) }
    switch outcome {
    case .model?: told.insert(.modelFailure)
    case .platform?: told.insert(.platformFailure)
    case .succeeded?, nil: break
    }
    return told.isEmpty ? phaseTraces : told
  }

  private var phaseTraces: Set<JobTrace> {
    var traces: Set<JobTrace> = []
    switch wait {
    case .lasting(.zero)?: traces.formUnion([.phase(.inProgress), .phase(.completed)])
    case .lasting?, .never?: traces.insert(.phase(.inQueue))
    case nil: break
    }
    switch run {
    case .lasting(.zero)?: traces.insert(.phase(.completed))
    case .lasting?, .never?: traces.insert(.phase(.inProgress))
    case nil: break
    }
    if crowd != nil || positions != nil { traces.insert(.position) }
    if failedAttempts != nil || outcome != nil { traces.insert(.phase(.completed)) }
    return traces.isEmpty ? [.phase(.completed)] : traces
  }
}
