// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkFaults
internal import FalseworkQueue

/// The jobs of each session by number, as rules name them: `job: 3`.
///
/// The latest are kept. A job from before the server's start has no number.
struct JobBook {
  /// How many jobs are known by number.
  static let jobsMax = 50_000
  /// How many bodies are known as sent before.
  static let bodiesMax = 50_000
  /// How many sessions have their jobs counted; then all begin anew.
  static let sessionsMax = 50_000

  /// What is known of a job.
  struct Job {
    let index: Int
    let attempt: Int
    let session: SessionID
    /// The scenarios that its input asked for; `nil` where it asked for none.
    var scenarios: [Scenario]?
    /// What was decided of the latest attempt at it.
    var webhookPlan: (attempt: Int, plan: WebhookPlan)?
    /// Whether an attempt at it was made.
    var webhookWasTried = false
    /// What waits for it to be sent.
    var webhookWaiter: Alarm?
    /// Faults of its life that no client has met yet.
    var pending: [PendingFault] = []
  }

  private struct Body: Hashable {
    let session: SessionID
    let digest: String
  }

  private var jobs: [RequestID: Job] = [:]
  private var order: [RequestID] = []
  private var oldest = 0
  private var counts: [SessionID: Int] = [:]
  private var bodies: [Body: Int] = [:]
  /// The highest number of a job of each session whose webhook was sent.
  private var webhooks: [SessionID: Int] = [:]

  subscript(id: RequestID) -> Job? {
    get { jobs[id] }
    set { if jobs[id] != nil { jobs[id] = newValue } }
  }

  /// The number that the session's next job gets.
  func nextIndex(in session: SessionID) -> Int { counts[session, default: 0] + 1 }

  /// Counts a body, and returns how often the session has sent it.
  mutating func attempt(_ digest: String, by session: SessionID) -> Int {
    if bodies.count >= Self.bodiesMax { bodies.removeAll() }
    bodies[Body(session: session, digest: digest), default: 0] += 1
    return bodies[Body(session: session, digest: digest), default: 1]
  }

  /// Takes note of a job that was accepted.
  mutating func add(_ id: RequestID, by session: SessionID, attempt: Int, _ scenarios: [Scenario]?)
  {
    guard jobs[id] == nil else { return }
    if counts.count >= Self.sessionsMax, counts[session] == nil { counts.removeAll() }
    counts[session, default: 0] += 1
    jobs[id] = Job(
      index: counts[session, default: 1], attempt: attempt, session: session, scenarios: scenarios)
    order.append(id)
    guard order.count - oldest > Self.jobsMax else { return }
    jobs[order[oldest]] = nil
    oldest += 1
    if oldest > Self.jobsMax { (order, oldest) = (Array(order[oldest...]), 0) }
  }

  /// Takes note that the webhook of a job was sent.
  mutating func noteWebhook(of id: RequestID) {
    guard let job = jobs[id] else { return }
    jobs[id]?.webhookWasTried = true
    webhooks[job.session] = max(webhooks[job.session, default: 0], job.index)
  }

  /// Whose turn it is where the webhooks of each two jobs of a session are swapped.
  func turn(of id: RequestID) -> WebhookPlan.Turn {
    guard let job = jobs[id], !job.index.isMultiple(of: 2) else { return .come }
    return webhooks[job.session, default: 0] > job.index ? .come : .waiting
  }

  /// Forgets the jobs of a session, or of all.
  mutating func reset(_ session: SessionID?) {
    guard let session else {
      self = JobBook()
      return
    }
    jobs = jobs.filter { $0.value.session != session }
    bodies = bodies.filter { $0.key.session != session }
    counts[session] = nil
    webhooks[session] = nil
  }
}
