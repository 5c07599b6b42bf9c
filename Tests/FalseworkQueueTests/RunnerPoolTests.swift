// Falsework
// SPDX-License-Identifier: MIT

import FalseworkProtocol
import FalseworkQueue
import Testing

/// What a client does to a pool at a second.
enum PoolCommand: Sendable, Hashable {
  case submit(JobKind)
  /// Cancels the request that was submitted as this one.
  case cancel(Int)
  /// Nothing, for a second.
  case wait
}

/// A few jobs that differ in what matters to a pool.
enum JobKind: Sendable, Hashable, CaseIterable {
  case normal, low, impatient, failing, late

  func job(at second: Int, sequence: Int) -> Job {
    let failure = PlatformFailure.retried[0]
    let attempts =
      self == .failing
      ? [Job.Attempt(length: .seconds(1), failure: failure), Job.Attempt(length: .seconds(2))]
      : [Job.Attempt(length: .seconds(2))]
    return Job(
      submitted: .after(Int64(second)), ready: .after(Int64(second + (self == .late ? 2 : 0))),
      sequence: sequence, priority: self == .low ? .low : .normal,
      startDeadline: self == .impatient ? .after(Int64(second + 1)) : nil, attempts: attempts,
      timings: StageTimings(prepare: .zero, generation: .zero, export: .zero))
  }
}

/// The rule of a pool, played second by second as it is told in words.
private struct PlayedPool {
  enum State: Equatable {
    case waiting
    case preparing(runner: Int, until: Int, attempt: Int)
    case running(runner: Int, until: Int, attempt: Int)
    case ended
  }

  let pool: RunnerPool
  var jobs: [Job] = []
  var states: [State] = []
  private var attempts: [Int] = []
  /// When each runner last worked.
  private var rested: [Int?]

  init(_ pool: RunnerPool) {
    self.pool = pool
    rested = Array(repeating: nil, count: pool.runnerCount)
  }

  mutating func submit(_ job: Job, at second: Int) {
    jobs.append(job)
    states.append(.waiting)
    attempts.append(0)
    deal(at: second)
  }

  mutating func cancel(_ index: Int, at second: Int) {
    guard states.indices.contains(index), states[index] != .ended else { return }
    if case .running(let runner, let end, let attempt) = states[index],
      end - Int(jobs[index].attempts[attempt].length.seconds) < second
    {
      // A run that is cancelled as it begins has not begun.
      rested[runner] = second
    }
    states[index] = .ended
    deal(at: second)
  }

  /// Lets a second begin: ends what ends, then deals out the runners, then gives up.
  mutating func begin(_ second: Int) {
    for index in states.indices {
      guard case .running(let runner, second, let attempt) = states[index] else { continue }
      rested[runner] = second
      attempts[index] = attempt + 1
      states[index] = attempt + 1 == jobs[index].attempts.count ? .ended : .waiting
    }
    deal(at: second)
    for index in states.indices where states[index] == .waiting {
      if let deadline = jobs[index].startDeadline, deadline <= .after(Int64(second)) {
        states[index] = .ended
      }
    }
  }

  private mutating func deal(at second: Int) {
    startPrepared(at: second)
    while let runner = freeRunner(), let index = first() {
      let isWarm = rested[runner].map { second <= $0 + Int(pool.keepAlive.seconds) } ?? false
      let prepared = second + (isWarm ? 0 : Int(pool.coldStart.seconds))
      let ready = Int(testNow.duration(to: jobs[index].ready).seconds)
      let start = max(prepared, ready)
      if let deadline = jobs[index].startDeadline, .after(Int64(start)) > deadline {
        // It will be given up; meanwhile it holds nobody up.
        states[index] = deadline <= .after(Int64(second)) ? .ended : .waiting
        hopeless.insert(index)
        continue
      }
      states[index] = .preparing(runner: runner, until: start, attempt: attempts[index])
      startPrepared(at: second)
    }
    hopeless = []
  }

  private var hopeless: Set<Int> = []

  private mutating func startPrepared(at second: Int) {
    for index in states.indices {
      guard case .preparing(let runner, second, let attempt) = states[index] else { continue }
      let length = Int(jobs[index].attempts[attempt].length.seconds)
      states[index] = .running(runner: runner, until: second + length, attempt: attempt)
    }
  }

  private func freeRunner() -> Int? {
    let taken = states.compactMap { state -> Int? in
      switch state {
      case .preparing(let runner, _, _), .running(let runner, _, _): runner
      case .waiting, .ended: nil
      }
    }
    return rested.indices.filter { !taken.contains($0) }
      .max { (rested[$0] ?? -1, $1) < (rested[$1] ?? -1, $0) }
  }

