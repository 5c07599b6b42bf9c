// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
public import FalseworkProtocol

/// Makes the timeline of each request from the server's seed and preset.
public struct RunPolicy: Sendable {
  /// The seed of every draw.
  public let seed: UInt64
  /// How long requests take.
  public let preset: TimingPreset

  /// Creates a policy.
  public init(seed: UInt64, preset: TimingPreset) {
    self.seed = seed
    self.preset = preset
  }

  /// Returns the record of a submission that arrives at `now`.
  ///
  /// The draws are keyed by session, body and how often that session has sent that body before
  /// (`occurrence`), so that clients that run in parallel see the same draws each time.
  public func record(
    of submission: Submission, occurrence: Int, at now: Timestamp
  ) -> RequestRecord {
    var generator = SeededGenerator(
      seed: seed, key: submission.session.description, submission.digest, String(occurrence))
    let id = RequestID(time: now, using: &generator)
    return RequestRecord(
      id: id, session: submission.session, endpoint: submission.endpoint,
      verdict: submission.verdict, output: submission.output,
      timeline: timeline(of: submission.verdict, from: now, using: &generator))
  }

  private func timeline(
    of verdict: InputVerdict, from now: Timestamp, using generator: inout SeededGenerator
  ) -> Timeline {
    var (wait, timings) = preset.plan(
      samplingSteps: verdict.samplingSteps, using: &generator)
    var logs: [LogEntry] = []
    let start = now.advanced(by: wait)
    switch verdict {
    case .accepted: logs = PipelineLog.lines(of: timings, from: start)
    case .rejected: timings = preset.rejectionTimings(using: &generator)
    }
    return Timeline(
      submitted: now, started: start, ended: start.advanced(by: timings.total), timings: timings,
      logs: logs)
  }
}

/// What a client submitted, judged but not yet accepted.
public struct Submission: Sendable {
  /// Whose submission it is.
  public let session: SessionID
  /// The endpoint, sub-path included.
  public let endpoint: EndpointID
  /// The digest of endpoint and body, which keys the draws.
  public let digest: String
  /// What the runner makes of the input.
  public let verdict: InputVerdict
  /// The output that was drawn for an accepted input.
  public let output: OutputPlan?

  /// Creates a submission.
  public init(
    session: SessionID, endpoint: EndpointID, digest: String, verdict: InputVerdict,
    output: OutputPlan? = nil
  ) {
    self.session = session
    self.endpoint = endpoint
    self.digest = digest
    self.verdict = verdict
    self.output = output
  }
}

extension InputVerdict {
  /// The steps that sampling will take: the sum of the input's integers named `…_steps`.
  fileprivate var samplingSteps: Int {
    guard case .accepted(let input) = self else { return 0 }
    return input.members.reduce(0) { sum, member in
      guard member.name.hasSuffix("_steps"), let steps = member.value.numberValue?.intValue else {
        return sum
      }
      return sum + max(0, min(steps, 10_000))
    }
  }
}
