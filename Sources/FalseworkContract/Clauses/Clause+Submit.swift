// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkFaults
internal import FalseworkJournal
internal import FalseworkProtocol

extension Clause {
  /// What is asked of whoever submits.
  static let submit: [Clause] = [
    Clause(
      "submit.json-content-type", .must, "A submission says that it is JSON.",
      why: "The runner reads bodies by their type, and refuses others at the result.",
      .documented("the endpoint's OpenAPI document: requestBody application/json"),
      .conduct { talk in
        let calls = talk.submissions
        guard !calls.isEmpty else { return .notExercised }
        return .kept(
          unless: evidence(of: calls.filter { !$0.isJSON }) {
            "\($0.title) says \($0.fields.contentType ?? "nothing of its content type")"
          })
      }),
    Clause(
      "submit.body-valid", .must, "The input is what the OpenAPI document says.",
      why: "fal takes any input into the queue, and refuses it only at the result.",
      .documented("the endpoint's OpenAPI document"),
      .conduct { talk in
        guard talk.submissions.contains(where: \.isJSON) else { return .notExercised }
        let notes = talk.notes(.inputViolation).filter(\.call.isJSON)
        return .kept(unless: notes.map { Evidence($0.text, $0.call) })
      }),
    Clause(
      "submit.once", .must,
      "An input is not submitted again while its first job may be running or has succeeded.",
      why: "fal knows no idempotency key: each submission that was accepted runs and is paid for.",
      .observed("fal_client 1.0.3 makes up to ten jobs when replies are lost"),
      .conduct { talk in judgeDuplicates(talk) }),
    Clause(
      "submit.retries-refusals", .should,
      "A submission that was refused for the moment is tried again.",
      why: "429 and 503 say that nothing was accepted, so another try is free.",
      .documented("RFC 9110 §15.6.4; RFC 6585 §4"), .expectation),
    Clause(
      "submit.keeps-request-id", .should,
      "Who gives up on a job that it knows tells its request id, or cancels it.",
      why: "The job goes on and is paid for; with its id the result can still be fetched.",
      .observed("paid results were lost as clients hid the id"),
      .conduct { talk in judgeKeptIDs(talk) }),
  ]

  private static func judgeDuplicates(_ talk: Conversation) -> Judgement {
    var first: [String: JobTalk] = [:]
    var evidence: [Evidence] = []
    var isExercised = false
    for job in talk.jobs {
      guard let submission = job.submission, let input = submission.input else { continue }
      isExercised = isExercised || submission.isSpoilt || job.questions.contains(where: \.isSpoilt)
      if let earlier = first[input], !earlier.isOver(before: submission) {
        evidence.append(duplicate(job, of: earlier))
      } else {
        first[input] = job
      }
    }
    return evidence.isEmpty && !isExercised ? .notExercised : .kept(unless: evidence)
  }

  private static func duplicate(_ job: JobTalk, of earlier: JobTalk) -> Evidence {
    let price = job.history.flatMap { EndpointID($0.endpoint)?.priceMills }
    let cost = price.map { ", which costs \(Dollars(mills: $0)) more" } ?? ""
    let numbers = [earlier.submission, job.submission].compactMap { $0?.number }
    let told = numbers.map { "exchange \($0)" }
    return Evidence(
      "\(told.last ?? "") submits the input of \(told.first ?? "") again\(cost)",
      exchanges: numbers)
  }

  private static func judgeKeptIDs(_ talk: Conversation) -> Judgement {
    guard case .exited(let status) = talk.outcome.ending, status != 0 else { return .notExercised }
    let lost = talk.jobs.filter { job in
      job.isKnown && !job.hasFailed && !job.results.contains(where: \.hasSucceeded)
    }
    guard !lost.isEmpty else { return .notExercised }
    let silent = lost.filter { job in
      !job.cancellations.contains(where: \.hasSucceeded) && !talk.hasSaid(job.requestID)
    }
    return .kept(
      unless: silent.map { job in
        Evidence(
          "the client gave up, and its output does not have the request id \(job.requestID)",
          exchanges: job.submission.map { [$0.number] } ?? [])
      })
  }
}

extension Call {
  /// Whether the request says that its content is JSON.
  fileprivate var isJSON: Bool {
    let media = fields.contentType?.lowercased().prefix { $0 != ";" } ?? ""
    return media == "application/json" || media.hasSuffix("+json")
  }

  /// What tells one input from another: where it goes and what it is.
  fileprivate var input: String? {
    let body = entry.request.body
    return (body.digest ?? body.whole).map { entry.request.path + " " + $0 }
  }
}

extension JobTalk {
  /// Whether nothing more was to be had of the job when another was submitted: it had failed, it
  /// had been cancelled, or its result had been fetched.
  fileprivate func isOver(before submission: Call) -> Bool {
    hasFailed
      || (cancellations + results).contains { $0.number < submission.number && $0.hasSucceeded }
  }
}