  private func first() -> Int? {
    states.indices.filter { states[$0] == .waiting && !hopeless.contains($0) }
      .min { (jobs[$0].priority == .low ? 1 : 0, $0) < (jobs[$1].priority == .low ? 1 : 0, $1) }
  }

  var places: [QueueEntry.Place] {
    states.map { state in
      switch state {
      case .waiting, .preparing: .queue
      case .running: .runner
      case .ended: .gone
      }
    }
  }
}

/// The pool under test, as a store drives it: replanned at each command, kept in between.
private struct PlannedPool {
  let pool: RunnerPool
  var entries: [QueueEntry] = []

  mutating func submit(_ job: Job, at now: Timestamp) {
    var generator = SeededGenerator(seed: 0, key: "\(entries.count)")
    let id = RequestID(time: now, using: &generator)
    let entry = QueueEntry(id: id, job: job, timeline: .undecided)
    let (planned, moved) = pool.admit(entry, among: entries, at: now)
    entries = entries.map { old in moved.first { $0.id == old.id } ?? old } + [planned]
  }

  mutating func cancel(_ index: Int, at now: Timestamp) {
    guard entries.indices.contains(index), entries[index].cancel(at: now) == .requested else {
      return
    }
    entries = pool.plan(entries, at: now)
  }

  func places(at now: Timestamp) -> [QueueEntry.Place] { entries.map { $0.place(at: now) } }
}

@Suite("A pool of runners") struct RunnerPoolTests {
  static let pools = [
    RunnerPool(runnerCount: 1), RunnerPool(runnerCount: 2),
    RunnerPool(runnerCount: 1, coldStart: .seconds(1), keepAlive: .seconds(2)),
    RunnerPool(runnerCount: 2, coldStart: .seconds(2), keepAlive: .seconds(1)),
  ]

  @Test("does what its rule says, after every sequence of four commands", arguments: pools)
  func everySequence(pool: RunnerPool) {
    let commands =
      JobKind.allCases.map(PoolCommand.submit) + [.cancel(0), .cancel(1), .wait]
    var count = 0
    for one in commands {
      for two in commands {
        for three in commands {
          for four in commands {
            compare([one, two, three, four], in: pool)
            count += 1
          }
        }
      }
    }
    #expect(count == 4096)
  }

