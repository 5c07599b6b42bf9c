// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
public import FalseworkProtocol

/// Makes the record of each request from the server's seed, preset and runners.
public struct RunPolicy: Sendable {
  /// The seed of every draw.
  public let seed: UInt64
  /// How long requests take.
  public let preset: TimingPreset
  /// The runners that the requests of one session to one application share; `nil` if each has one
  /// to itself.
  public let pool: RunnerPool?
  /// How many attempts at each request fail before one succeeds.
  public let failedAttemptCount: Int

  /// The most attempts that the platform makes at a request; documented.
  public static let attemptCountMax = 10

  /// Creates a policy.
  public init(
    seed: UInt64, preset: TimingPreset, pool: RunnerPool? = nil, failedAttemptCount: Int = 0
  ) {
    self.seed = seed
    self.preset = preset
    self.pool = pool
    self.failedAttemptCount = failedAttemptCount
  }

  /// Whether what becomes of a submission depends on the other requests of its pool.
  public func looksAtOthers(for submission: Submission) -> Bool {
    pool(of: submission.course.traits) != nil || submission.wishes.queueCountMax != nil
  }

  /// Returns the runners that a request with these traits shares; `nil` if it has its own.
  public func pool(of traits: JobTraits) -> RunnerPool? { traits.pool ?? pool }

  /// Returns the record of a submission that arrives at `now` and has a runner to itself.
  ///
  /// The draws are keyed by session, body and how often that session has sent that body before
  /// (`occurrence`), so that clients that run in parallel see the same draws each time.
  public func record(
    of submission: Submission, occurrence: Int, at now: Timestamp
  ) -> RequestRecord {
    var entry = entry(of: submission, occurrence: occurrence, sequence: 0, at: now)
    entry.timeline = RunnerPool.timeline(alone: entry.job)
    return submission.record(entry)
  }

  /// Takes up a submission that arrives at `now`, given the other requests of its pool.
  public func admit(
    _ submission: Submission, occurrence: Int, among others: [QueueEntry], at now: Timestamp
  ) -> Admission {
    if let refusal = refusal(of: submission, among: others, at: now) {
      return .refused(refusal)
    }
    guard let pool = pool(of: submission.course.traits) else {
      return .accepted(record(of: submission, occurrence: occurrence, at: now), moved: [])
    }
    let sequence = (others.map(\.job.sequence).max() ?? -1) + 1
    let entry = entry(of: submission, occurrence: occurrence, sequence: sequence, at: now)
    let (planned, moved) = pool.admit(entry, among: others, at: now)
    return .accepted(submission.record(planned), moved: moved)
  }

  private func entry(
    of submission: Submission, occurrence: Int, sequence: Int, at now: Timestamp
  ) -> QueueEntry {
    var generator = SeededGenerator(
      seed: seed, key: submission.session.description, submission.digest, String(occurrence))
    let id = RequestID(time: now, using: &generator)
    let job = job(of: submission, sequence: sequence, from: now, using: &generator)
    return QueueEntry(id: id, job: job, timeline: .undecided)
  }

  /// Plans anew after one of a pool's requests has changed, and returns those that move.
  public func replan(
    _ entries: [QueueEntry], of pool: RunnerPool, at now: Timestamp
  ) -> [QueueEntry] {
    pool.moved(entries, at: now)
  }

  private func refusal(
    of submission: Submission, among others: [QueueEntry], at now: Timestamp
  ) -> Admission.Refusal? {
    let wishes = submission.wishes
    if let countMax = wishes.queueCountMax, others.count(at: .queue, at: now) > countMax {
      return .queueIsFull
    }
    let busyCount = others.count { $0.isWithRunner(at: now) }
    if let pool = pool(of: submission.course.traits), wishes.waiting == .refused,
      busyCount >= pool.runnerCount
    {
      return .noRunnerFree
    }
    return nil
  }

  private func job(
    of submission: Submission, sequence: Int, from now: Timestamp,
    using generator: inout SeededGenerator
  ) -> Job {
    let preset = submission.course.preset ?? preset
    var (wait, timings) = preset.plan(
      samplingSteps: submission.verdict.samplingSteps, using: &generator)
    if case .rejected = submission.verdict {
      timings = preset.rejectionTimings(using: &generator)
    }
    let course = submission.course
    if let run = course.run { timings = timings.scaled(to: run) }
    return Job(
      submitted: now, ready: now.advanced(by: course.wait ?? wait), sequence: sequence,
      priority: submission.wishes.priority,
      startDeadline: submission.wishes.startTimeout.map { now.advanced(by: $0) },
      attempts: attempts(course, submission.wishes, timings, using: &generator),
      timings: timings, traits: course.traits)
  }

  private func attempts(
    _ course: JobCourse, _ wishes: Submission.Wishes, _ timings: StageTimings,
    using generator: inout SeededGenerator
  ) -> [Job.Attempt] {
    let failed = (0..<(course.failedAttemptCount ?? failedAttemptCount)).map { index in
      let share = generator.number(in: 0.1...0.9)
      return Job.Attempt(
        length: (timings.total * share).wholeMicroseconds,
        failure: PlatformFailure.retried[index % PlatformFailure.retried.count])
    }
    var last = Job.Attempt(length: timings.total)
    if case .failed(let failure)? = course.ending {
      last = Job.Attempt(length: timings.total, failure: failure)
    }
    let countMax = wishes.retries == .none ? 1 : Self.attemptCountMax
    return Array((failed + [last]).prefix(countMax))
  }
}

/// What became of a submission.
public enum Admission: Sendable, Hashable {
  /// It is a request from now on; others may have moved.
  case accepted(RequestRecord, moved: [QueueEntry])
  case refused(Refusal)

  /// Why a submission is not taken up.
  public enum Refusal: Sendable, Hashable {
    /// More requests wait than the client wants to wait behind.
    case queueIsFull
    /// A client that does not want to wait finds every runner busy.
    case noRunnerFree
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
