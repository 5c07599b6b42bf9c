// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkFaults
internal import FalseworkJournal
internal import FalseworkProtocol
internal import HTTPTypes

extension Clause {
  /// The least median of the pauses between polls: a tenth of a second, and a tenth off for noise.
  static let pollGapMin = 0.09

  static func judgeInterval(_ talk: Conversation) -> Judgement {
    let jobs = talk.jobs.filter { $0.polls.count >= 4 }
    guard !jobs.isEmpty else { return .notExercised }
    return .kept(
      unless: jobs.compactMap { job in
        let gap = job.polls.gaps.median
        guard gap < pollGapMin else { return nil }
        return Evidence(
          "\(job.polls.count) polls of one job, \(Duration.seconds(gap).inWords) apart",
          exchanges: job.polls.prefix(evidenceMax).map(\.number))
      })
  }

  /// How many polls of a job say how its pauses grow.
  private static let longWaitPolls = 12

  static func judgeBackOff(_ talk: Conversation) -> Judgement {
    let jobs = talk.jobs.filter { $0.polls.count >= longWaitPolls }
    guard !jobs.isEmpty else { return .notExercised }
    return .kept(
      unless: jobs.compactMap { job in
        let gaps = job.polls.gaps
        let (first, last) = (gaps.prefix(gaps.count / 3).mean, gaps.suffix(gaps.count / 3).mean)
        guard last < first * 1.2 else { return nil }
        return Evidence(
          "\(job.polls.count) polls of one job: \(Duration.seconds(first).inWords) apart at first,"
            + " \(Duration.seconds(last).inWords) at last",
          exchanges: [job.polls[0].number, job.polls[job.polls.count - 1].number])
      })
  }

  static func judgeJitter(_ talk: Conversation) -> Judgement {
    let tries = talk.submissions.prefix { call in
      call.job == nil && call.entry.response.fields[.retryAfter] == nil
    }
    let gaps = Array(talk.submissions.prefix(tries.count + 1)).gaps
    guard gaps.count >= 3, gaps.allSatisfy({ $0 > 0 }) else { return .notExercised }
    let ratios = zip(gaps, gaps.dropFirst()).map { $1 / $0 }
    // Powers and sums give ratios of halves; chance meets two in a row once in hundreds of times.
    let isExact = ratios.allSatisfy { ratio in
      let halves = (ratio * 2).rounded()
      return halves > 0 && abs(ratio * 2 - halves) < 0.02 * halves
    }
    let words = gaps.map { Duration.seconds($0).inWords }.joined(separator: ", ")
    return isExact
      ? .broken([Evidence("the pauses were \(words)", exchanges: tries.map(\.number))]) : .kept
  }

  static func judgeStop(_ talk: Conversation) -> Judgement {
    let jobs = talk.jobs.compactMap { job in job.completionSeen.map { (job, $0) } }
    guard !jobs.isEmpty else { return .notExercised }
    return .kept(
      unless: jobs.compactMap { job, end in
        let late = job.polls.filter { $0.number > end.number && !end.isSpoilt }
        guard late.count > 1 else { return nil }
        return Evidence(
          "\(late.count) polls after COMPLETED", exchanges: [end.number] + late.map(\.number))
      })
  }

  static func judgeAbandoned(_ talk: Conversation) -> Judgement {
    guard case .exited(let status) = talk.outcome.ending, status != 0 else { return .notExercised }
    let left = talk.jobs.filter { $0.isKnown && !$0.isToldToBeOver }
    guard !left.isEmpty, !talk.isLockedOut else { return .notExercised }
    return .kept(
      unless: left.filter { !$0.isCancelled }.map { job in
        Evidence(
          "the client gave up on \(job.requestID) and did not cancel it",
          exchanges: (job.questions.last ?? job.submission).map { [$0.number] } ?? [])
      })
  }
}

extension [Call] {
  /// The seconds from each arrival to the next.
  fileprivate var gaps: [Double] {
    zip(self, dropFirst()).map { $0.arrived.duration(to: $1.arrived).seconds }
  }
}

extension Collection<Double> {
  fileprivate var mean: Double { isEmpty ? 0 : reduce(0, +) / Double(count) }
  fileprivate var median: Double { isEmpty ? 0 : sorted()[count / 2] }
}
