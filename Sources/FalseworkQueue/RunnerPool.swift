// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol

// Theory of operation
//
// A pool is a number of runners and a rule; it holds no state. What it plans is the timelines of
// its requests, and from them it can take up the plan at any later moment: what runners have been
// given by then are facts, and everything else is planned anew.
//
// The rule: whenever a runner is free and requests wait, it is given the first in the order of
// priority and acceptance. It begins once the request is ready, and after its own cold start if
// it has rested for longer than it is kept alive. An attempt that fails sends the request back
// into the queue with its old place. Nothing is interrupted but by cancellation.

/// The runners that requests of one session to one application share.
public struct RunnerPool: Sendable, Hashable {
  /// How many runners there are.
  public let runnerCount: Int
  /// How long a runner that is cold takes to begin.
  public let coldStart: Duration
  /// How long a runner stays warm without work; a minute is what fal's SDK gives applications.
  public let keepAlive: Duration

  /// The most runners of a pool.
  public static let runnerCountMax = 10_000

  /// Creates a pool.
  public init(
    runnerCount: Int, coldStart: Duration = .zero, keepAlive: Duration = .seconds(60)
  ) {
    precondition((1...Self.runnerCountMax).contains(runnerCount), "a pool has runners")
    self.runnerCount = runnerCount
    self.coldStart = coldStart
    self.keepAlive = keepAlive
  }

  /// Returns the entries with their timelines planned anew from a moment on.
  ///
  /// The entries are all of the pool that have not ended, and those that ended while a runner may
  /// still be warm; a new one has the timeline `undecided`.
  public func plan(_ entries: [QueueEntry], at now: Timestamp) -> [QueueEntry] {
    var planning = Planning(self, entries, at: now)
    return planning.finish()
  }

  /// Returns one more entry with its timeline, and those of the others whose timelines change.
  public func admit(
    _ entry: QueueEntry, among others: [QueueEntry], at now: Timestamp
  ) -> (entry: QueueEntry, moved: [QueueEntry]) {
    if let lastWork = lastWork(before: entry, others, at: now) {
      var planning = Planning(self, entry, after: lastWork, at: now)
      return (planning.finish()[0], [])
    }
    let plan = plan(others + [entry], at: now)
    return (plan[plan.endIndex - 1], Self.moved(plan, from: others))
  }

  /// Returns those entries whose timelines change when all are planned anew from a moment on.
  func moved(_ entries: [QueueEntry], at now: Timestamp) -> [QueueEntry] {
    Self.moved(plan(entries, at: now), from: entries)
  }

  private static func moved(_ plan: [QueueEntry], from entries: [QueueEntry]) -> [QueueEntry] {
    zip(plan, entries).filter { $0.timeline != $1.timeline }.map(\.0)
  }

  /// When the runners are through with all others, if it is plain that none of these has to be
  /// planned anew for an entry: it stands behind them, and each is done with one attempt that
  /// nothing can prevent.
  ///
  /// So a queue may be long without each submission planning all of it.
  private func lastWork(
    before entry: QueueEntry, _ others: [QueueEntry], at now: Timestamp
  ) -> [Timestamp?]? {
    var lastWork: [Timestamp?] = Array(repeating: nil, count: runnerCount)
    for other in others {
      if now < other.timeline.ended {
        guard other.job.attempts.count == 1, other.job.startDeadline == nil,
          !entry.job.precedes(other.job)
        else { return nil }
      }
      for run in other.timeline.runs {
        guard lastWork.indices.contains(run.runner) else { return nil }
        lastWork[run.runner] = max(lastWork[run.runner] ?? run.ended, run.ended)
      }
    }
    return lastWork
  }

  /// Returns the timeline of a job that has a runner to itself.
  public static func timeline(alone job: Job) -> Timeline {
    var runs: [Timeline.Run] = []
    var free = job.submitted
    for attempt in job.attempts {
      let started = max(free, job.ready)
      if let deadline = job.startDeadline, started > deadline {
        return Timeline(runs: runs, ended: max(deadline, free))
      }
      let ended = started.advanced(by: attempt.length)
      runs.append(Timeline.Run(assigned: free, started: started, ended: ended))
      free = ended
    }
    return Timeline(runs: runs, ended: free)
  }
}

/// One plan in the making.
private struct Planning {
  /// A request whose next attempt has to be planned.
  private struct Waiting {
    let index: Int
    let job: Job
    var runs: [Timeline.Run]

    /// From when on it is in the queue.
    var since: Timestamp { runs.last?.ended ?? job.submitted }
  }

