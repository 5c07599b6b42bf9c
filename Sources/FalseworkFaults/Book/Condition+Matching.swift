// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol
internal import HTTPTypes

extension Condition {
  /// Returns the first of the conditions that an exchange does not meet, of those that are the same
  /// for all exchanges with its head.
  ///
  /// The operation is not asked: rules are found by it.
  func firstUnmet(byHeadOf subject: FaultSubject) -> Unmet? {
    if let methods, !methods.contains(subject.method) {
      return .method(methods, found: subject.method)
    }
    if let host, !host.matches(subject.host) { return .text(.host, host, found: subject.host) }
    if let path, !path.matches(subject.path) { return .text(.path, path, found: subject.path) }
    for field in fields {
      let value = subject.fields.value(of: field.name)
      guard let value, field.value.matches(value) else {
        return .text(.header, field.value, found: value)
      }
    }
    let shown = subject.keyID ?? subject.session
    if let session, !session.matches(shown ?? "") {
      return .text(.session, session, found: shown)
    }
    if let jobs, !(subject.job.map { jobs.contains($0.index) } ?? false) {
      return .number(.job, jobs, found: subject.job?.index)
    }
    return nil
  }
}

extension FaultRule.Contents {
  /// Returns the first of the conditions on how far the job is that it does not meet.
  func firstUnmet(by job: FaultSubject.JobFacts?, in phase: JobPhase?) -> Unmet? {
    if let phases = condition.phases, !(phase.map(phases.contains) ?? false) {
      return .phase(phases, found: phase)
    }
    if let attempts = condition.attempts, !(job.map { attempts.contains($0.attempt) } ?? false) {
      return .number(.attempt, attempts, found: job?.attempt)
    }
    return nil
  }
}
