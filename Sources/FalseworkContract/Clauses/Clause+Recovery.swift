// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkFaults
internal import FalseworkJSON
internal import FalseworkJournal
internal import FalseworkProtocol
internal import HTTPTypes

extension Clause {
  static func judgeAccepted(_ talk: Conversation) -> Judgement {
    let jobs = talk.jobs.filter { $0.polls.contains { $0.seenStatus == 202 } }
    guard !jobs.isEmpty else { return .notExercised }
    guard case .exited(let status) = talk.outcome.ending, status != 0 else { return .kept }
    return .kept(
      unless: jobs.compactMap { job in
        guard let only = job.polls.first, job.polls.count == 1, only.seenStatus == 202,
          only.entry.faults.isEmpty
        else { return nil }
        return Evidence("the client \(talk.outcome.words) after its first poll, a 202", only)
      })
  }

  /// How much sooner than it was told a client may seem to come back.
  private static let retryAfterSlack = 0.05

  static func judgeRetryAfter(_ talk: Conversation) -> Judgement {
    var isExercised = false
    var early: [(told: Call, next: Call, words: String)] = []
    for thread in talk.threads {
      for (index, call) in thread.enumerated() {
        guard let seconds = call.pauseAskedFor, let next = thread.first(after: index) else {
          continue
        }
        isExercised = true
        let waited = call.ended.duration(to: next.arrived)
        guard waited.seconds < seconds - retryAfterSlack else { continue }
        let words =
          "told to come back after \(Duration.seconds(seconds).inWords), the client came after "
          + waited.inWords
        early.append((call, next, words))
      }
    }
    guard isExercised else { return .notExercised }
    return .kept(
      unless: early.sorted { $0.told.number < $1.told.number }
        .map { Evidence($0.words, $0.told, $0.next) })
  }

  private static let refusals: Set = [400, 401, 403, 404, 405, 422]

  static func judgeRefusals(_ talk: Conversation) -> Judgement {
    // Only the first refusal of a question is looked at: each repetition is one of it.
    let refused = talk.threads.compactMap { thread in
      thread.firstIndex(where: isRefused).map { (call: thread[$0], again: thread.all(after: $0)) }
    }
    guard !refused.isEmpty else { return .notExercised }
    let evidence = refused.sorted { $0.call.number < $1.call.number }.compactMap { call, again in
      again.first.map { next in
        Evidence(
          "\(call.title) was answered \(call.entry.response.status ?? 0), and asked "
            + "\(again.count) more \(again.count == 1 ? "time" : "times")", call, next)
      }
    }
    return .kept(unless: evidence)
  }

  private static func isRefused(_ call: Call) -> Bool {
    call.isAnswered && refusals.contains(call.entry.response.status ?? 0)
      && call.operation != .other && !call.isStillInProgress
  }
}

extension Call {
  /// The seconds that a refusal for the moment asks the client to wait.
  fileprivate var pauseAskedFor: Double? {
    guard isAnswered, [429, 503].contains(entry.response.status) else { return nil }
    return entry.response.fields[.retryAfter].flatMap { Double($0) }
  }
}

extension [Call] {
  /// The calls that came when the client could know the answer to one; what was on its way already
  /// repeats nothing.
  fileprivate func all(after index: Int) -> [Call] {
    let heard = self[index].heard
    return self[(index + 1)...].filter { $0.arrived >= heard }
  }

  fileprivate func first(after index: Int) -> Call? {
    let heard = self[index].heard
    return self[(index + 1)...].first { $0.arrived >= heard }
  }
}