  private let pool: RunnerPool
  private var moment: Timestamp
  private var entries: [QueueEntry]
  /// Those in the queue, the first of them last.
  private var queue: [Waiting] = []
  /// Those whose attempt under way will fail.
  private var returning: [Waiting] = []
  /// When each runner has its last work; `nil` for one that never had any.
  private var lastWork: [Timestamp?]

  init(_ pool: RunnerPool, _ entries: [QueueEntry], at now: Timestamp) {
    self.pool = pool
    self.entries = entries
    moment = now
    lastWork = Array(repeating: nil, count: pool.runnerCount)
    for index in entries.indices { takeUp(index) }
    queue.sort { $1.job.precedes($0.job) }
  }

  /// Plans one entry for runners that have their last work at these moments.
  init(_ pool: RunnerPool, _ entry: QueueEntry, after lastWork: [Timestamp?], at now: Timestamp) {
    self.pool = pool
    self.lastWork = lastWork
    entries = [entry]
    moment = now
    queue = [Waiting(index: 0, job: entry.job, runs: [])]
  }

  private mutating func takeUp(_ index: Int) {
    let entry = entries[index]
    let given = Array(entry.timeline.runs.prefix { $0.assigned <= moment })
    for run in given { work(until: run.ended, on: run.runner) }
    guard entry.place(at: moment) != .gone else { return }
    let request = Waiting(index: index, job: entry.job, runs: given)
    if given.isEmpty || request.since <= moment, given.count < entry.job.attempts.count {
      queue.append(request)
    } else {
      goOn(request)
    }
  }

  private mutating func work(until end: Timestamp, on runner: Int) {
    // A pool that was larger before may have had more runners.
    guard lastWork.indices.contains(runner) else { return }
    lastWork[runner] = max(lastWork[runner] ?? end, end)
  }

  mutating func finish() -> [QueueEntry] {
    while !queue.isEmpty || !returning.isEmpty {
      takeBack()
      if deal() { continue }
      guard let next = nextMoment() else { break }
      moment = next
    }
    // No runner will ever begin with these in time.
    for request in queue { giveUp(request) }
    return entries
  }

  /// Puts those back into their place in the queue whose attempt has failed by now.
  private mutating func takeBack() {
    let back = returning.filter { $0.since <= moment }
    guard !back.isEmpty else { return }
    returning.removeAll { $0.since <= moment }
    for request in back {
      let after = queue.lastIndex { request.job.precedes($0.job) }
      queue.insert(request, at: after.map { $0 + 1 } ?? 0)
    }
  }

  /// Gives a runner to the first who can begin with it in time; false where there is none.
  private mutating func deal() -> Bool {
    guard let runner = warmestFreeRunner() else { return false }
    let isWarm = lastWork[runner].map { moment <= $0.advanced(by: pool.keepAlive) } ?? false
    let prepared = isWarm ? moment : moment.advanced(by: pool.coldStart)
    for place in queue.indices.reversed() {
      let job = queue[place].job
      let started = max(prepared, job.ready)
      if let deadline = job.startDeadline, started > deadline { continue }
      begin(queue.remove(at: place), on: runner, at: started)
      return true
    }
    return false
  }

  private func warmestFreeRunner() -> Int? {
    let free = lastWork.indices.filter { (lastWork[$0] ?? moment) <= moment }
    return free.max { left, right in
      (lastWork[left]?.microseconds ?? .min, right) < (lastWork[right]?.microseconds ?? .min, left)
    }
  }

  private func nextMoment() -> Timestamp? {
    (lastWork.compactMap(\.self) + returning.map(\.since)).filter { $0 > moment }.min()
  }

  private mutating func begin(_ request: Waiting, on runner: Int, at started: Timestamp) {
    let length = request.job.attempts[request.runs.count].length
    let run = Timeline.Run(
      assigned: moment, started: started, ended: started.advanced(by: length), runner: runner)
    work(until: run.ended, on: runner)
    var request = request
    request.runs.append(run)
    goOn(request)
  }

  /// Goes on with a request after the attempt that it was given: ends it, or lets it come back.
  private mutating func goOn(_ request: Waiting) {
    if request.runs.count < request.job.attempts.count {
      returning.append(request)
    } else {
      entries[request.index].timeline = Timeline(runs: request.runs, ended: request.since)
    }
  }

  private mutating func giveUp(_ request: Waiting) {
    let ended = max(request.job.startDeadline ?? request.since, request.since)
    entries[request.index].timeline = Timeline(runs: request.runs, ended: ended)
  }
}
