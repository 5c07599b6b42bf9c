// Falsework
// SPDX-License-Identifier: MIT

/// What is counted for a rule.
struct CounterKey: Hashable, Sendable {
  /// The place of the scenario in the book.
  var scenario: Int
  /// The place of the rule in the scenario; -1 for the scenario's own.
  var rule: Int
  /// Within what it is counted.
  var scope: ScopeKey
  /// What is counted.
  var count: Count

  enum Count: Hashable, Sendable {
    case matches
    case firings
    case draws
    case polls(FaultOperation)
    case beginning
    case bucket
  }
}

/// The one session, job or connection within which something is counted.
enum ScopeKey: Hashable, Sendable {
  case server
  case session(String)
  case job(session: String, index: Int)
  case connection(UInt64)
  /// What keys a draw.
  case draw(session: String, [String])

  /// The scope of an exchange; `nil` for a job's where there is none.
  init?(_ scope: FaultScope, of subject: FaultSubject) {
    switch scope {
    case .server: self = .server
    case .session: self = .session(subject.session ?? "")
    case .connection: self = .connection(subject.connection)
    case .job:
      guard let job = subject.job else { return nil }
      self = .job(session: subject.session ?? "", index: job.index)
    }
  }

  /// The session that the scope belongs to.
  var session: String? {
    switch self {
    case .server, .connection: nil
    case .session(let session), .job(let session, _), .draw(let session, _): session
    }
  }
}
