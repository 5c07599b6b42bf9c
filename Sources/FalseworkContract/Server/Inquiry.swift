// Falsework
// SPDX-License-Identifier: MIT

/// A careful client that finds out what a server is like: what to send next, as a function of what
/// has come so far.
///
/// It has neither sockets nor a clock. It submits every job once, whatever becomes of it.
public struct Inquiry: Sendable {
  /// How often a job is asked about: far less often than clients do.
  public let pause: Duration
  /// What has been said so far.
  public private(set) var log: ProbeLog

  private let inputs: ProbeInputs
  private var agenda: [Probe]
  private var pollingSince: Duration?
  private var mayPoll = true

  /// What is to be done.
  public enum Step: Sendable, Hashable {
    /// Send a request, and tell `take` what became of it.
    case send(ProbeRequest, for: Probe)
    /// Come back after that time.
    case wait(Duration)
    /// Nothing is left.
    case over
  }

  /// The most questions about the status of one job.
  static let pollCountMax = 1000
  /// After how many replies in a row that are no status the questions end.
  static let unreadableCountMax = 5

  /// Creates an inquiry that submits no more than `budget` jobs.
  public init(
    _ profile: ServerProfile, inputs: ProbeInputs, budget: Int,
    patience: Duration = .seconds(120), pause: Duration = .milliseconds(200)
  ) {
    log = ProbeLog(profile, patience: patience)
    self.inputs = inputs
    self.pause = pause
    let jobs = ProbeJob.allCases.filter { $0 != .subpath || profile.subpathEndpoint != nil }
    agenda = Probe.agenda(of: jobs.prefix(max(budget, 0))).reversed()
  }

  /// Says what is to be done at a time since the beginning.
  public mutating func next(at now: Duration) -> Step {
    while let probe = agenda.last {
      guard let request = probe.request(in: log, inputs: inputs), goesOn(probe, at: now) else {
        agenda.removeLast()
        pollingSince = nil
        mayPoll = true
        continue
      }
      if case .poll = probe {
        guard mayPoll else {
          mayPoll = true
          return .wait(pause)
        }
        pollingSince = pollingSince ?? now
      }
      return .send(request, for: probe)
    }
    return .over
  }

  /// Takes what became of the request that was sent last.
  public mutating func take(
    _ outcome: ProbeOutcome, of request: ProbeRequest, for probe: Probe, began: Duration,
    duration: Duration
  ) {
    log.add(probe, request, outcome, began: began, duration: duration)
    if case .poll = probe { mayPoll = false } else { agenda.removeLast() }
  }

  /// Whether a question that is repeated is to be asked once more.
  private mutating func goesOn(_ probe: Probe, at now: Duration) -> Bool {
    guard case .poll(let job) = probe else { return true }
    let count = log.exchanges(of: probe).count
    if log.isOver(job) { return false }
    // Who does not get a status that can be read does not go on asking for ever.
    let lately = log.exchanges(of: probe).suffix(Self.unreadableCountMax)
    let isUnreadable = lately.allSatisfy { StatusSighting($0) == nil }
    if lately.count == Self.unreadableCountMax, isUnreadable { return false }
    let isPatient = pollingSince.map { now - $0 < log.patience } ?? true
    if isPatient, count < Self.pollCountMax { return true }
    log.unfinished.insert(job)
    return false
  }
}