  @Test("does what its rule says, in long runs of random commands", arguments: pools)
  func simulated(pool: RunnerPool) {
    for seed in 0..<300 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed, key: "commands")
      let commands = (0..<40).map { _ -> PoolCommand in
        switch Int(generator.next() % 10) {
        case 0...3: .submit(JobKind.allCases[Int(generator.next() % 5)])
        case 4: .cancel(Int(generator.next() % 12))
        default: .wait
        }
      }
      compare(commands, in: pool)
    }
  }

  /// Plays commands, with and without a second between them, by the rule and by the plan.
  private func compare(_ commands: [PoolCommand], in pool: RunnerPool) {
    var (played, planned) = (PlayedPool(pool), PlannedPool(pool: pool))
    var second = 0
    var history: [[QueueEntry.Place]] = []
    for command in commands + Array(repeating: .wait, count: 100) {
      let now = Timestamp.after(Int64(second))
      switch command {
      case .submit(let kind):
        let job = kind.job(at: second, sequence: played.jobs.count)
        played.submit(job, at: second)
        planned.submit(job, at: now)
      case .cancel(let index):
        played.cancel(index, at: second)
        planned.cancel(index, at: now)
      case .wait:
        second += 1
        played.begin(second)
      }
      let places = planned.places(at: .after(Int64(second)))
      guard places == played.places else {
        Issue.record("\(commands) at \(second): \(places), by the rule \(played.places)")
        return
      }
      history.append(places)
      check(planned, places, at: .after(Int64(second)))
    }
    #expect(history.last?.allSatisfy { $0 == .gone } ?? true, "\(commands)")
  }

  private func check(_ pool: PlannedPool, _ places: [QueueEntry.Place], at now: Timestamp) {
    #expect(places.count { $0 == .runner } <= pool.pool.runnerCount)
    let waiting = pool.entries.filter { $0.place(at: now) == .queue }
    let positions = waiting.map { pool.entries.countAhead(of: $0, at: now) }.sorted()
    // Who is given a runner has nobody ahead; the others stand in line behind them.
    let assigned = positions.count { $0 == 0 }
    #expect(
      positions.dropFirst(max(1, assigned)).enumerated().allSatisfy { index, position in
        position == index + max(1, assigned)
      }, "\(positions)")
  }

  @Test("lets a normal request overtake a low one, whose position rises")
  func overtaken() {
    var pool = PlannedPool(pool: RunnerPool(runnerCount: 1))
    for (sequence, kind) in [JobKind.normal, .low, .normal].enumerated() {
      pool.submit(kind.job(at: 0, sequence: sequence), at: testNow)
      guard sequence > 0 else { continue }
      let position = pool.entries.countAhead(of: pool.entries[1], at: testNow)
      #expect(position == sequence - 1)
    }
    #expect(pool.entries.map(\.timeline.ended) == [.after(2), .after(6), .after(4)])
  }

  @Test("gives the runner of a cancelled request to the next at once")
  func cancelled() {
    var pool = PlannedPool(pool: RunnerPool(runnerCount: 1))
    for sequence in 0..<3 {
      pool.submit(JobKind.normal.job(at: 0, sequence: sequence), at: testNow)
    }
    pool.cancel(0, at: .after(1))
    #expect(pool.entries.map(\.timeline.ended) == [.after(1), .after(3), .after(5)])
  }

  @Test("ends a request that finds no runner in time when its time is up, with the user's 504")
  func startTimeout() throws {
    let policy = RunPolicy(
      seed: 0, preset: .realistic, pool: RunnerPool(runnerCount: 1))
    var wishes = Submission.Wishes()
    wishes.startTimeout = .seconds(5)
    let first = policy.admit(try submission(), occurrence: 0, among: [], at: testNow)
    guard case .accepted(let running, _) = first else { throw NotAccepted() }
    let second = policy.admit(
      try submission(wishes: wishes), occurrence: 1, among: [running.entry], at: testNow)
    guard case .accepted(let waiting, let moved) = second else { throw NotAccepted() }
    #expect(moved.isEmpty)
    #expect(waiting.phase(at: .after(5, -1)) == .inQueue)
    #expect(waiting.phase(at: .after(5)) == .completed(.failed(.startTimeout)))
    #expect(waiting.inferenceSeconds == nil)
  }

  @Test("refuses who does not want to wait")
  func refusals() throws {
    let policy = RunPolicy(seed: 0, preset: .realistic, pool: RunnerPool(runnerCount: 1))
    var entries: [QueueEntry] = []
    var wishes = Submission.Wishes()
    func admit() throws -> Admission {
      policy.admit(
        try submission(wishes: wishes), occurrence: entries.count, among: entries, at: .after(2))
    }
    wishes.waiting = .refused
    guard case .accepted(let running, _) = try admit() else { throw NotAccepted() }
    entries.append(running.entry)
    #expect(try admit() == .refused(.noRunnerFree))
    wishes.waiting = .accepted
    wishes.queueCountMax = 0
    for count in 1...2 {
      let admission = policy.admit(
        try submission(wishes: wishes), occurrence: count, among: entries, at: .after(4))
      guard case .accepted(let record, _) = admission else {
        #expect(count == 2)
        #expect(admission == .refused(.queueIsFull))
        return
      }
      entries.append(record.entry)
    }
    Issue.record("the queue was never full")
  }

  private struct NotAccepted: Error {}
}

@Suite("The platform's retries") struct RetryTests {
  @Test(
    "are ten attempts at most, and none where the client wants none",
    arguments: [(0, 1, 1), (1, 2, 1), (9, 10, 1), (10, 10, 1), (50, 10, 1)])
  func attempts(failed: Int, expected: Int, withoutRetry: Int) throws {
    let policy = RunPolicy(seed: 0, preset: .fast, failedAttemptCount: failed)
    var wishes = Submission.Wishes()
    let record = policy.record(of: try submission(wishes: wishes), occurrence: 0, at: testNow)
    #expect(record.entry.timeline.runs.count == expected)
    wishes.retries = .none
    let single = policy.record(of: try submission(wishes: wishes), occurrence: 0, at: testNow)
    #expect(single.entry.timeline.runs.count == withoutRetry)
    #expect(single.gatewayRequestID == single.id)
    if case .completed(.succeeded) = single.phase(at: .after(99)) { #expect(failed == 0) }
    #expect((record.gatewayRequestID == record.id) == (expected == 1))
  }
}

@Suite("The keeping of results") struct RetentionTests {
  @Test(
    "ends an hour after the request, or after six minutes from 10 KiB on",
    arguments: [
      (nil, 3599, false), (nil, 3600, true), (10_239, 3599, false), (10_239, 3600, true),
      (10_240, 359, false), (10_240, 360, true),
    ] as [(Int?, Int64, Bool)])
  func expiry(bytes: Int?, second: Int64, isGone: Bool) {
    #expect(Retention().hasExpired(testNow, bytes: bytes, at: .after(second)) == isGone)
  }
}
