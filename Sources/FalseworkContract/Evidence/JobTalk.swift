// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkFaults
internal import FalseworkJournal
internal import FalseworkProtocol

/// What was said about one job.
public struct JobTalk: Sendable {
  /// The job's id.
  public let requestID: String
  /// The exchange that made it; `nil` where the journal has it no more.
  let submission: Call?
  /// The questions about it, in the order of arrival.
  let questions: [Call]
  /// What the queue knows of it.
  let history: JobHistory?
  let polls: [Call]
  let results: [Call]
  let cancellations: [Call]
  /// When the client got to know that the job had ended; `nil` for never.
  let completionSeen: Call?

  init(requestID: String, calls: [Call], history: JobHistory?) {
    self.requestID = requestID
    self.history = history
    submission = calls.first { FaultOperation.submissions.contains($0.operation) }
    questions = calls.filter { FaultOperation.questions.contains($0.operation) }
    polls = questions.filter { $0.operation == .status }
    results = questions.filter { $0.operation == .result }
    cancellations = questions.filter { $0.operation == .cancel }
    completionSeen = questions.first { call in
      switch call.operation {
      case .status: call.isAnswered && call.statusWord == "COMPLETED"
      case .stream: call.isAnswered
      default: false
      }
    }
  }

  /// Whether the client was told that the job had ended: by a status, a webhook or an answer to its
  /// result.
  var isToldToBeOver: Bool {
    completionSeen != nil || !webhookTries.isEmpty
      || results.contains { $0.isAnswered && $0.seenStatus != 400 }
  }

  /// Whether the client knows the job's id and waits for it: the reply that names it came through.
  ///
  /// The reply to a synchronous run is its result, after which nothing is waited for.
  var isKnown: Bool {
    guard let submission, submission.operation == .submit else { return false }
    return submission.hasSucceeded && !submission.isSpoilt
  }

  /// Whether the job was cancelled, or the client tried to.
  var isCancelled: Bool { !cancellations.isEmpty }

  /// Whether the job ended, and not well.
  var hasFailed: Bool {
    history?.events.contains { event in
      if case .ended(let outcome) = event.kind { outcome != "OK" } else { false }
    } ?? false
  }

  /// The tries to tell the client of it by a webhook.
  var webhookTries: [JobEvent.WebhookTry] {
    history?.events.compactMap { event in
      if case .webhook(let attempt) = event.kind { attempt } else { nil }
    } ?? []
  }
}
