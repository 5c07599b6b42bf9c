// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkFaults
internal import FalseworkJournal

extension Drill {
  /// What the expectations come to.
  func judge(_ talk: Conversation) -> [(ClauseID, Judgement)] {
    if talk.outcome.ending == .outOfTime {
      // Whatever else was expected, that it did not end is the finding.
      let clause = expectations.first { $0.demand == .ending }?.clause ?? "polling.deadline"
      let words = "the client \(talk.outcome.words), and was ended; --timeout gives it longer"
      return [(clause, .broken([Evidence(words, exchanges: talk.lastWords)]))]
    }
    return expectations.map { ($0.clause, $0.judge(talk)) }
  }
}

extension Conversation {
  /// The exchanges that say what the client did last.
  var lastWords: [Int] { calls.suffix(3).map(\.number) }
}

extension Expectation {
  fileprivate func judge(_ talk: Conversation) -> Judgement {
    switch demand {
    case .success:
      talk.outcome.hasSucceeded ? .kept : broken("the client \(talk.outcome.words)", talk)
    case .failure:
      talk.outcome.hasSucceeded ? broken("the client says that it succeeded", talk) : .kept
    case .soundMesh: judgeMesh(talk)
    case .ending: .kept
    case .webhookTaken: judgeTaken(talk)
    case .webhookRefused: judgeRefused(talk)
    case .oneDownload: judgeDownloads(talk)
    }
  }

  private func broken(_ words: String, _ talk: Conversation) -> Judgement {
    .broken([Evidence(words, exchanges: talk.lastWords)])
  }

  private func judgeMesh(_ talk: Conversation) -> Judgement {
    guard talk.outcome.hasSucceeded else { return .kept }
    if let isSound = talk.hasSoundArtefact {
      return isSound
        ? .kept : broken("the client succeeded with a file that is not the mesh", talk)
    }
    let whole = talk.downloads.contains { $0.hasSucceeded && !$0.isSpoilt }
    return whole ? .kept : broken("the client succeeded, and the whole mesh never came", talk)
  }

  private func judgeTaken(_ talk: Conversation) -> Judgement {
    let tries = talk.jobs.flatMap(\.webhookTries)
    guard let last = tries.last, !last.isTooLate else { return .notExercised }
    return tries.contains(where: \.isTaken)
      ? .kept : .broken([Evidence("a good webhook was \(last.words)")])
  }

  private func judgeRefused(_ talk: Conversation) -> Judgement {
    let tries = talk.jobs.flatMap(\.webhookTries)
    guard !tries.isEmpty else { return .notExercised }
    return .kept(
      unless: tries.filter(\.isTaken).prefix(1).map { attempt in
        Evidence("a webhook that is not to be believed was \(attempt.words)")
      })
  }

  private func judgeDownloads(_ talk: Conversation) -> Judgement {
    let taken = talk.jobs.flatMap(\.webhookTries).filter(\.isTaken)
    guard !taken.isEmpty else { return .notExercised }
    let fetched = Dictionary(
      grouping: talk.downloads.filter { $0.entry.request.method == "GET" && $0.hasSucceeded }
    ) { $0.entry.request.path }
    return .kept(
      unless: fetched.sorted { $0.key < $1.key }.filter { $1.count > 1 }.map { path, calls in
        Evidence(
          "\(path) was fetched \(calls.count) times, as the webhook came as often",
          exchanges: calls.map(\.number))
      })
  }
}

extension JobEvent.WebhookTry {
  var isTaken: Bool {
    if case .answered(let status) = outcome { (200..<300).contains(status) } else { false }
  }

  var words: String {
    switch outcome {
    case .answered(let status): "answered \(status)"
    case .failed(let reason): "not taken: \(reason)"
    }
  }
}
