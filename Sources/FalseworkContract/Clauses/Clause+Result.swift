// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkFaults
internal import FalseworkJSON
internal import FalseworkJournal

extension Clause {
  /// What is asked of whoever fetches a result.
  static let result: [Clause] = [
    Clause(
      "result.delivers-mesh", .must, "Where nothing fails, the client succeeds.",
      why: "What cannot be done on a good day need not be tried on a bad one.",
      .inferred("the drill has no fault"), .expectation),
    Clause(
      "result.after-completed", .should, "The result is asked for once the job has completed.",
      why: "Before, it is answered 400 Request is still in progress.",
      .observed("400 with that detail"), .conduct(judgeEarlyResults)),
    Clause(
      "result.completed-is-not-success", .must, "COMPLETED is an end, not a success.",
      why: "Jobs that failed and jobs that were cancelled are COMPLETED, too.",
      .observed("a clean COMPLETED, then 422 at the result"), .expectation),
    Clause(
      "result.waits-for-lagging", .should,
      "A result that is still in progress after COMPLETED is asked for again.",
      why: "Status and result come from different places.",
      .observed("400 Request is still in progress after COMPLETED"), .expectation),
    Clause(
      "result.surfaces-detail", .should, "What fal says of a failure is shown, list or string.",
      why: "Only the detail tells a wrong input from a bad day.",
      .observed("detail as a list from models, as a string from the gateway"),
      .conduct(judgeDetail)),
  ]

  private static func judgeEarlyResults(_ talk: Conversation) -> Judgement {
    let jobs = talk.jobs.filter { !$0.results.isEmpty && $0.isKnown }
    guard !jobs.isEmpty else { return .notExercised }
    let early = jobs.flatMap { job in
      job.results.filter { result in
        let isTold = job.completionSeen.map { $0.number < result.number } ?? false
        return !isTold && !job.wasToldByWebhook(before: result)
      }
    }
    return .kept(unless: evidence(of: early) { "\($0.title) came before COMPLETED was told" })
  }

  private static func judgeDetail(_ talk: Conversation) -> Judgement {
    guard case .exited = talk.outcome.ending, !talk.outcome.hasSucceeded,
      let failure = talk.ownCalls.last(where: { $0.failureWords != nil }),
      !talk.calls.contains(where: {
        $0.number > failure.number && $0.operation == failure.operation && $0.hasSucceeded
      }),
      let words = failure.failureWords
    else { return .notExercised }
    return talk.hasSaid(words)
      ? .kept
      : .broken([Evidence("\(failure.title) said \"\(words)\", and the client did not", failure)])
  }
}

extension Conversation {
  /// The exchanges that make the client's jobs or ask about them.
  fileprivate var ownCalls: [Call] {
    let ids = Set(jobs.filter { !$0.isCancelled }.map(\.requestID))
    return calls.filter { call in
      FaultOperation.submissions.contains(call.operation)
        || call.segments.contains(where: ids.contains)
    }
  }
}

extension Call {
  /// What a reply says of a failure: its `detail`, the first `msg` of a list of them, or the
  /// `error` of a status.
  fileprivate var failureWords: String? {
    guard isAnswered, isForAPI, operation != .cancel, let reply else { return nil }
    if statusWord == "COMPLETED" { return reply["error"]?.stringValue }
    guard (400...).contains(entry.response.status ?? 0), !isStillInProgress else { return nil }
    return reply["detail"]?.stringValue ?? reply["detail"]?[0]?["msg"]?.stringValue
  }
}

extension JobTalk {
  fileprivate func wasToldByWebhook(before call: Call) -> Bool {
    history?.events.contains { event in
      if case .webhook = event.kind { event.time <= call.arrived } else { false }
    } ?? false
  }
}
